package org.jeffreys.predict.conformal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;
import org.jeffreys.uncertainty.PredictionInterval;

/**
 * Adaptive conformal inference (ACI): the level that is asked of the latest scores rises with each
 * miss and falls with each hit.
 *
 * <pre>{@code
 * α' = α + stepSize (1 - level - miss)      miss = 1 if the observation was not held, else 0
 * C(x) = {y : score(x, y) <= the ceil((n + 1)(1 - α))th least of the latest n scores}
 * }</pre>
 *
 * <p>Guarantee, for any sequence, even one made by an adversary: after T observations {@code
 * |misses / T - (1 - level)| <= (max(level, 1 - level) + stepSize) / (stepSize T)}. It is no
 * probability: it says nothing about the next observation, and nothing about width. The price of
 * the bound: at {@code α <= 0}, or where the latest scores are too few for α, the interval is
 * unbounded; at {@code α >= 1} it is a point, and counts as a miss whatever is observed.
 *
 * @param score what is compared
 * @param level in (0, 1)
 * @param stepSize γ, positive; 0.005 to 0.05 are common
 * @param window how many scores are kept
 * @param alpha α
 * @param recent the latest scores, oldest first
 * @param numUpdates T
 * @param numMisses how many observations were not held
 * @source Gibbs and Candès (2021), Adaptive conformal inference under distribution shift, NeurIPS,
 *     eq. 2 and proposition 4.1
 */
public record AdaptiveConformal(
    ResidualScore score,
    double level,
    double stepSize,
    int window,
    double alpha,
    Doubles recent,
    long numUpdates,
    long numMisses)
    implements OnlineConformal {
  /** What sums of steps may be off a whole rank by. */
  private static final double ROUNDING = 1e-9;

  /** Checks the settings. */
  public AdaptiveConformal {
    Check.openUnit(level, "level");
    Check.positive(stepSize, "stepSize");
    Check.atLeast(window, 1, "window");
    Check.finite(alpha, "alpha");
    OnlineScores.check(recent, window, numUpdates, numMisses);
  }

  /**
   * A start from the scores of earlier examples; intervals are unbounded until there are enough.
   *
   * @param scores perhaps none; of more than {@code window} the latest
   */
  public static AdaptiveConformal start(
      ResidualScore score, double level, double stepSize, int window, double[] scores) {
    Doubles recent = OnlineScores.latest(Doubles.of(scores), Check.atLeast(window, 1, "window"));
    return new AdaptiveConformal(score, level, stepSize, window, 1 - level, recent, 0, 0);
  }

  /**
   * The state of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static AdaptiveConformal of(Fields fields) {
    return new AdaptiveConformal(
        ResidualScores.of(fields),
        fields.number("level"),
        fields.number("stepSize"),
        fields.integer("window"),
        fields.number("alpha"),
        fields.numbers("recent"),
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
        "stepSize",
        stepSize,
        "window",
        window,
        "alpha",
        alpha,
        "recent",
        recent.stream().boxed().toList(),
        "numUpdates",
        numUpdates,
        "numMisses",
        numMisses);
  }

  /** The greatest score that is held: infinite where all are, negative infinity where none is. */
  public double threshold() {
    int size = recent.size();
    double rank = Math.ceil((size + 1) * (1 - alpha) - ROUNDING);
    if (alpha <= 0 || (rank > size && alpha < 1)) {
      return Double.POSITIVE_INFINITY;
    }
    if (alpha >= 1) {
      return Double.NEGATIVE_INFINITY;
    }
    double[] sorted = recent.toArray();
    Arrays.sort(sorted);
    return sorted[Math.max((int) rank, 1) - 1];
  }

  @Override
  public PredictionInterval interval(double loc, double scale) {
    return score.interval(loc, scale, threshold());
  }

  @Override
  public AdaptiveConformal update(double loc, double scale, double observed) {
    double own = score.of(loc, scale, observed);
    boolean miss = own > threshold();
    return new AdaptiveConformal(
        score,
        level,
        stepSize,
        window,
        alpha + stepSize * (1 - level - (miss ? 1 : 0)),
        OnlineScores.append(recent, own, window),
        numUpdates + 1,
        numMisses + (miss ? 1 : 0));
  }

  @Override
  public double bound() {
    return (Math.max(level, 1 - level) + stepSize) / (stepSize * numUpdates);
  }

  @Override
  public String guarantee() {
    return String.format(
        Locale.ROOT,
        "After T observations the share that was not held differs from %.6g by at most %.4g / T,"
            + " whatever the observations (so far %d of %d were not). Not promised: anything about"
            + " the next observation or about width; an interval may be unbounded, and says so.",
        1 - level,
        (Math.max(level, 1 - level) + stepSize) / stepSize,
        numMisses,
        numUpdates);
  }
}
