package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A probability distribution, or a stack of independent ones. Parameters are tensors that broadcast
 * with one another and with values; axes outermost first are those of the stack, the batch, and
 * then those of one value, the event.
 *
 * <pre>{@code
 * new Normal(loc, scale).logProb(value)      loc [3, 1], scale [4], value [3, 4]: result [3, 4]
 * }</pre>
 *
 * <p>Densities are exact in the tails, never branch on the values of tensors, and are
 * differentiable in parameters and values where they are smooth. {@link #check} looks at parameters
 * once; other methods take them as they are.
 */
public interface Distribution {
  /** What parameters broadcast to, without the axes of an event. */
  Shape batchShape();

  /** The shape of one value; empty for numbers. */
  default Shape eventShape() {
    return Shape.of();
  }

  /** Where values lie. */
  Support support();

  /**
   * The logarithm of the density or of the probability; minus infinity outside of the support.
   *
   * @param value @shape what broadcasts with [batch…], event…
   * @return @shape [batch…] broadcast with the value's
   */
  Tensor logProb(Tensor value);

  /**
   * As {@link #logProb}, of values that are known to lie in the support, such as those that a
   * bijector gave: nothing is asked about them.
   */
  default Tensor logProbInside(Tensor value) {
    return logProb(value);
  }

  /**
   * Draws, independent along all axes. Their derivatives by the parameters are recorded where
   * {@link #isReparameterised}.
   *
   * @param shape that the batch broadcasts to; axis 0 is the chain unless {@code rng} has one
   *     stream
   * @return @shape [shape…, event…]
   */
  Tensor sample(Rng rng, Shape shape);

  /** Whether draws are differentiable functions of the parameters. */
  boolean isReparameterised();

  /**
   * Checks the parameters' values.
   *
   * @throws IllegalArgumentException naming one that is out of range
   */
  void check();

  /** Such values side by side, independent: an event with more axes in front. */
  default Distribution iid(long... sizes) {
    Check.atLeast(sizes.length, 1, "axes");
    return new Independent(this, Shape.of(sizes));
  }
}
