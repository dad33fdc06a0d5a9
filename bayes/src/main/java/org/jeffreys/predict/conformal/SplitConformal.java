package org.jeffreys.predict.conformal;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;
import org.jeffreys.uncertainty.Calibration;
import org.jeffreys.uncertainty.Intervals;

/**
 * Split conformal intervals: what scores no worse than a quantile of the scores of a calibration
 * set, which the model has not seen.
 *
 * <pre>{@code
 * C(x) = {y : score(x, y) <= q}      q = the kth least of n scores, k = ceil((n + 1) level)
 * }</pre>
 *
 * <p>Guarantee: {@code P(y in C(x)) >= level} for a new example exchangeable with the calibration
 * examples, and exactly k / (n + 1), at most level + 1 / (n + 1), where scores have no ties. It is
 * marginal: on average over calibration sets and inputs. It says nothing about given inputs or
 * groups, nor once the data drift. Over calibration sets the coverage has the law Beta(k, n + 1 -
 * k).
 *
 * @param score what is compared
 * @param level in (0, 1)
 * @param threshold q
 * @param numExamples n
 * @source Papadopoulos et al. (2002), Inductive confidence machines for regression, ECML; Lei et
 *     al. (2018), JASA 113, theorem 2; Vovk (2012), Conditional validity of inductive conformal
 *     predictors (the Beta law)
 */
public record SplitConformal(ResidualScore score, double level, double threshold, int numExamples)
    implements Calibration {

  /** Checks that there were examples enough. */
  public SplitConformal {
    ConformalQuantile.requireEnough(numExamples, level, "calibration");
    Check.nonNegative(threshold, "threshold");
  }

  /**
   * Calibrates with a score that uses no scale.
   *
   * @param loc predictions of examples that the model has not seen
   * @param targets what came true
   * @throws IllegalArgumentException as {@link #fit(ResidualScore, double[], double[], double[],
   *     double)}, or if the score uses a scale
   */
  public static SplitConformal fit(
      ResidualScore score, double[] loc, double[] targets, double level) {
    return fit(score, loc, Residuals.unit(score, loc.length), targets, level);
  }

  /**
   * Calibrates.
   *
   * @param loc predictions of examples that the model has not seen
   * @param scale their predicted standard deviations
   * @param targets what came true
   * @throws IllegalArgumentException if examples are too few for the level, or not one number a row
   */
  public static SplitConformal fit(
      ResidualScore score, double[] loc, double[] scale, double[] targets, double level) {
    double[] scores = Residuals.of(score, loc, scale, targets);
    double threshold = ConformalQuantile.of(scores, level, "calibration");
    return new SplitConformal(score, level, threshold, scores.length);
  }

  /**
   * The calibration of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static SplitConformal of(Fields fields) {
    return new SplitConformal(
        ResidualScores.of(fields),
        fields.number("level"),
        fields.number("threshold"),
        fields.integer("numExamples"));
  }

  @Override
  public Map<String, Object> fields() {
    return Fields.ordered(
        "score",
        ResidualScores.describe(score),
        "level",
        level,
        "threshold",
        threshold,
        "numExamples",
        numExamples);
  }

  /** The intervals of some rows, by a score that uses no scale. */
  public Intervals intervals(double[] loc) {
    return intervals(loc, Residuals.unit(score, loc.length));
  }

  /** The intervals of some rows. */
  public Intervals intervals(double[] loc, double[] scale) {
    Residuals.checkRows(scale.length, loc.length, "scale");
    return Intervals.of(loc.length, row -> score.interval(loc[row], scale[row], threshold));
  }

  @Override
  public String guarantee() {
    return ConformalQuantile.guarantee("interval", numExamples, level);
  }
}
