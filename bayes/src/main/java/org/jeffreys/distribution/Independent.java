package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Values of one distribution side by side, as one event.
 *
 * <pre>{@code
 * log p(x) = Σᵢ log p(xᵢ)
 * }</pre>
 *
 * @param each whose last batch axes broadcast to the sizes
 * @param sizes of the axes in front of the event's
 */
public record Independent(Distribution each, Shape sizes) implements Distribution {
  /** Checks that the sizes fit. */
  public Independent {
    Shape batch = each.batchShape();
    int shared = Math.min(batch.rank(), sizes.rank());
    for (int i = 1; i <= shared; i++) {
      long own = batch.size(batch.rank() - i);
      long wanted = sizes.size(sizes.rank() - i);
      Check.require(
          own == 1 || own == wanted, "iid", "parameters that broadcast to " + sizes, batch);
    }
  }

  @Override
  public Shape batchShape() {
    long[] batch = each.batchShape().toArray();
    int kept = Math.max(0, batch.length - sizes.rank());
    return Shape.of(java.util.Arrays.copyOf(batch, kept));
  }

  @Override
  public Shape eventShape() {
    return each.eventShape().prepend(sizes.toArray());
  }

  @Override
  public Support support() {
    return each.support();
  }

  @Override
  public Tensor logProb(Tensor value) {
    return lastSummed(each.logProb(value), sizes.rank());
  }

  @Override
  public Tensor logProbInside(Tensor value) {
    return lastSummed(each.logProbInside(value), sizes.rank());
  }

  /** The sum over the last axes. */
  static Tensor lastSummed(Tensor tensor, int count) {
    if (count == 0) {
      return tensor;
    }
    long[] axes = new long[count];
    for (int i = 0; i < count; i++) {
      axes[i] = (long) tensor.rank() - count + i;
    }
    return tensor.sum(axes);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    long[] outer = shape.toArray();
    return each.sample(rng, sizes.prepend(outer));
  }

  @Override
  public boolean isReparameterised() {
    return each.isReparameterised();
  }

  @Override
  public void check() {
    each.check();
  }
}
