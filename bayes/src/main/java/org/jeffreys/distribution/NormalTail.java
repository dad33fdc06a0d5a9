package org.jeffreys.distribution;

import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/** The standard normal distribution by the logarithm of its distribution function. */
final class NormalTail {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
  private static final double FAR = -30;
  private static final int STEPS = 4;

  private NormalTail() {}

  /** The z of log Φ(z), without a gradient; all digits however far to the left. */
  static Tensor quantile(Tensor log) {
    Tensor near = Special.normalQuantile(log.clampMin(FAR).clampMax(-1e-16).exp());
    // log Φ(z) ≈ -z²/2 - log(-z) - log(2π)/2, twice put into itself.
    Tensor twice = log.clampMax(FAR).mul(-2).sub(LOG_TWO_PI);
    Tensor far = twice.sub(twice.log()).sqrt().neg();
    Tensor z = log.gt(FAR).where(near, far);
    for (int i = 0; i < STEPS; i++) {
      z = z.sub(Special.logNormalCdf(z).sub(log).mul(inverseHazard(z)));
    }
    return z;
  }

  /** Φ(z) / φ(z): the inverse of the derivative of log Φ. */
  static Tensor inverseHazard(Tensor z) {
    return Special.erfcx(z.mul(-Math.sqrt(0.5))).mul(Math.sqrt(Math.PI / 2));
  }
}
