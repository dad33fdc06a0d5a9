package org.jeffreys.uncertainty;

/**
 * How well a score tells positives (anomalies, misclassified rows) from negatives.
 *
 * <pre>{@code
 * auroc = P(positive > negative) + ½ P(positive = negative)
 * aupr = Σ (recallᵢ - recallᵢ₋₁) precisionᵢ      over the different scores, from the greatest
 * }</pre>
 *
 * <p>All but the counts are NaN where there are no positives or no negatives. A score that is the
 * same everywhere has the auroc ½, the aupr of the share of positives, and a false positive rate of
 * 1.
 *
 * @param numPositives the number of positives
 * @param numNegatives the number of negatives
 * @param auroc the area under the curve of true against false positive rates; ties count half
 * @param aupr the average precision, with equal scores called together
 * @param auprNegative that of the negatives, found by small scores
 * @param fprAt95Tpr the least false positive rate at which 95 % of the positives are found
 * @source Hanley and McNeil (1982), The meaning and use of the area under a ROC curve; Hendrycks
 *     and Gimpel (2017), ICLR (both directions)
 */
public record Detection(
    int numPositives,
    int numNegatives,
    double auroc,
    double aupr,
    double auprNegative,
    double fprAt95Tpr) {

  /**
   * That of a score.
   *
   * @param scores one a row; greater is more positive
   * @throws IllegalArgumentException if there is no row, not one of each a row, or a NaN
   */
  public static Detection of(double[] scores, boolean[] positive) {
    Scores groups = Scores.ascending(scores, positive, "scores");
    boolean[] negative = new boolean[positive.length];
    for (int row = 0; row < negative.length; row++) {
      negative[row] = !positive[row];
    }
    int numPositives = groups.numMarked();
    int numNegatives = groups.numRows() - numPositives;
    if (numPositives == 0 || numNegatives == 0) {
      return new Detection(
          numPositives, numNegatives, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    return new Detection(
        numPositives,
        numNegatives,
        areaUnderRoc(groups, numPositives, numNegatives),
        averagePrecision(groups.reversed(), numPositives),
        averagePrecision(Scores.ascending(scores, negative, "scores"), numNegatives),
        RocCurve.of(scores, positive).falsePositiveRateAt(0.95));
  }

  /**
   * That of an uncertainty as a detector of wrong predictions.
   *
   * @param uncertainty one a row, greater is more uncertain
   */
  public static Detection ofErrors(double[] uncertainty, boolean[] correct) {
    boolean[] wrong = new boolean[correct.length];
    for (int row = 0; row < wrong.length; row++) {
      wrong[row] = !correct[row];
    }
    return of(uncertainty, wrong);
  }

  private static double areaUnderRoc(Scores groups, double numPositives, double numNegatives) {
    double below = 0;
    double sum = 0;
    for (int group = 0; group < groups.numGroups(); group++) {
      double negatives = groups.size(group) - groups.marked(group);
      sum += groups.marked(group) * (below + negatives / 2);
      below += negatives;
    }
    return sum / (numPositives * numNegatives);
  }

  private static double averagePrecision(Scores groups, double numMarked) {
    double found = 0;
    double called = 0;
    double sum = 0;
    for (int group = 0; group < groups.numGroups(); group++) {
      found += groups.marked(group);
      called += groups.size(group);
      sum += groups.marked(group) * found / called;
    }
    return sum / numMarked;
  }
}
