package org.jeffreys.table;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * How unlike the training rows a row is: its Mahalanobis distance from their centre, as the share
 * of training rows that are nearer.
 *
 * <pre>{@code
 * d²(x) = (x - m)ᵀ (S + λ I)⁻¹ (x - m)      λ = mean diagonal of S / 100
 * score = #{i : d(xᵢ) < d(x)} / n
 * }</pre>
 *
 * <p>It looks at the inputs only, so that it is the same for every method. 1 says that no training
 * row was as far out; it does not see a row in an empty place between clusters of training rows,
 * for which the epistemic uncertainty is.
 *
 * @param centre m, one number a feature
 * @param factor the lower Cholesky factor of S + λ I, row-major
 * @param distances squared, of training rows, sorted; at most 1,001 of them, evenly by rank
 * @source Mahalanobis (1936), Proc. Natl. Inst. Sci. India 2
 */
public record Novelty(Doubles centre, Doubles factor, Doubles distances) {
  private static final double RIDGE = 0.01;
  private static final int MOST_DISTANCES = 1001;

  /** Checks the sizes. */
  public Novelty {
    int width = centre.size();
    Check.require(
        factor.size() == width * width,
        "novelty.factor",
        width * width + " numbers",
        factor.size());
    Check.atLeast(distances.size(), 1, "novelty.distances");
  }

  /** Learns from the features of training rows. */
  static Novelty of(double[][] rows) {
    int width = rows[0].length;
    double[] centre = new double[width];
    for (double[] row : rows) {
      for (int j = 0; j < width; j++) {
        centre[j] += row[j] / rows.length;
      }
    }
    double[] factor = cholesky(covariance(rows, centre), width);
    Novelty whole = new Novelty(Doubles.of(centre), Doubles.of(factor), Doubles.of(0.0));
    double[] distances = Arrays.stream(rows).mapToDouble(whole::squaredDistance).sorted().toArray();
    return new Novelty(Doubles.of(centre), Doubles.of(factor), Doubles.of(thinned(distances)));
  }

  private static double[] thinned(double[] sorted) {
    if (sorted.length <= MOST_DISTANCES) {
      return sorted;
    }
    double[] kept = new double[MOST_DISTANCES];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = sorted[(int) ((long) i * (sorted.length - 1) / (MOST_DISTANCES - 1))];
    }
    return kept;
  }

  private static double[][] covariance(double[][] rows, double[] centre) {
    int width = centre.length;
    double[][] sum = new double[width][width];
    double[] difference = new double[width];
    for (double[] row : rows) {
      for (int j = 0; j < width; j++) {
        difference[j] = row[j] - centre[j];
      }
      for (int j = 0; j < width; j++) {
        for (int k = 0; k <= j; k++) {
          sum[j][k] += difference[j] * difference[k] / rows.length;
        }
      }
    }
    double trace = 0;
    for (int j = 0; j < width; j++) {
      trace += sum[j][j];
    }
    double ridge = trace > 0 ? RIDGE * trace / width : 1;
    for (int j = 0; j < width; j++) {
      sum[j][j] += ridge;
    }
    return sum;
  }

  private static double[] cholesky(double[][] lower, int width) {
    double[] factor = new double[width * width];
    for (int j = 0; j < width; j++) {
      for (int k = 0; k <= j; k++) {
        double rest = lower[j][k];
        for (int i = 0; i < k; i++) {
          rest -= factor[j * width + i] * factor[k * width + i];
        }
        factor[j * width + k] = j == k ? Math.sqrt(rest) : rest / factor[k * width + k];
      }
    }
    return factor;
  }

  private double squaredDistance(double[] row) {
    int width = centre.size();
    double[] solved = new double[width];
    double sum = 0;
    for (int j = 0; j < width; j++) {
      double rest = row[j] - centre.get(j);
      for (int k = 0; k < j; k++) {
        rest -= factor.get(j * width + k) * solved[k];
      }
      solved[j] = rest / factor.get(j * width + j);
      sum += solved[j] * solved[j];
    }
    return sum;
  }

  /** The share of training rows that are nearer to the centre, for each row of features. */
  Doubles scores(double[][] rows) {
    double[] sorted = distances.toArray();
    double[] scores = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      int place = Arrays.binarySearch(sorted, squaredDistance(rows[i]));
      int nearer = place >= 0 ? first(sorted, place) : -place - 1;
      scores[i] = (double) nearer / sorted.length;
    }
    return Doubles.of(scores);
  }

  private static int first(double[] sorted, int place) {
    int first = place;
    while (first > 0 && sorted[first - 1] == sorted[place]) {
      first--;
    }
    return first;
  }
}
