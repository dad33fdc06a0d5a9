package org.jeffreys.predict.conformal;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;
import org.jeffreys.uncertainty.Calibration;
import org.jeffreys.uncertainty.Intervals;
import org.jeffreys.uncertainty.PredictionInterval;

/**
 * Conformalised quantile regression: predicted quantiles, moved outwards, or inwards, until they
 * hold what they should.
 *
 * <pre>{@code
 * C(x) = [lower(x) - a, upper(x) + b]
 * symmetric: a = b = the kth least of max(lower - y, y - upper), k = ceil((n + 1) level)
 * asymmetric: a of lower - y and b of y - upper apart, each with level (1 + level) / 2
 * }</pre>
 *
 * <p>Guarantee: {@code P(y in C(x)) >= level} for a new example exchangeable with the calibration
 * examples, on average over calibration sets and inputs; symmetric, and without ties of scores,
 * also at most level + 1 / (n + 1). Asymmetric, each end alone is crossed with probability at most
 * (1 - level) / 2. Nothing is said about given inputs or groups, nor once the data drift. Ends that
 * would cross give the point midway.
 *
 * @param level in (0, 1)
 * @param lowerMargin a
 * @param upperMargin b
 * @param symmetric whether both ends were moved alike
 * @param numExamples n
 * @source Romano, Patterson and Candès (2019), Conformalized quantile regression, NeurIPS, eq. 6 to
 *     8, theorems 1 and 2
 */
public record Cqr(
    double level, double lowerMargin, double upperMargin, boolean symmetric, int numExamples)
    implements Calibration {

  /** Checks that there were examples enough. */
  public Cqr {
    ConformalQuantile.requireEnough(
        numExamples, symmetric ? Check.openUnit(level, "level") : eachSide(level), "calibration");
    Check.finite(lowerMargin, "lowerMargin");
    Check.finite(upperMargin, "upperMargin");
    Check.require(
        !symmetric || lowerMargin == upperMargin, "upperMargin", "" + lowerMargin, upperMargin);
  }

  /**
   * Calibrates both ends alike.
   *
   * @param lower lower quantiles of examples that the model has not seen
   * @param upper upper quantiles
   * @param targets what came true
   * @throws IllegalArgumentException if examples are too few for the level, or not one number a row
   */
  public static Cqr fit(double[] lower, double[] upper, double[] targets, double level) {
    double[] below = excess(lower, targets, "lower");
    double[] above = Arrays.stream(excess(upper, targets, "upper")).map(each -> -each).toArray();
    double[] scores = new double[targets.length];
    Arrays.setAll(scores, row -> Math.max(below[row], above[row]));
    double margin = ConformalQuantile.of(scores, level, "calibration");
    return new Cqr(level, margin, margin, true, scores.length);
  }

  /**
   * Calibrates each end by itself, for errors that are not symmetric; intervals are a little wider.
   *
   * @throws IllegalArgumentException as {@link #fit}; it takes twice as many examples
   */
  public static Cqr fitAsymmetric(double[] lower, double[] upper, double[] targets, double level) {
    double[] below = excess(lower, targets, "lower");
    double[] above = Arrays.stream(excess(upper, targets, "upper")).map(each -> -each).toArray();
    double side = eachSide(level);
    return new Cqr(
        level,
        ConformalQuantile.of(below, side, "calibration"),
        ConformalQuantile.of(above, side, "calibration"),
        false,
        targets.length);
  }

  /**
   * The calibration of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static Cqr of(Fields fields) {
    return new Cqr(
        fields.number("level"),
        fields.number("lowerMargin"),
        fields.number("upperMargin"),
        fields.truth("symmetric"),
        fields.integer("numExamples"));
  }

  @Override
  public Map<String, Object> fields() {
    return Fields.ordered(
        "level",
        level,
        "lowerMargin",
        lowerMargin,
        "upperMargin",
        upperMargin,
        "symmetric",
        symmetric,
        "numExamples",
        numExamples);
  }

  /** The intervals of some rows with these predicted quantiles. */
  public Intervals intervals(double[] lower, double[] upper) {
    Residuals.checkRows(upper.length, lower.length, "upper");
    return Intervals.of(
        lower.length,
        row -> PredictionInterval.between(lower[row] - lowerMargin, upper[row] + upperMargin));
  }

  @Override
  public String guarantee() {
    return symmetric
        ? ConformalQuantile.guarantee("interval", numExamples, level)
        : String.format(
            Locale.ROOT,
            "A new example that is exchangeable with the %d calibration examples, which the model"
                + " has not seen, lies below its interval with probability at most %.4g, above it"
                + " with no more, so in it with at least %s. Not promised: this for a given input or"
                + " group, for this very calibration set, or after drift; nor that coverage is not"
                + " higher.",
            numExamples,
            1 - eachSide(level),
            level);
  }

  /** (1 + level) / 2, as a decimal number. */
  private static double eachSide(double level) {
    Check.openUnit(level, "level");
    return ConformalQuantile.exact(level)
        .add(BigDecimal.ONE)
        .divide(BigDecimal.valueOf(2))
        .doubleValue();
  }

  /** How far ends lie above targets. */
  private static double[] excess(double[] ends, double[] targets, String name) {
    Residuals.checkRows(ends.length, targets.length, name);
    double[] excess = new double[ends.length];
    Arrays.setAll(excess, row -> ends[row] - targets[row]);
    return excess;
  }
}
