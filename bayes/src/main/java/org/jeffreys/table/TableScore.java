package org.jeffreys.table;

import org.jeffreys.core.Check;

/** What predictions of a table's rows are judged by. */
public enum TableScore {
  /** Root mean squared error. */
  RMSE("rmse", "RMSE", "root mean squared error of the predicted means, in units of the target"),
  /** Mean absolute error. */
  MAE("mae", "MAE", "mean absolute error of the predicted means, in units of the target"),
  /** The share of right labels. */
  ACCURACY("accuracy", "accuracy", "share of rows whose most probable class came true"),
  /** Negative log likelihood. */
  NLL("nll", "NLL", "surprise at the truth: mean negative log density or probability, in nats"),
  /** That at the temperature of calibration. */
  NLL_CALIBRATED("nllC", "NLL, calibrated", "the same at the temperature that calibration found"),
  /** Brier score. */
  BRIER("brier", "Brier", "squared error of the probabilities, summed over classes"),
  /** Continuous ranked probability score. */
  CRPS("crps", "CRPS", "continuous ranked probability score, in units of the target"),
  /** Interval score. */
  INTERVAL_SCORE_90(
      "intervalScore90",
      "interval score",
      "width of 90 % intervals and a fine for each miss, in units of the target"),
  /** The share of targets in central intervals of 50 %. */
  COVERAGE_50("coverage50", "coverage 50", "share of targets in 50 % intervals"),
  /** The share of targets in central intervals of 90 %. */
  COVERAGE_90("coverage90", "coverage 90", "share of targets in 90 % intervals"),
  /** That of calibrated intervals. */
  COVERAGE_90_CALIBRATED(
      "coverage90c", "coverage 90, calibrated", "share of targets in calibrated 90 % intervals"),
  /** The share of targets in central intervals of 95 %. */
  COVERAGE_95("coverage95", "coverage 95", "share of targets in 95 % intervals"),
  /** The mean width of central intervals of 90 %. */
  WIDTH_90("width90", "width 90", "mean width of 90 % intervals, in units of the target"),
  /** That of calibrated intervals. */
  WIDTH_90_CALIBRATED(
      "width90c",
      "width 90, calibrated",
      "mean width of calibrated 90 % intervals, in units of the target"),
  /** Expected calibration error, of quantiles or of the most probable class. */
  ECE("ece", "ECE", "expected calibration error: gap between predicted and observed shares"),
  /** That at the temperature of calibration. */
  ECE_CALIBRATED("eceC", "ECE, calibrated", "the same at the temperature that calibration found"),
  /** How well doubt finds wrong labels. */
  AUROC_OF_ERRORS(
      "aurocOfErrors",
      "AUROC of errors",
      "how well doubt, 1 - the greatest probability, tells wrong labels from right ones");

  private final String code;
  private final String title;
  private final String summary;

  TableScore(String code, String title, String summary) {
    this.code = code;
    this.title = title;
    this.summary = summary;
  }

  /** Its name in files. */
  public String code() {
    return code;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** What it is, in a line. */
  public String summary() {
    return summary;
  }

  /** The score of a name in files. */
  public static TableScore of(String code) {
    for (TableScore score : values()) {
      if (score.code.equals(code)) {
        return score;
      }
    }
    throw Check.failure("score", "the name of a score", "'" + code + "'");
  }

  /** Whether one value of it is better than another; a width says nothing without its coverage. */
  public boolean isJudged() {
    return this != WIDTH_90 && this != WIDTH_90_CALIBRATED;
  }

  /** What a value of it loses, the less the better: of coverage its distance from the level. */
  public double loss(double value) {
    return switch (this) {
      case ACCURACY, AUROC_OF_ERRORS -> -value;
      case COVERAGE_50 -> Math.abs(value - 0.5);
      case COVERAGE_90, COVERAGE_90_CALIBRATED -> Math.abs(value - 0.9);
      case COVERAGE_95 -> Math.abs(value - 0.95);
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
          ECE_CALIBRATED ->
          value;
    };
  }
}
