package org.jeffreys.predict;

import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;

/**
 * An observation with noise of Student's t distribution whose scale is put out by the network, too:
 * of 2 k outputs the first k are the locations, the others the logarithms of the scales, in units
 * of {@code scale}.
 *
 * <pre>{@code
 * yⱼ = fⱼ + scale e^(sⱼ) t      t ~ Student(ν)      outputs = (f₁ … fₖ, s₁ … sₖ)
 * }</pre>
 *
 * @param degreesOfFreedom ν, greater than 2: noise has a variance
 * @param scale σ₀, the scale where the network puts out s = 0
 */
public record HeteroscedasticStudentTObservation(double degreesOfFreedom, double scale)
    implements ObservationModel {
  /** Checks the numbers. */
  public HeteroscedasticStudentTObservation {
    StudentTObservation.requireVariance(degreesOfFreedom);
    Check.positive(scale, "scale");
  }

  /**
   * {@inheritDoc}
   *
   * @throws NumericalException if the logarithm of a scale lies beyond ±300
   */
  @Override
  public int numOutputs(Outputs outputs) {
    return LocationScale.numHalves(outputs, scale);
  }

  @Override
  public Components at(Outputs outputs, int row, int output) {
    return new StudentTComponents(
        new StudentT(degreesOfFreedom), LocationScale.ofHalves(outputs, row, output, scale));
  }
}
