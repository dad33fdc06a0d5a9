package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The ordered probit distribution: of a class among ordered ones.
 *
 * <pre>{@code
 * p(k) = Φ(c[k] - predictor) - Φ(c[k - 1] - predictor)      c[-1] = -∞, c[classes - 1] = ∞
 * }</pre>
 *
 * @param predictor greater ones make later classes likelier. @shape [batch…]
 * @param cutpoints c, in ascending order. @shape [batch…, classes - 1]
 */
public record OrderedProbit(Tensor predictor, Tensor cutpoints) implements Enumerable {
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
  private static final double CLOSE = 1e-3;

  /** Checks that there is an axis of cutpoints. */
  public OrderedProbit {
    Check.require(
        cutpoints.rank() > 0 && cutpoints.size(-1) > 0,
        "cutpoints",
        "shape [batch…, classes - 1]",
        cutpoints);
  }

  private Tensor logProbs() {
    Tensor above = cutpoints.sub(predictor.unsqueeze(-1));
    long last = above.size(-1) - 1;
    Tensor first = Special.logNormalCdf(above.narrow(-1, 0, 1));
    Tensor end = Special.logNormalCdf(above.narrow(-1, last, 1).neg());
    if (last == 0) {
      return Tensor.cat(-1, first, end);
    }
    Tensor upper = above.narrow(-1, 1, last);
    Tensor lower = above.narrow(-1, 0, last);
    return Tensor.cat(-1, first, between(lower, upper), end);
  }

  /** log(Φ(b) - Φ(a)) for a < b. */
  private static Tensor between(Tensor lower, Tensor upper) {
    // Φ(b) - Φ(a) = Φ(-a) - Φ(-b): the one of both lower tails keeps all digits.
    Tensor isUpperHalf = upper.add(lower).gt(0);
    Tensor more = Special.logNormalCdf(isUpperHalf.where(lower.neg(), upper));
    Tensor less = Special.logNormalCdf(isUpperHalf.where(upper.neg(), lower));
    // Close to one another it is the density of their middle times their distance.
    Tensor width = upper.sub(lower);
    Tensor middle = upper.add(lower).mul(0.5);
    Tensor isClose = width.mul(middle.abs().clampMin(1)).lt(CLOSE);
    Tensor apart = isClose.where(Tensor.full(width.dtype(), -1), less.sub(more));
    Tensor near = isClose.where(width, Tensor.full(width.dtype(), CLOSE));
    Tensor square = middle.square();
    Tensor curvature = Special.log1p(square.sub(1).mul(near.square()).div(24));
    Tensor density = near.log().sub(square.mul(0.5)).sub(HALF_LOG_TWO_PI);
    return isClose.where(density.add(curvature), more.add(LogFunctions.oneMinusExp(apart)));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(predictor, cutpoints.select(-1, 0));
  }

  @Override
  public Support support() {
    return Supports.integers(0, cutpoints.size(-1));
  }

  @Override
  public Tensor logProb(Tensor value) {
    return ClassIndices.pick(logProbs(), value);
  }

  @Override
  public Tensor values() {
    return Tensor.range(cutpoints.size(-1) + 1).to(cutpoints.dtype());
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return ClassIndices.sample(rng, Gradients.stop(logProbs()), shape);
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.finite("predictor", predictor);
    Parameters.finite("cutpoints", cutpoints);
    Tensor steps = OrderedBijector.steps(cutpoints);
    Parameters.require("cutpoints", "steps > 0 between neighbours", steps.gt(0), steps);
  }
}
