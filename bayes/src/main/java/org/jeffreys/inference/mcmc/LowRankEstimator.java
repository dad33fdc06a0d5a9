package org.jeffreys.inference.mcmc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A diagonal and the directions that depart most from it, found from draws and from gradients, each
 * of which tells half: where draws reach far, gradients are small.
 *
 * <pre>{@code
 * dᵢ = √(sd(θᵢ) / sd(∇ᵢ))      X = D⁻¹ (θ - mean)      G = D (∇ - mean)
 * Σ = Q (A # B⁻¹) Qᵀ          A, B = covariances of Qᵀ X and Qᵀ G      Σ B Σ = A in the span of Q
 * }</pre>
 *
 * <p>The columns of Q span the 20 leading directions of X and of G; in their span Σ is the
 * geometric mean. Of its eigenvalues those are kept that lie outside [1/2, 2].
 *
 * @source Seyboldt, Carlson and Carpenter (2026), Preconditioning Hamiltonian Monte Carlo by
 *     minimizing Fisher divergence, arXiv:2603.18845
 */
final class LowRankEstimator implements MassEstimator {
  private static final int LEADING = 20;
  private static final double LEAST_LOG = Math.log(2);

  private final double[] scale;
  private final List<double[]> positions = new ArrayList<>();
  private final List<double[]> gradients = new ArrayList<>();

  LowRankEstimator(double[] scale) {
    this.scale = scale.clone();
  }

  @Override
  public void add(double[] position, double[] gradient) {
    positions.add(position.clone());
    gradients.add(gradient.clone());
  }

  @Override
  public MassMatrix estimate() {
    double[][] draws = centred(positions);
    double[][] slopes = centred(gradients);
    double[] unit = new double[scale.length];
    for (int i = 0; i < unit.length; i++) {
      double root = Math.sqrt(spread(draws, i, scale[i]) / spread(slopes, i, 1 / scale[i]));
      unit[i] = Double.isFinite(root) && root > 0 ? root : scale[i];
      for (int row = 0; row < draws.length; row++) {
        draws[row][i] /= unit[i];
        slopes[row][i] *= unit[i];
      }
    }
    try (Scope scope = Scope.open()) {
      return lowRank(unit, matrix(draws), matrix(slopes));
    }
  }

  private static double[][] centred(List<double[]> rows) {
    int dimension = rows.get(0).length;
    double[] mean = new double[dimension];
    for (double[] row : rows) {
      for (int i = 0; i < dimension; i++) {
        mean[i] += row[i] / rows.size();
      }
    }
    double[][] centred = new double[rows.size()][dimension];
    for (int k = 0; k < centred.length; k++) {
      for (int i = 0; i < dimension; i++) {
        centred[k][i] = rows.get(k)[i] - mean[i];
      }
    }
    return centred;
  }

  /** The standard deviation of a column, drawn towards a small multiple of a scale. */
  private static double spread(double[][] centred, int column, double scale) {
    double sum = 0;
    for (double[] row : centred) {
      sum += row[column] * row[column];
    }
    int count = centred.length;
    double variance = VarianceEstimator.shrunk(sum / Math.max(1, count - 1), count);
    return Math.sqrt(variance + VarianceEstimator.prior(scale, count));
  }

  private static Tensor matrix(double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return Tensor.of(flat, rows.length, rows[0].length);
  }

  private static MassMatrix lowRank(double[] unit, Tensor draws, Tensor slopes) {
    Tensor basis = basis(draws, slopes);
    Tensor a = covariance(draws.matmul(basis));
    Tensor b = covariance(slopes.matmul(basis));
    Tensor root = power(b, 0.5);
    Tensor inverseRoot = power(b, -0.5);
    Tensor middle = power(root.matmul(a).matmul(root), 0.5);
    Linalg.Eigen mean = Linalg.symmetricEigen(inverseRoot.matmul(middle).matmul(inverseRoot));
    double[] values = mean.values().toDoubles();
    Tensor directions = basis.matmul(mean.vectors());
    List<Integer> kept = new ArrayList<>();
    for (int k = 0; k < values.length; k++) {
      if (values[k] > 0 && Math.abs(Math.log(values[k])) > LEAST_LOG) {
        kept.add(k);
      }
    }
    double[] eigenvalues = kept.stream().mapToDouble(k -> values[k]).toArray();
    double[][] columns =
        kept.stream().map(k -> directions.select(1, k).toDoubles()).toArray(double[][]::new);
    return new LowRankMass(unit, eigenvalues, columns);
  }

  /** Orthonormal columns that span the leading directions of both. */
  private static Tensor basis(Tensor draws, Tensor slopes) {
    long dimension = draws.size(1);
    if (dimension <= 2 * LEADING) {
      return Tensor.eye(draws.dtype(), dimension);
    }
    return Linalg.qr(Tensor.cat(1, leading(draws), leading(slopes))).q();
  }

  private static Tensor leading(Tensor rows) {
    Tensor right = Linalg.svd(rows).right();
    return right.narrow(0, 0, Math.min(LEADING, right.size(0))).transpose(0, 1);
  }

  private static Tensor covariance(Tensor rows) {
    long count = rows.size(0);
    Tensor sum = rows.transpose(0, 1).matmul(rows);
    double factor = VarianceEstimator.shrunk(1.0 / Math.max(1, count - 1), count);
    Tensor prior = Tensor.eye(rows.dtype(), rows.size(1));
    return sum.mul(factor).add(prior, VarianceEstimator.prior(1, count));
  }

  private static Tensor power(Tensor symmetric, double exponent) {
    Linalg.Eigen eigen = Linalg.symmetricEigen(symmetric);
    Tensor powers = eigen.values().clampMin(1e-12).pow(exponent);
    return eigen.vectors().mul(powers).matmul(eigen.vectors().transpose(0, 1));
  }

  @Override
  public void restart() {
    positions.clear();
    gradients.clear();
  }

  @Override
  public double[] content() {
    return Stream.of(positions, gradients)
        .flatMap(List::stream)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  @Override
  public void restore(double[] content) {
    restart();
    int dimension = scale.length;
    int rows = content.length / dimension;
    for (int i = 0; i < rows; i++) {
      double[] row = Arrays.copyOfRange(content, i * dimension, (i + 1) * dimension);
      (i < rows / 2 ? positions : gradients).add(row);
    }
  }
}
