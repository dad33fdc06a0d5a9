package org.jeffreys.target;

import org.hipparchus.special.Gamma;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The density of Student's t distribution, element by element, whose squares never overflow: with a
 * = |z| / √ν, m = max(a, 1), q = min(a, 1) and ρ = q / m,
 *
 * <pre>{@code
 * log(1 + a²) = 2 log m + log(1 + ρ²)
 * a / (1 + a²) = ρ / (1 + ρ²)      a² / (1 + a²) = q² / (1 + ρ²)
 * }</pre>
 */
final class StudentTDensity {
  private final double degreesOfFreedom;
  private final double logConstant;

  StudentTDensity(double degreesOfFreedom) {
    this.degreesOfFreedom = degreesOfFreedom;
    this.logConstant =
        Gamma.logGamma((degreesOfFreedom + 1) / 2)
            - Gamma.logGamma(degreesOfFreedom / 2)
            - 0.5 * Math.log(degreesOfFreedom * Math.PI);
  }

  /** {@code log p(z)}. */
  Tensor logProb(Tensor z) {
    Tensor ratio = ratio(z);
    Tensor greater = ratio.clampMin(1);
    Tensor logOfSum =
        greater.log().mul(2).add(Special.log1p(ratio.clampMax(1).div(greater).square()));
    return logOfSum.mul(-0.5 * (degreesOfFreedom + 1)).add(logConstant);
  }

  /** {@code -d log p / dz = (ν + 1) z / (ν + z²)}. */
  Tensor pull(Tensor z) {
    Tensor ratio = ratio(z);
    Tensor inner = ratio.clampMax(1).div(ratio.clampMin(1));
    double factor = (degreesOfFreedom + 1) / Math.sqrt(degreesOfFreedom);
    return inner.div(inner.square().add(1)).mul(Special.sign(z)).mul(factor);
  }

  /** {@code z} times the {@link #pull}: {@code (ν + 1) z² / (ν + z²)}. */
  Tensor work(Tensor z) {
    Tensor ratio = ratio(z);
    Tensor lesser = ratio.clampMax(1);
    Tensor inner = lesser.div(ratio.clampMin(1));
    return lesser.square().div(inner.square().add(1)).mul(degreesOfFreedom + 1);
  }

  private Tensor ratio(Tensor z) {
    return z.abs().mul(1 / Math.sqrt(degreesOfFreedom));
  }

  /** {@code E[pull²]}. */
  double locationInformation() {
    return (degreesOfFreedom + 1) / (degreesOfFreedom + 3);
  }

  /** {@code E[(work - 1)²]}, of the logarithm of a scale. */
  double logScaleInformation() {
    return 2 * degreesOfFreedom / (degreesOfFreedom + 3);
  }
}
