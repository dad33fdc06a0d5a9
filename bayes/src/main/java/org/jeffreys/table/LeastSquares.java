package org.jeffreys.table;

import java.util.Arrays;
import java.util.List;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.DiagonalGaussianLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Ordinary least squares, as one draw of a network of one dense layer; of columns that depend on
 * each other, the solution of least norm. The noise is that of the training rows.
 *
 * <pre>{@code
 * W = (√w X)⁺ √w Y      σ² = Σ w (y - Wᵀx)² / Σ w      x with a 1 for the bias
 * }</pre>
 *
 * <p>In double precision: columns that depend on each other but for their rounding have great
 * coefficients.
 */
final class LeastSquares {
  /** Directions of less than this part of the greatest singular value are none. */
  private static final double RANK = 1e-10;

  /** A perfect fit still has a density. */
  private static final double LEAST_VARIANCE = 1e-12;

  private LeastSquares() {}

  /**
   * The model as a posterior, which the caller closes.
   *
   * @param weights how much each row counts
   * @shape features [n][inputs]; targets [n][outputs]; weights [n]
   */
  static Posterior fit(double[][] features, double[][] targets, double[] weights) {
    int inputs = features[0].length;
    int outputs = targets[0].length;
    try (Scope scope = Scope.open()) {
      Tensor x = withOne(features);
      Tensor y = TableFitting.matrix(targets);
      Tensor w = Tensor.of(weights, weights.length, 1);
      Tensor root = w.sqrt();
      Linalg.Qr qr = Linalg.qr(x.mul(root));
      Linalg.Svd svd = Linalg.svd(qr.r());
      Tensor inverses = Tensor.of(inverses(svd.values().toDoubles()), svd.values().size(0), 1);
      Tensor coordinates = svd.left().transpose(0, 1).matmul(qr.q().transpose(0, 1));
      Tensor solution =
          svd.right().transpose(0, 1).matmul(inverses.mul(coordinates.matmul(y.mul(root))));
      double total = Arrays.stream(weights).sum();
      Tensor squares = x.matmul(solution).sub(y).square().mul(w).sum(0);
      double[] variances = squares.toDoubles();
      Doubles scales =
          Doubles.of(
              Arrays.stream(variances).map(s -> Math.sqrt(Math.max(LEAST_VARIANCE, s / total))));
      NetworkModel model =
          new NetworkModel(
              Sequential.of(Shape.of(inputs), List.of(new Linear(inputs, outputs))),
              new DiagonalGaussianLikelihood(scales),
              DType.FLOAT64);
      // The layer's weights [in, out] and biases, and the logarithms of the scales beside the
      // likelihood's own.
      double[] flat = Arrays.copyOf(solution.toDoubles(), model.dimension());
      Tensor draw = Tensor.of(flat, 1, flat.length);
      Scope.release(draw);
      return new SampledPosterior(model, new Draws(draw, 1, null), null);
    }
  }

  private static Tensor withOne(double[][] features) {
    double[][] rows = new double[features.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOf(features[i], features[i].length + 1);
      rows[i][features[i].length] = 1;
    }
    return TableFitting.matrix(rows);
  }

  private static double[] inverses(double[] singularValues) {
    double least = RANK * Arrays.stream(singularValues).max().orElseThrow();
    return Arrays.stream(singularValues).map(value -> value > least ? 1 / value : 0).toArray();
  }
}
