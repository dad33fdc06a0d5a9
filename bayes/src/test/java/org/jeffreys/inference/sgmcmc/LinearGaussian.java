package org.jeffreys.inference.sgmcmc;

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

/**
 * The conjugate case: one dense layer of two inputs, whose posterior is normal.
 *
 * <pre>{@code
 * A = XᵀX / σ² + P      m = A⁻¹ Xᵀy / σ²      X with a column of ones for the bias
 * }</pre>
 */
public record LinearGaussian(Dataset data, SupervisedTarget target, Tensor design, Tensor response)
    implements AutoCloseable {
  public static final int SIZE = 12;
  private static final double NOISE = 0.7;

  public static LinearGaussian make() {
    Random random = new Random(21);
    double[][] inputs = new double[SIZE][];
    double[][] targets = new double[SIZE][];
    double[] design = new double[SIZE * 3];
    double[] response = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double first = random.nextGaussian();
      inputs[i] = new double[] {first, 0.7 * first + 0.6 * random.nextGaussian()};
      response[i] = 0.8 * inputs[i][0] - 0.4 * inputs[i][1] + 1 + NOISE * random.nextGaussian();
      targets[i] = new double[] {response[i]};
      System.arraycopy(new double[] {inputs[i][0], inputs[i][1], 1}, 0, design, 3 * i, 3);
    }
    Dataset data = Dataset.of(DType.FLOAT64, inputs, targets);
    return new LinearGaussian(
        data,
        new SupervisedTarget(
            Sequential.dense(Activation.RELU, 2, 1),
            GaussianLikelihood.fixed(NOISE),
            NormalPrior.isotropic(1.5).with("0.bias", 0.9),
            data),
        Tensor.of(design, SIZE, 3),
        Tensor.of(response, SIZE, 1));
  }

  public Tensor precision() {
    Tensor prior = Tensor.of(new double[] {1 / 2.25, 1 / 2.25, 1 / 0.81}, 3);
    return design
        .transpose(0, 1)
        .matmul(design)
        .div(NOISE * NOISE)
        .add(Linalg.diagonalMatrix(prior));
  }

  public Tensor mean() {
    return Linalg.solve(precision(), design.transpose(0, 1).matmul(response).div(NOISE * NOISE));
  }

  /** Σ = 2 (2 A - ε A²)⁻¹: where SGLD with full gradients settles. */
  public Tensor covarianceAt(double stepSize) {
    Tensor precision = precision();
    return Linalg.inverse(precision.mul(2).sub(precision.matmul(precision).mul(stepSize))).mul(2);
  }

  /**
   * Where SGLD settles with batches of b drawn with replacement: the fixed point of
   *
   * <pre>{@code
   * Σ = (I - εA) Σ (I - εA) + 2 ε I + ε² n²/b E[Covᵢ gᵢ(θ)]      gᵢ(θ) = xᵢ (yᵢ - xᵢᵀθ) / σ²
   * }</pre>
   */
  public Tensor covarianceAt(double stepSize, int batch) {
    Tensor contraction = Tensor.eye(DType.FLOAT64, 3).sub(precision().mul(stepSize));
    Tensor covariance = covarianceAt(stepSize);
    for (int k = 0; k < 2000; k++) {
      Tensor noise = gradientNoise(covariance, batch);
      covariance =
          contraction
              .matmul(covariance)
              .matmul(contraction)
              .add(Tensor.eye(DType.FLOAT64, 3), 2 * stepSize)
              .add(noise, stepSize * stepSize);
    }
    return covariance;
  }

  /** {@code n²/b E[Covᵢ gᵢ(θ)]} for θ of the posterior's mean and a given covariance. */
  Tensor gradientNoise(Tensor covariance, int batch) {
    Tensor residual = response.sub(design.matmul(mean()));
    Tensor transposed = design.transpose(0, 1);
    Tensor second = transposed.matmul(design).div(SIZE);
    Tensor cross = transposed.matmul(residual).div(SIZE);
    Tensor spread = design.matmul(covariance).mul(design).sumKeep(1).add(residual.square());
    Tensor each = transposed.matmul(design.mul(spread)).div(SIZE);
    Tensor common =
        cross.matmul(cross.transpose(0, 1)).add(second.matmul(covariance).matmul(second));
    return each.sub(common).mul(1 / Math.pow(NOISE, 4) * SIZE * SIZE / batch);
  }

  public static double[][] rows(Tensor matrix) {
    double[][] rows = new double[(int) matrix.size(0)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = matrix.select(0, i).toDoubles();
    }
    return rows;
  }

  @Override
  public void close() {
    target.close();
    data.close();
  }
}
