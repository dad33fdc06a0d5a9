package org.jeffreys.distribution;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The distribution of a bijector of a continuous random variable. Where the bijector maps more axes
 * together than the base's events have, the last axes of the base's batch become events.
 *
 * <pre>{@code
 * y = f(x), x ~ base      log p(y) = log base(x) - log |det ∂y/∂x|
 * }</pre>
 *
 * @param base of x
 * @param bijector f
 */
public record Transformed(Distribution base, Bijector bijector) implements Distribution {
  /**
   * A draw with its log density.
   *
   * @param value @shape [shape…, event…]
   * @param logProb @shape [shape…]
   */
  public record Drawn(Tensor value, Tensor logProb) {}

  /** Checks that there are axes enough. */
  public Transformed {
    Check.require(!base.support().isDiscrete(), "base", "a density", base.support());
    int needed = bijector.inverseEventRank() - base.eventShape().rank();
    Check.require(
        base.batchShape().rank() >= needed,
        "base",
        "events with at least " + bijector.inverseEventRank() + " axes",
        base.eventShape(),
        "make them with iid");
  }

  /** How many of the base's batch axes are axes of events. */
  private int taken() {
    return Math.max(0, bijector.inverseEventRank() - base.eventShape().rank());
  }

  @Override
  public Shape batchShape() {
    return Events.batch(base.batchShape().toArray(), taken());
  }

  private Shape takenShape() {
    long[] batch = base.batchShape().toArray();
    return Shape.of(Arrays.copyOfRange(batch, batch.length - taken(), batch.length));
  }

  @Override
  public Shape eventShape() {
    return bijector.forwardShape(base.eventShape().prepend(takenShape().toArray()));
  }

  @Override
  public Support support() {
    Bijector whole = fromReals();
    String text = "what " + bijector.getClass().getSimpleName() + " makes of " + base.support();
    return new Support(text, whole.eventRank(), y -> contains(y, whole.eventRank()), whole);
  }

  private Bijector fromReals() {
    return ComposeBijector.of(
        Check.present(base.support().bijector(), "base's bijector"), bijector);
  }

  private Tensor contains(Tensor y, int eventRank) {
    Tensor inside = base.support().contains(bijector.inverse(y)).to(DType.FLOAT64);
    int axes = inside.rank() - (y.rank() - eventRank);
    long[] last = new long[axes];
    Arrays.setAll(last, i -> -1 - i);
    return (axes == 0 ? inside : inside.min(last)).gt(0.5);
  }

  @Override
  public Tensor logProb(Tensor value) {
    Shape event = eventShape();
    Bijector whole = fromReals();
    Tensor middle = Tensor.zeros(value.dtype(), whole.inverseShape(event).toArray());
    return Events.density(
        contains(Gradients.stop(value), event.rank()),
        value,
        whole.forward(middle),
        this::logProbInside);
  }

  @Override
  public Tensor logProbInside(Tensor value) {
    Tensor x = bijector.inverse(value);
    return density(x, bijector.logDeterminant(x, value));
  }

  private Tensor density(Tensor x, Tensor logDeterminant) {
    Tensor own = Independent.lastSummed(base.logProbInside(x), taken());
    int axes = eventShape().rank() - bijector.eventRank();
    return own.sub(Independent.lastSummed(logDeterminant, axes));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return bijector.forward(drawBase(rng, shape));
  }

  private Tensor drawBase(Rng rng, Shape shape) {
    return base.sample(rng, Shape.of(Events.append(shape, takenShape().toArray())));
  }

  /** Draws with their log densities, without an inverse: what guides need of a flow. */
  public Drawn draw(Rng rng, Shape shape) {
    Tensor x = drawBase(rng, shape);
    Bijector.Pushed pushed = bijector.pushed(x);
    return new Drawn(pushed.value(), density(x, pushed.logDeterminant()));
  }

  @Override
  public boolean isReparameterised() {
    return base.isReparameterised();
  }

  @Override
  public void check() {
    base.check();
  }
}
