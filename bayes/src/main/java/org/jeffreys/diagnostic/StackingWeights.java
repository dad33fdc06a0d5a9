package org.jeffreys.diagnostic;

import java.util.Arrays;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * The weights with which models predict best together.
 *
 * <pre>{@code
 * max over the simplex of f(w) = Σᵢ log Σₘ wₘ exp(elpdₘᵢ) / n
 * }</pre>
 *
 * <p>Found by moving weight from the model of the least slope to that of the greatest, as far as
 * helps, until no weights can be better by more than 1e-9 nats an observation: f(w*) - f(w) is at
 * most the greatest slope less 1.
 *
 * @source Yao, Vehtari, Simpson and Gelman (2018), Bayesian Analysis 13, eq. 4; the moves: Guélat
 *     and Marcotte (1986), Mathematical Programming 35, with pairs
 */
public final class StackingWeights {
  private static final double GAP_NATS = 1e-9;
  private static final int MOST_MOVES = 100_000;
  private static final int BISECTIONS = 60;

  private StackingWeights() {}

  /**
   * One weight a model.
   *
   * @param elpd of each model, the expected log density of each observation
   */
  public static Doubles of(List<Doubles> elpd) {
    Check.atLeast(elpd.size(), 1, "number of models");
    double[][] density = densities(elpd);
    double[] weights = new double[density.length];
    Arrays.fill(weights, 1.0 / weights.length);
    for (int move = 0; move < MOST_MOVES; move++) {
      double[] mixture = mixture(density, weights);
      double[] slopes = Arrays.stream(density).mapToDouble(one -> ratio(one, mixture)).toArray();
      int up = 0;
      int down = -1;
      for (int m = 0; m < weights.length; m++) {
        up = slopes[m] > slopes[up] ? m : up;
        down = weights[m] > 0 && (down < 0 || slopes[m] < slopes[down]) ? m : down;
      }
      if (slopes[up] - 1 <= GAP_NATS || up == down) {
        break;
      }
      double moved = best(density[up], density[down], mixture, weights[down]);
      weights[up] += moved;
      weights[down] = moved == weights[down] ? 0 : weights[down] - moved;
    }
    return Doubles.of(weights);
  }

  /** Densities relative to the best of each observation. */
  private static double[][] densities(List<Doubles> elpd) {
    int count = elpd.get(0).size();
    double[][] density = new double[elpd.size()][count];
    for (int i = 0; i < count; i++) {
      int observation = i;
      double best = elpd.stream().mapToDouble(one -> one.get(observation)).max().orElseThrow();
      for (int m = 0; m < density.length; m++) {
        density[m][i] = Math.exp(elpd.get(m).get(i) - Check.finite(best, "elpd"));
      }
    }
    return density;
  }

  private static double[] mixture(double[][] density, double[] weights) {
    double[] mixture = new double[density[0].length];
    for (int m = 0; m < weights.length; m++) {
      for (int i = 0; i < mixture.length; i++) {
        mixture[i] += weights[m] * density[m][i];
      }
    }
    return mixture;
  }

  private static double ratio(double[] density, double[] mixture) {
    double sum = 0;
    for (int i = 0; i < mixture.length; i++) {
      sum += density[i] / mixture[i];
    }
    return sum / mixture.length;
  }

  /** The weight in [0, most] whose move is best, where the slope along it is 0. */
  private static double best(double[] up, double[] down, double[] mixture, double most) {
    if (slope(up, down, mixture, most) >= 0) {
      return most;
    }
    double low = 0;
    double high = most;
    for (int k = 0; k < BISECTIONS; k++) {
      double middle = (low + high) / 2;
      if (slope(up, down, mixture, middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double slope(double[] up, double[] down, double[] mixture, double moved) {
    double sum = 0;
    for (int i = 0; i < mixture.length; i++) {
      double change = up[i] - down[i];
      sum += change == 0 ? 0 : change / (mixture[i] + moved * change);
    }
    return sum;
  }
}
