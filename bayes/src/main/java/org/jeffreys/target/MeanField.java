package org.jeffreys.target;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Independent normal distributions: {@code θ = μ + σ ∘ ε}.
 *
 * <p>Of a normal posterior with precision matrix A it finds the exact mean and the standard
 * deviations 1/√Aᵢᵢ, those given all other coordinates: too narrow where coordinates are
 * correlated.
 *
 * @source Blundell et al. (2015), arXiv:1505.05424, section 3.2; ρ is log σ here
 */
public record MeanField() implements Guide {
  @Override
  public int numCorrelations(int dimension) {
    return 0;
  }

  @Override
  public int numNoise(int dimension) {
    return dimension;
  }

  @Override
  public Tensor startCorrelations(Tensor location, Rng rng) {
    return Tensor.empty(location.dtype(), location.size(0), 0);
  }

  @Override
  public @Nullable Correlation correlation(Tensor correlations, int dimension) {
    return null;
  }
}
