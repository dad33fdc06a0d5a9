package org.jeffreys.cli.table;

import java.util.Arrays;

/**
 * A mean over folds; folds in which a number is not defined are left out.
 *
 * @param value NaN of none
 * @param standardError that of the mean through the choice of folds; NaN of one
 */
record FoldMean(double value, double standardError) {
  static FoldMean of(double... folds) {
    double[] defined = Arrays.stream(folds).filter(each -> !Double.isNaN(each)).toArray();
    int n = defined.length;
    double mean = Arrays.stream(defined).sum() / n;
    double squares = Arrays.stream(defined).map(each -> (each - mean) * (each - mean)).sum();
    return new FoldMean(mean, n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n));
  }
}
