package org.jeffreys.target;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A family of normal distributions over a flat vector: approximate posteriors. Data; the parameters
 * are a flat vector of their own.
 *
 * <pre>{@code
 * θ = μ + σ ∘ z      σ = e^ρ, z = ε + B η, parameters φ = [μ, ρ, B]
 * }</pre>
 *
 * <p>What correlates coordinates, B, is in units of the scales σ, so that one learning rate suits
 * all of φ. ε is standard normal; what B and η are is the family's.
 */
public sealed interface Guide permits MeanField, FullCovariance, LowRank {
  /** The length of B, for vectors of the given length. */
  int numCorrelations(int dimension);

  /** The length of the noise of one draw. */
  int numNoise(int dimension);

  /**
   * The values of B to start from.
   *
   * @return @shape [chains, number of correlations]
   */
  Tensor startCorrelations(Tensor location, Rng rng);

  /** What the correlations do; null where there are none. */
  @Nullable Correlation correlation(Tensor correlations, int dimension);

  /** The length of φ, for vectors of the given length. */
  default int numParameters(int dimension) {
    return Math.addExact(2 * dimension, numCorrelations(dimension));
  }

  /**
   * Parameters to start from.
   *
   * @param location μ, @shape [chains, dimension]
   * @param scale σ, which broadcasts to that
   * @param rng one stream a chain
   * @return φ, @shape [chains, number of parameters]
   */
  default Tensor start(Tensor location, Tensor scale, Rng rng) {
    Tensor logScale = scale.log().expand(location.shape());
    return Tensor.cat(1, location, logScale, startCorrelations(location, rng));
  }

  /**
   * The distribution of given parameters.
   *
   * @param parameters φ, @shape [chains, number of parameters]; read, not copied
   * @param dimension the length of θ
   */
  default Approximation at(Tensor parameters, int dimension) {
    int expected = numParameters(dimension);
    if (parameters.rank() != 2 || parameters.size(1) != expected) {
      throw Check.failure("parameters", "shape [chains, " + expected + "]", parameters);
    }
    int count = numCorrelations(dimension);
    return new Approximation(
        parameters,
        dimension,
        count == 0 ? null : correlation(parameters.narrow(1, 2L * dimension, count), dimension));
  }
}
