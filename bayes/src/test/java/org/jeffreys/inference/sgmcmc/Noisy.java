package org.jeffreys.inference.sgmcmc;

import org.jeffreys.data.Batch;
import org.jeffreys.data.Dataset;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/** Two independent normals of variances 1 and 1/4, whose gradients come with normal noise. */
record Noisy(double deviation, Dataset data) implements StochasticLogDensity {
  Noisy(double deviation) {
    this(deviation, Chains.density(2, x -> x).data());
  }

  private static Tensor precision() {
    return Tensor.of(new double[] {1, 4}, 2);
  }

  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public DType dtype() {
    return DType.FLOAT64;
  }

  @Override
  public Tensor logProb(Tensor position) {
    return position.square().mul(precision()).sum(1).mul(-0.5);
  }

  @Override
  public Tensor estimateGradient(Tensor position, Batch batch, Rng rng) {
    return position
        .mul(precision())
        .neg()
        .add(rng.normal(DType.FLOAT64, position.shape()), deviation);
  }
}
