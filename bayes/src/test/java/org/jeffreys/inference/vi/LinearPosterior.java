package org.jeffreys.inference.vi;

import java.util.Random;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The conjugate case: one dense layer of two correlated inputs, whose posterior is normal.
 *
 * <pre>{@code
 * A = XᵀX / σ² + P      m = A⁻¹ Xᵀy / σ²      X with a column of ones for the bias
 * }</pre>
 */
record LinearPosterior(Dataset data, SupervisedTarget target, Tensor design)
    implements AutoCloseable {
  static final int SIZE = 13;
  static final int DIMENSION = 3;
  private static final double NOISE = 0.7;
  private static final double[] SCALES = {1.5, 1.5, 0.9};

  static LinearPosterior make() {
    return make(null);
  }

  /** With examples that all weigh the same, or 1 if null. */
  static LinearPosterior make(@Nullable Double weight) {
    Random random = new Random(21);
    double[] inputs = new double[SIZE * 2];
    double[] design = new double[SIZE * DIMENSION];
    double[] targets = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double first = random.nextGaussian();
      double second = 0.8 * first + 0.5 * random.nextGaussian();
      inputs[2 * i] = first;
      inputs[2 * i + 1] = second;
      design[3 * i] = first;
      design[3 * i + 1] = second;
      design[3 * i + 2] = 1;
      targets[i] = 0.8 * first - 0.4 * second + 1 + NOISE * random.nextGaussian();
    }
    Dataset data =
        new Dataset(
            Tensor.of(inputs, SIZE, 2),
            Tensor.of(targets, SIZE, 1),
            weight == null ? null : Tensor.full(DType.FLOAT64, weight, SIZE));
    NormalPrior prior = NormalPrior.isotropic(SCALES[0]).with("0.bias", SCALES[2]);
    return new LinearPosterior(
        data,
        new SupervisedTarget(
            Sequential.dense(Activation.RELU, 2, 1), GaussianLikelihood.fixed(NOISE), prior, data),
        Tensor.of(design, SIZE, DIMENSION));
  }

  /** XᵀX / σ². */
  Tensor information() {
    return design.transpose(0, 1).matmul(design).div(NOISE * NOISE);
  }

  /** Xᵀy / σ². @shape [dimension, 1] */
  Tensor response() {
    return design.transpose(0, 1).matmul(data.targets()).div(NOISE * NOISE);
  }

  Tensor precision() {
    Tensor scales = Tensor.of(SCALES, DIMENSION);
    return information().add(Linalg.diagonalMatrix(scales.pow(-2)));
  }

  Tensor covariance() {
    return Linalg.inverse(precision());
  }

  double[] mean() {
    return Linalg.solve(precision(), response()).toDoubles();
  }

  /** 1 / √Aᵢᵢ: the standard deviations that the mean field finds. */
  double[] conditionalScales() {
    return Linalg.diagonal(precision()).pow(-0.5).toDoubles();
  }

  /** √(A⁻¹)ᵢᵢ. */
  double[] marginalScales() {
    return Linalg.diagonal(covariance()).sqrt().toDoubles();
  }

  /** log p(D) = log p(D, θ) - log p(θ | D), at θ = m. */
  double logEvidence() {
    double logDeterminant = Linalg.logDeterminant(precision()).logAbs().item();
    double logPosterior = 0.5 * (logDeterminant - DIMENSION * Math.log(2 * Math.PI));
    return target.logProb(Tensor.of(mean(), 1, DIMENSION)).item() - logPosterior;
  }

  @Override
  public void close() {
    target.close();
    data.close();
  }
}
