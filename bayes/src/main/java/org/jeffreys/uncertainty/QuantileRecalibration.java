package org.jeffreys.uncertainty;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;

/**
 * Predictive distributions of real numbers made right by one non-decreasing function of their
 * probabilities, fitted to the PIT values of examples that the model has not seen.
 *
 * <pre>{@code
 * F'(y | x) = R(F(y | x))      R(kth least PIT value) = k / (n + 1)      R(0) = 0, R(1) = 1
 * quantile'(p) = quantile(R⁻¹(p))
 * }</pre>
 *
 * <p>The paper takes k / n; with n + 1 the quantiles are right for a new example, not for those
 * fitted to, and R rises up to 1.
 *
 * @param function R
 * @param numExamples n
 * @source Kuleshov, Fenner and Ermon (2018), Accurate uncertainties for deep learning using
 *     calibrated regression, ICML, algorithm 1
 */
public record QuantileRecalibration(IsotonicRegression function, int numExamples)
    implements Calibration {

  /** Checks that the function maps [0, 1] onto itself. */
  public QuantileRecalibration {
    Check.atLeast(numExamples, 1, "numExamples");
    Check.require(
        function.x().min() == 0
            && function.x().max() == 1
            && function.value().min() == 0
            && function.value().max() == 1,
        "function",
        "one from [0, 1] onto [0, 1]",
        function);
  }

  /**
   * Fits the function.
   *
   * @throws IllegalArgumentException if a PIT value is 0 or 1: what is impossible under its
   *     prediction no recalibration makes possible
   */
  public static QuantileRecalibration fit(PitValues pit) {
    double[] sorted = pit.values().toArray();
    Arrays.sort(sorted);
    int size = sorted.length;
    for (double value : new double[] {sorted[0], sorted[size - 1]}) {
      Check.require(
          value > 0 && value < 1,
          "PIT value",
          "a value in (0, 1)",
          value,
          "widen predictions first");
    }
    double[] x = new double[size + 2];
    double[] level = new double[size + 2];
    System.arraycopy(sorted, 0, x, 1, size);
    x[size + 1] = 1;
    Arrays.setAll(level, k -> k / (size + 1.0));
    return new QuantileRecalibration(IsotonicRegression.fit(x, level), size);
  }

  /**
   * The recalibration of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static QuantileRecalibration of(Fields fields) {
    return new QuantileRecalibration(
        IsotonicRegression.of(fields.child("function")), fields.integer("numExamples"));
  }

  @Override
  public Map<String, Object> fields() {
    return Fields.ordered("function", function.fields(), "numExamples", numExamples);
  }

  /**
   * The recalibrated probability of what was predicted with a probability: R.
   *
   * @param p in [0, 1]
   */
  public double recalibrated(double p) {
    return function.at(Check.unit(p, "p"));
  }

  /**
   * The probability to ask the predictor's quantile for: R⁻¹.
   *
   * @param p the wanted probability, in (0, 1)
   */
  public double nominal(double p) {
    return function.inverse(Check.openUnit(p, "p"));
  }

  @Override
  public String guarantee() {
    return String.format(
        Locale.ROOT,
        "A new example that is exchangeable with the %d it was fitted to lies at or below its"
            + " recalibrated quantile of level k / %d with exactly that probability, if PIT values"
            + " have no ties, and of any level within %.2g of it. Not promised: this for given"
            + " inputs, for this calibration set, or after drift.",
        numExamples,
        numExamples + 1,
        1.0 / (numExamples + 1));
  }
}
