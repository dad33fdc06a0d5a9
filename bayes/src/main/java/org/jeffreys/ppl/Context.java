package org.jeffreys.ppl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jeffreys.core.Check;
import org.jeffreys.distribution.Distribution;
import org.jeffreys.distribution.Support;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a program speaks to: it names random variables, observations, plates and terms.
 *
 * <p>Values have the shape {@code [draws, plates outermost first, 1 for deeper ones…, event…]}.
 */
public final class Context {
  /** Which repetitions of a plate are looked at. */
  interface Subsampling {
    /** The indices of rows. @shape [count], int64 */
    Tensor indices(String plate, long size, long count);
  }

  private final Handler.Next next;
  private final Shared shared;

  /** What the contexts of a run have in common. */
  private static final class Shared {
    private final Axes axes;
    private final DType dtype;
    private final Subsampling subsampling;
    private final Deque<Plate> open = new ArrayDeque<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Long> sizes = new HashMap<>();

    Shared(Axes axes, DType dtype, Subsampling subsampling) {
      this.axes = axes;
      this.dtype = dtype;
      this.subsampling = subsampling;
    }
  }

  private Context(Handler.Next next, Shared shared) {
    this.next = next;
    this.shared = shared;
  }

  static Context of(Handler.Next interpreter, Axes axes, DType dtype, Subsampling subsampling) {
    return new Context(interpreter, new Shared(axes, dtype, subsampling));
  }

  Context with(Handler handler) {
    Handler.Next outer = next;
    return new Context(site -> handler.at(site, outer), shared);
  }

  /** The type of all sites. */
  public DType dtype() {
    return shared.dtype;
  }

  /** A number as a tensor of the sites' type. */
  public Tensor number(double value) {
    return Tensor.full(shared.dtype, value);
  }

  /** A random variable. @shape [draws, plates…, event…] */
  public Tensor sample(String name, Distribution distribution) {
    return at(name, Site.Kind.LATENT, distribution, null, null);
  }

  /**
   * A random variable whose value is known.
   *
   * @param value @shape what broadcasts with [draws, plates…, event…]; see {@link Plate#rows}
   */
  public Tensor observe(String name, Distribution distribution, Tensor value) {
    return at(name, Site.Kind.OBSERVED, distribution, value, null);
  }

  /** A value to be kept with the draws. */
  public Tensor deterministic(String name, Tensor value) {
    return at(name, Site.Kind.DETERMINISTIC, null, value, null);
  }

  /** A term of the log density. @shape what broadcasts with [draws, plates…] */
  public void factor(String name, Tensor logProb) {
    at(name, Site.Kind.FACTOR, null, logProb, null);
  }

  /**
   * Numbers to be learnt, that have no density: those of a guide, or of a model without priors.
   *
   * @param start the first value, without an axis of draws
   */
  public Tensor param(String name, Tensor start, Support support) {
    return at(name, Site.Kind.PARAMETER, null, start, support);
  }

  /** Independent repetitions, to be closed. */
  public Plate plate(String name, long size) {
    return plate(name, size, size);
  }

  /**
   * Independent repetitions of which some are looked at, others in each run.
   *
   * @param count how many, at most {@code size}
   */
  public Plate plate(String name, long size, long count) {
    Check.atLeast(size, 1, "plate " + name);
    Check.require(count >= 1 && count <= size, "plate " + name, "1 to " + size + " rows", count);
    int depth = shared.open.size();
    if (depth >= shared.axes.nesting()) {
      throw new TooDeep(depth + 1);
    }
    for (Plate other : shared.open) {
      Check.require(!other.name().equals(name), "plate " + name, "a plate that is not open", name);
    }
    long before = shared.sizes.merge(name, size, (old, now) -> old);
    Check.require(
        before == size,
        "plate " + name,
        "a size of " + before + ", as where it was opened before",
        size,
        "give it a name of its own");
    @Nullable Tensor indices = count == size ? null : shared.subsampling.indices(name, size, count);
    Plate plate = new Plate(name, size, indices, depth, shared.axes, () -> close(name));
    shared.open.push(plate);
    return plate;
  }

  private void close(String name) {
    Plate top = shared.open.peek();
    Check.require(
        top != null && top.name().equals(name),
        "plate " + name,
        "the innermost plate to be closed first",
        top == null ? "none open" : top.name());
    shared.open.pop();
  }

  private Tensor at(
      String name,
      Site.Kind kind,
      @Nullable Distribution distribution,
      @Nullable Tensor value,
      @Nullable Support support) {
    Check.require(
        shared.names.add(name), "site " + name, "a name of its own", "a second site " + name);
    List<Plate> plates = new ArrayList<>(shared.open);
    java.util.Collections.reverse(plates);
    double factor = 1;
    for (Plate plate : plates) {
      factor *= plate.factor();
    }
    Shape place = shared.axes.of(plates);
    return next.at(new Site(name, kind, distribution, value, support, plates, place, factor, null));
  }

  /** A plate within more others than the run has axes for: it is run again with more. */
  static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int nesting;

    TooDeep(int nesting) {
      super("plates " + nesting + " deep", null, false, false);
      this.nesting = nesting;
    }

    int nesting() {
      return nesting;
    }
  }
}
