package org.jeffreys;

import java.util.Random;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Tensor;

/**
 * A linear model of two inputs and a bias, whose posterior is normal.
 *
 * <pre>{@code
 * A = Xᵀ W X / σ² + P      m = A⁻¹ Xᵀ W y / σ²      X with a column of ones, W the weights
 * }</pre>
 */
public record LinearModel(
    Dataset data, SupervisedTarget target, Tensor design, Tensor response, Tensor weights)
    implements AutoCloseable {
  /** The number of examples, n. */
  public static final int SIZE = 11;

  /** σ. */
  public static final double NOISE = 0.7;

  /** Examples that weigh the same, or between 0 and 3. */
  public static LinearModel of(boolean weighted) {
    Random random = new Random(21);
    double[] inputs = new double[SIZE * 2];
    double[] design = new double[SIZE * 3];
    double[] response = new double[SIZE];
    double[] weights = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double first = random.nextGaussian();
      double second = 0.7 * first + 0.6 * random.nextGaussian();
      response[i] = 0.8 * first - 0.4 * second + 1 + NOISE * random.nextGaussian();
      weights[i] = weighted ? i % 4 : 1;
      System.arraycopy(new double[] {first, second}, 0, inputs, 2 * i, 2);
      System.arraycopy(new double[] {first, second, 1}, 0, design, 3 * i, 3);
    }
    Tensor each = Tensor.of(weights, SIZE);
    Dataset data =
        new Dataset(
            Tensor.of(inputs, SIZE, 2), Tensor.of(response, SIZE, 1), weighted ? each : null);
    return new LinearModel(
        data,
        new SupervisedTarget(
            Sequential.dense(Activation.RELU, 2, 1),
            GaussianLikelihood.fixed(NOISE),
            NormalPrior.isotropic(1.5).with("0.bias", 0.9),
            data),
        Tensor.of(design, SIZE, 3),
        Tensor.of(response, SIZE, 1),
        each);
  }

  /** P. */
  public Tensor priorPrecision() {
    return Linalg.diagonalMatrix(Tensor.of(new double[] {1 / 2.25, 1 / 2.25, 1 / 0.81}, 3));
  }

  private Tensor weighted() {
    return design.mul(weights.unsqueeze(1)).transpose(0, 1).div(NOISE * NOISE);
  }

  /** A. */
  public Tensor precision() {
    return weighted().matmul(design).add(priorPrecision());
  }

  /** m. @shape [3, 1] */
  public Tensor mean() {
    return Linalg.solve(precision(), weighted().matmul(response));
  }

  /**
   * The covariance that the gradient of the log density has at θ over one example drawn at random,
   * scaled to all: {@code n² Covᵢ xᵢ (yᵢ - xᵢᵀθ) / σ²}, on average over θ ~ N(m, spread).
   */
  public Tensor gradientNoise(Tensor spread) {
    Tensor residual = response.sub(design.matmul(mean()));
    Tensor squares = design.matmul(spread).mul(design).sumKeep(1).add(residual.square());
    Tensor transposed = design.transpose(0, 1);
    Tensor each = transposed.matmul(design.mul(squares)).div(SIZE);
    Tensor second = transposed.matmul(design).div(SIZE);
    Tensor cross = transposed.matmul(residual).div(SIZE);
    Tensor common = cross.matmul(cross.transpose(0, 1)).add(second.matmul(spread).matmul(second));
    return each.sub(common).mul(SIZE * SIZE / Math.pow(NOISE, 4));
  }

  @Override
  public void close() {
    target.close();
    data.close();
  }
}
