package org.jeffreys.predict.conformal;

import java.util.Locale;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;
import org.jeffreys.uncertainty.PredictionInterval;

/**
 * Quantile tracking, the P of conformal PID control, with no step size to choose: the threshold
 * itself rises with each miss and falls with each hit, by a tenth of the greatest recent score.
 *
 * <pre>{@code
 * q' = q + η (miss - (1 - level))      η = 0.1 max of the latest 100 scores
 * C(x) = {y : score(x, y) <= q}
 * }</pre>
 *
 * <p>Guarantee, for any sequence, even one made by an adversary: after T observations, with B the
 * greatest score so far and η₁ … η_T the steps, {@code |misses / T - (1 - level)| <= (B + max η)
 * (1/η₁ + Σ |1/ηₜ - 1/ηₜ₋₁|) / T}. It is no probability: it says nothing about the next
 * observation, and nothing about width. Intervals are always finite; where q is negative they are
 * points, and count as misses.
 *
 * @param score what is compared
 * @param level in (0, 1)
 * @param threshold q
 * @param recent the latest scores, at most 100, oldest first
 * @param step the next η
 * @param greatestStep max η
 * @param greatestScore B, of all scores and of the first q
 * @param variation 1/η₁ + Σ |1/ηₜ - 1/ηₜ₋₁| so far
 * @param numUpdates T
 * @param numMisses how many observations were not held
 * @source Angelopoulos, Candès and Tibshirani (2023), Conformal PID control for time series
 *     prediction, NeurIPS, section 2.1 (the rule and its steps); Angelopoulos, Barber and Bates
 *     (2024), Online conformal prediction with decaying step sizes, ICML, theorem 1 (the bound)
 */
public record QuantileTracking(
    ResidualScore score,
    double level,
    double threshold,
    Doubles recent,
    double step,
    double greatestStep,
    double greatestScore,
    double variation,
    long numUpdates,
    long numMisses)
    implements OnlineConformal {
  private static final int WINDOW = 100;
  private static final double SHARE = 0.1;

  /** Checks the state. */
  public QuantileTracking {
    Check.openUnit(level, "level");
    Check.finite(threshold, "threshold");
    Check.positive(step, "step");
    Check.positive(greatestStep, "greatestStep");
    Check.positive(greatestScore, "greatestScore");
    Check.nonNegative(variation, "variation");
    OnlineScores.check(recent, WINDOW, numUpdates, numMisses);
  }

  /**
   * A start from the scores of earlier examples.
   *
   * @param scores at least as many as a split conformal threshold of this level takes, some
   *     positive
   * @throws IllegalArgumentException if they are too few, or all 0
   */
  public static QuantileTracking start(ResidualScore score, double level, double[] scores) {
    double threshold = ConformalQuantile.of(scores, level, "calibration");
    Doubles recent = OnlineScores.latest(Doubles.of(scores), WINDOW);
    double greatest = Doubles.of(scores).max();
    Check.require(recent.max() > 0, "scores", "a positive one among the latest", recent.max());
    double step = SHARE * recent.max();
    return new QuantileTracking(
        score, level, threshold, recent, step, step, greatest, 1 / step, 0, 0);
  }

  /**
   * The state of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static QuantileTracking of(Fields fields) {
    return new QuantileTracking(
        ResidualScores.of(fields),
        fields.number("level"),
        fields.number("threshold"),
        fields.numbers("recent"),
        fields.number("step"),
        fields.number("greatestStep"),
        fields.number("greatestScore"),
        fields.number("variation"),
        fields.whole("numUpdates"),
        fields.whole("numMisses"));
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
        "recent",
        recent.stream().boxed().toList(),
        "step",
        step,
        "greatestStep",
        greatestStep,
        "greatestScore",
        greatestScore,
        "variation",
        variation,
        "numUpdates",
        numUpdates,
        "numMisses",
        numMisses);
  }

  @Override
  public PredictionInterval interval(double loc, double scale) {
    return score.interval(loc, scale, threshold);
  }

  @Override
  public QuantileTracking update(double loc, double scale, double observed) {
    double own = score.of(loc, scale, observed);
    boolean miss = own > threshold;
    Doubles latest = OnlineScores.append(recent, own, WINDOW);
    // A hundred scores of 0 say nothing of the scale: the step stays.
    double next = latest.max() > 0 ? SHARE * latest.max() : step;
    return new QuantileTracking(
        score,
        level,
        threshold + step * ((miss ? 1 : 0) - (1 - level)),
        latest,
        next,
        Math.max(greatestStep, next),
        Math.max(greatestScore, own),
        variation + Math.abs(1 / next - 1 / step),
        numUpdates + 1,
        numMisses + (miss ? 1 : 0));
  }

  @Override
  public double bound() {
    return (greatestScore + greatestStep) * variation / numUpdates;
  }

  @Override
  public String guarantee() {
    return String.format(
        Locale.ROOT,
        "After T observations the share that was not held differs from %.6g by at most (B + H) V /"
            + " T, whatever the observations: B is the greatest score, H the greatest step, V the"
            + " total variation of 1 / step, so far %.4g for the product (%d of %d were not held)."
            + " Not promised: anything about the next observation or about width.",
        1 - level,
        (greatestScore + greatestStep) * variation,
        numMisses,
        numUpdates);
  }
}
