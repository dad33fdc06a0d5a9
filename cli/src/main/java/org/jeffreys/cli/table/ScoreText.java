package org.jeffreys.cli.table;

import static org.jeffreys.cli.report.NumberText.percent;
import static org.jeffreys.cli.report.NumberText.significant;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jeffreys.table.TableScore;

/** Scores as people read them. */
final class ScoreText {
  private static final String UNDEFINED = "\u2013";
  private static final int DIGITS = 4;
  private static final int MEAN_DIGITS = 3;
  private static final int MOST_DECIMALS = 6;

  private ScoreText() {}

  /** Shares in percent, other scores with four digits. */
  static String value(TableScore score, double value) {
    if (Double.isNaN(value)) {
      return UNDEFINED;
    }
    return isShare(score) ? percent(value, 1) : significant(value, DIGITS);
  }

  /** A mean with its standard error, such as {@code 4.46 ± 0.11}. */
  static String mean(TableScore score, FoldMean mean) {
    if (!isShare(score) || !Double.isFinite(mean.value())) {
      return mean(mean);
    }
    return Double.isNaN(mean.standardError())
        ? percent(mean.value(), 1)
        : String.format(
            Locale.ROOT, "%.1f ± %.1f %%", 100 * mean.value(), 100 * mean.standardError());
  }

  /** A mean with its standard error: two digits of the error, and no more of the mean. */
  static String mean(FoldMean mean) {
    double error = mean.standardError();
    if (Double.isNaN(mean.value())) {
      return UNDEFINED;
    }
    if (!Double.isFinite(mean.value()) || !(error > 0 && error < Double.POSITIVE_INFINITY)) {
      return significant(mean.value(), MEAN_DIGITS);
    }
    int decimals = Math.max(0, Math.min(MOST_DECIMALS, 1 - (int) Math.floor(Math.log10(error))));
    String form = "%." + decimals + "f";
    String text = String.format(Locale.ROOT, form + " ± " + form, mean.value(), error);
    return text.matches("-0\\.?0* .*") ? text.substring(1) : text;
  }

  /** A mean with as many digits as its standard error leaves. */
  static String rounded(TableScore score, FoldMean mean) {
    return isShare(score) ? value(score, mean.value()) : mean(mean).replaceAll(" ± .*", "");
  }

  /** The scores of a comparison's one table, for what is predicted. */
  static List<TableScore> shown(ComparisonTable table) {
    return Stream.of(
            TableScore.ACCURACY,
            TableScore.RMSE,
            TableScore.NLL,
            TableScore.NLL_CALIBRATED,
            TableScore.BRIER,
            TableScore.CRPS,
            TableScore.INTERVAL_SCORE_90,
            TableScore.COVERAGE_90,
            TableScore.COVERAGE_90_CALIBRATED,
            TableScore.ECE,
            TableScore.ECE_CALIBRATED,
            TableScore.AUROC_OF_ERRORS)
        .filter(table::has)
        .toList();
  }

  /** Whether a score is a share of the rows. */
  static boolean isShare(TableScore score) {
    return switch (score) {
      case ACCURACY, COVERAGE_50, COVERAGE_90, COVERAGE_90_CALIBRATED, COVERAGE_95 -> true;
      case RMSE,
          MAE,
          NLL,
          NLL_CALIBRATED,
          BRIER,
          CRPS,
          INTERVAL_SCORE_90,
          WIDTH_90,
          WIDTH_90_CALIBRATED,
          ECE,
          ECE_CALIBRATED,
          AUROC_OF_ERRORS ->
          false;
    };
  }
}
