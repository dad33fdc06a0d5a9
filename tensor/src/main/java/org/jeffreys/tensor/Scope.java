package org.jeffreys.tensor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Owns the tensors made while it is the innermost open scope of its thread, and frees them when it
 * closes.
 *
 * <pre>{@code
 * try (var scope = Scope.open()) {
 *   return scope.keep(a.matmul(b).add(c)); // the product is freed, the sum goes outward
 * }
 * }</pre>
 *
 * <p>A scope is confined to its thread; scopes nest and close in reverse order. A tensor that is
 * made where no scope is open belongs to the caller, who closes it.
 */
public final class Scope implements AutoCloseable {
  private static final int FIRST_SWEEP = 256;
  private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

  private final @Nullable Scope outer;
  private final Thread thread;
  private final List<Tensor> owned = new ArrayList<>();
  private int sweepAt = FIRST_SWEEP;
  private boolean closed;

  private Scope(@Nullable Scope outer) {
    this.outer = outer;
    this.thread = Thread.currentThread();
  }

  /** Opens a scope within the innermost one of this thread. */
  public static Scope open() {
    @Nullable Scope outer = CURRENT.get();
    if (outer == null) {
      Threads.takeOver();
    }
    Scope scope = new Scope(outer);
    CURRENT.set(scope);
    return scope;
  }

  /**
   * Hands a tensor to the enclosing scope, or to the caller where there is none. A tensor that this
   * scope does not own stays where it is.
   *
   * @return the tensor
   */
  public Tensor keep(Tensor tensor) {
    checkThread();
    if (tensor.owner() == this) {
      tensor.owner(outer);
      if (outer != null) {
        outer.add(tensor);
      }
    }
    return tensor;
  }

  /**
   * Takes a tensor out of every scope: the caller closes it.
   *
   * @return the tensor
   */
  public static Tensor release(Tensor tensor) {
    tensor.owner(null);
    return tensor;
  }

  /**
   * Takes a tensor that nobody owns, so that it is freed with this scope. A tensor of another scope
   * stays there.
   *
   * @return the tensor
   */
  public Tensor own(Tensor tensor) {
    checkThread();
    if (closed) {
      throw new IllegalStateException("scope: expected an open scope, got a closed one");
    }
    if (tensor.owner() == null) {
      tensor.owner(this);
      add(tensor);
    }
    return tensor;
  }

  static void adopt(Tensor tensor) {
    Scope scope = CURRENT.get();
    if (scope != null) {
      tensor.owner(scope);
      scope.add(tensor);
    }
  }

  // A scope that is open for long must not remember every tensor that was closed before it.
  private void add(Tensor tensor) {
    if (owned.size() >= sweepAt) {
      owned.removeIf(old -> old.isClosed() || old.owner() != this);
      sweepAt = Math.max(FIRST_SWEEP, 2 * owned.size());
    }
    owned.add(tensor);
  }

  /** Frees what the scope still owns. Closing twice does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    checkThread();
    if (CURRENT.get() != this) {
      throw new IllegalStateException(
          "scope: expected the innermost open scope, got an outer one; close scopes in reverse order");
    }
    closed = true;
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    for (Tensor tensor : owned) {
      if (tensor.owner() == this) {
        tensor.close();
      }
    }
    owned.clear();
  }

  /** What the scope holds on to, closed or not: bounded by twice what is open, or a constant. */
  int numRemembered() {
    return owned.size();
  }

  private void checkThread() {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          String.format(
              "scope: expected use on thread '%s', got '%s'; open a scope on each thread",
              thread.getName(), Thread.currentThread().getName()));
    }
  }
}
