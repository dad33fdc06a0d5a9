package org.jeffreys.uncertainty;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;

/**
 * One factor on the standard deviations of a regression, or one for each group of rows, that makes
 * the nll of normal predictions least.
 *
 * <pre>{@code
 * s² = mean ((y - loc) / scale)²      scale' = s scale
 * }</pre>
 *
 * @param factors s, one a group
 * @param numExamples that they were fitted to
 * @param nllBefore the mean nll of those at s = 1, in nats
 * @param nllAfter that at s
 * @source Laves et al. (2020), Well-calibrated regression uncertainty in medical imaging with deep
 *     learning, MIDL (σ scaling)
 */
public record VarianceScaling(Doubles factors, int numExamples, double nllBefore, double nllAfter)
    implements Calibration {
  private static final double LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

  /** Checks the factors. */
  public VarianceScaling {
    Check.atLeast(factors.size(), 1, "number of factors");
    factors.stream().forEach(each -> Check.positive(each, "factor"));
    Check.atLeast(numExamples, 1, "numExamples");
  }

  /**
   * Fits one factor.
   *
   * @param loc predicted means
   * @param scale predicted standard deviations
   * @throws IllegalArgumentException as {@link #fit(double[], double[], double[], int[], int)}
   */
  public static VarianceScaling fit(double[] loc, double[] scale, double[] targets) {
    return fit(loc, scale, targets, new int[targets.length], 1);
  }

  /**
   * Fits a factor for each group.
   *
   * @param groups the group of each row, in [0, {@code numGroups})
   * @throws IllegalArgumentException if there is no row or not one number a row, a number is not
   *     finite, a scale is not positive, or a group has no row or none that is off its prediction
   */
  public static VarianceScaling fit(
      double[] loc, double[] scale, double[] targets, int[] groups, int numGroups) {
    TargetRows.checkNormal(loc, scale, targets);
    TargetRows.check(groups.length, targets.length, "groups");
    Check.atLeast(numGroups, 1, "numGroups");
    double[] squares = new double[numGroups];
    int[] sizes = new int[numGroups];
    double before = 0;
    for (int row = 0; row < targets.length; row++) {
      Check.index(groups[row], numGroups, "group");
      double standardised = (targets[row] - loc[row]) / scale[row];
      squares[groups[row]] += standardised * standardised;
      sizes[groups[row]]++;
      before += LOG_SQRT_2PI + Math.log(scale[row]) + standardised * standardised / 2;
    }
    double[] factors = new double[numGroups];
    double change = 0;
    for (int group = 0; group < numGroups; group++) {
      Check.require(
          squares[group] > 0, "group " + group, "a target off its prediction", "none of them");
      factors[group] = Math.sqrt(squares[group] / sizes[group]);
      change += sizes[group] * (Math.log(factors[group]) + 0.5) - squares[group] / 2;
    }
    double n = targets.length;
    return new VarianceScaling(
        Doubles.of(factors), targets.length, before / n, (before + change) / n);
  }

  /**
   * The scaling of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static VarianceScaling of(Fields fields) {
    return new VarianceScaling(
        fields.numbers("factors"),
        fields.integer("numExamples"),
        fields.number("nllBefore"),
        fields.number("nllAfter"));
  }

  @Override
  public Map<String, Object> fields() {
    return Fields.ordered(
        "factors",
        IsotonicRegression.plain(factors),
        "numExamples",
        numExamples,
        "nllBefore",
        nllBefore,
        "nllAfter",
        nllAfter);
  }

  /** The number of groups. */
  public int numGroups() {
    return factors.size();
  }

  /**
   * Scaled standard deviations.
   *
   * @throws IllegalStateException if the factors are by group
   */
  public Doubles scaled(double[] scale) {
    if (numGroups() > 1) {
      throw new IllegalStateException(
          "groups: expected one a row for " + numGroups() + " factors, got none");
    }
    return scaled(scale, new int[scale.length]);
  }

  /**
   * Scaled standard deviations.
   *
   * @param groups the group of each row
   */
  public Doubles scaled(double[] scale, int[] groups) {
    TargetRows.check(groups.length, scale.length, "groups");
    double[] scaled = new double[scale.length];
    Arrays.setAll(
        scaled, row -> scale[row] * factors.get(Check.index(groups[row], numGroups(), "group")));
    return Doubles.of(scaled);
  }

  @Override
  public String guarantee() {
    return String.format(
        Locale.ROOT,
        "On the %d examples it was fitted to, standardised residuals have mean square 1 in each"
            + " group, and no other factors give normal predictions a lower nll (%.4g nats, before"
            + " %.4g). Nothing is promised for new examples in finite samples.",
        numExamples,
        nllAfter,
        nllBefore);
  }
}
