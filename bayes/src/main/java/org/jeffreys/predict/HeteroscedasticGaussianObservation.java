package org.jeffreys.predict;

import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;

/**
 * An observation with normal noise whose scale is put out by the network, too: of 2 k outputs the
 * first k are the means, the others the logarithms of the scales, in units of {@code scale}.
 *
 * <pre>{@code
 * yⱼ ~ N(fⱼ, (scale e^(sⱼ))²)      outputs = (f₁ … fₖ, s₁ … sₖ)
 * }</pre>
 *
 * <p>The aleatoric part of the prediction then differs from row to row.
 *
 * @param scale σ₀, the noise where the network puts out s = 0
 */
public record HeteroscedasticGaussianObservation(double scale) implements ObservationModel {
  /** Checks the scale. */
  public HeteroscedasticGaussianObservation {
    Check.positive(scale, "scale");
  }

  /**
   * {@inheritDoc}
   *
   * @throws NumericalException if a scale or its square is no positive number: the logarithm lies
   *     beyond ±300
   */
  @Override
  public int numOutputs(Outputs outputs) {
    return LocationScale.numHalves(outputs, scale);
  }

  @Override
  public Components at(Outputs outputs, int row, int output) {
    return new NormalComponents(LocationScale.ofHalves(outputs, row, output, scale));
  }
}
