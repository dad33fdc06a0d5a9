package org.jeffreys.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.AutoDispatchBelowADInplaceOrView;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode derivatives of whatever is written in tensor operations.
 *
 * <pre>{@code
 * Tensor x = Gradients.track(position);
 * Tensor value = x.square().sum();
 * Tensor gradient = Gradients.of(value, x).get(0);
 * }</pre>
 *
 * <p>Only operations on tracked tensors are recorded. Where nothing is tracked, {@link #pause}
 * saves the check for it.
 */
public final class Gradients {
  private Gradients() {}

  /** A value and its gradient. */
  public record ValueAndGradient(Tensor value, Tensor gradient) {}

  /**
   * Records nothing on this thread until closed: a fifth less time for small operations. Close it
   * on the same thread, in reverse order. Meanwhile {@link #track} and {@link #of} are refused, and
   * what was recorded before must not be overwritten: its gradients would be wrong unnoticed.
   */
  public static Paused pause() {
    return new Paused();
  }

  /** While open, nothing is recorded on its thread. */
  public static final class Paused implements AutoCloseable {
    private static final ThreadLocal<@Nullable Paused> CURRENT = new ThreadLocal<>();

    private final @Nullable Paused outer = CURRENT.get();
    private final AutoDispatchBelowADInplaceOrView guard = new AutoDispatchBelowADInplaceOrView();
    private boolean closed;

    private Paused() {
      CURRENT.set(this);
    }

    /** Records again, unless an outer pause is open. Closing twice does nothing. */
    @Override
    public void close() {
      if (closed) {
        return;
      }
      if (CURRENT.get() != this) {
        throw new IllegalStateException(
            "pause: expected the innermost open pause of this thread, got another one; close pauses"
                + " where they were opened, in reverse order");
      }
      closed = true;
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
      guard.close();
    }
  }

  // Without it, a gradient asked for during a pause would be zero.
  private static void requireRecording(String name) {
    if (Paused.CURRENT.get() != null) {
      throw new IllegalStateException(
          name + ": expected recording, got a pause; close what Gradients.pause() gave first");
    }
  }

  /** A tensor of the same elements, in the same memory, that later operations are recorded from. */
  public static Tensor track(Tensor tensor) {
    requireRecording("track");
    Check.require(tensor.dtype().isFloating(), "track", "a floating point tensor", tensor);
    Tensor leaf = Call.unary("track", tensor, t -> t.detach());
    leaf.handle().set_requires_grad(true);
    return leaf;
  }

  /** Whether operations on a tensor are recorded. */
  public static boolean isTracked(Tensor tensor) {
    return tensor.handle().requires_grad();
  }

  /** The same elements, cut off from what they were computed from. */
  public static Tensor stop(Tensor tensor) {
    return Call.unary("stop", tensor, t -> t.detach());
  }

  /**
   * The gradient of the sum of {@code output} with respect to each of {@code inputs}, which may be
   * tracked tensors or values computed from them on the way to the output. Zero where the output
   * does not depend on an input.
   *
   * @throws IllegalArgumentException if an input is neither tracked nor computed from what is
   */
  public static List<Tensor> of(Tensor output, Tensor... inputs) {
    return gradients(output, false, inputs);
  }

  /** As {@link #of}, recorded in turn, so that gradients of gradients can be taken. */
  public static List<Tensor> recorded(Tensor output, Tensor... inputs) {
    return gradients(output, true, inputs);
  }

  /**
   * The value of a function and the gradient of the value's sum: for a function of independent
   * draws, the gradient of each draw's value. What the function makes on the way is freed.
   */
  public static ValueAndGradient valueAndGradient(UnaryOperator<Tensor> function, Tensor at) {
    try (Scope scope = Scope.open()) {
      Tensor x = track(at);
      Tensor value = function.apply(x);
      Tensor gradient = scope.keep(of(value, x).get(0));
      return new ValueAndGradient(scope.keep(stop(value)), gradient);
    }
  }

  private static List<Tensor> gradients(Tensor output, boolean record, Tensor... inputs) {
    requireRecording("gradient");
    Call.requireFloating("output", output);
    for (Tensor input : inputs) {
      Check.require(
          input.handle().requires_grad(),
          "inputs",
          "tracked tensors",
          input,
          "call Gradients.track first");
    }
    if (!output.handle().requires_grad()) {
      return Stream.of(inputs).map(Gradients::zeros).toList();
    }
    try (Scope scope = Scope.open();
        BoolOptional retain = new BoolOptional(true);
        TensorVector outputs = Native.vector(output.numElements() == 1 ? output : output.sum());
        TensorVector with = Native.vector(inputs);
        TensorVector seeds = new TensorVector();
        TensorVector found = torch.grad(outputs, with, seeds, retain, record, true)) {
      List<Tensor> result = new ArrayList<>();
      for (int i = 0; i < inputs.length; i++) {
        org.bytedeco.pytorch.Tensor gradient = found.get(i);
        result.add(
            scope.keep(
                gradient.defined()
                    ? Tensor.wrap(new org.bytedeco.pytorch.Tensor(gradient), inputs[i].dtype())
                    : zeros(inputs[i])));
      }
      return List.copyOf(result);
    } catch (RuntimeException e) {
      throw Native.failure("gradient", e, output.toString());
    }
  }

  private static Tensor zeros(Tensor like) {
    return Call.unary("zeros", like, t -> torch.zeros_like(t));
  }
}
