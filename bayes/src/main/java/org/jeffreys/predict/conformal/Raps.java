package org.jeffreys.predict.conformal;

import java.util.Arrays;
import java.util.Comparator;
import org.jeffreys.core.Check;

/**
 * Regularised adaptive prediction sets: {@link Aps} with a fine for each class beyond the first
 * few, against long tails of improbable classes. For many classes.
 *
 * <pre>{@code
 * Σ p(j) over the classes more probable than k + u p(k) + penalty max(rank of k - numFree, 0)
 * }</pre>
 *
 * @param penalty λ, at least 0
 * @param numFree how many classes are free of it, at least 0
 * @source Angelopoulos, Bates, Malik and Jordan (2021), Uncertainty sets for image classifiers
 *     using conformal prediction, ICLR, eq. 4 and theorem 1
 */
public record Raps(double penalty, int numFree) implements SetScore {

  /** Checks the fine. */
  public Raps {
    Check.nonNegative(penalty, "penalty");
    Check.atLeast(numFree, 0, "numFree");
  }

  @Override
  public boolean usesUniform() {
    return true;
  }

  @Override
  public double[] of(double[] probs, double uniform) {
    Check.unit(uniform, "uniform");
    Integer[] order = new Integer[probs.length];
    Arrays.setAll(order, k -> k);
    Arrays.sort(order, Comparator.comparingDouble(k -> -probs[k]));
    double[] scores = new double[probs.length];
    double before = 0;
    for (int rank = 1; rank <= order.length; rank++) {
      int k = order[rank - 1];
      scores[k] = before + uniform * probs[k] + penalty * Math.max(rank - numFree, 0);
      before += probs[k];
    }
    return scores;
  }
}
