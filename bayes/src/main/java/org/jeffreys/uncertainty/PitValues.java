package org.jeffreys.uncertainty;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.StandardNormal;

/**
 * The probability integral transform: for each row the predicted probability of at most what came
 * true. Uniform over rows if the predictions are calibrated; heaped at both ends where they are too
 * narrow.
 *
 * <pre>{@code
 * u = F(y)
 * }</pre>
 *
 * @param values one a row, in [0, 1]
 * @source Dawid (1984), JRSS A 147; Gneiting, Balabdaoui and Raftery (2007), JRSS B 69, section 2
 */
public record PitValues(Doubles values) {

  /** Checks that they are probabilities. */
  public PitValues {
    Check.atLeast(values.size(), 1, "number of PIT values");
    values.stream().forEach(each -> Check.unit(each, "PIT value"));
  }

  /**
   * Those of normal predictions.
   *
   * @throws IllegalArgumentException if there is no row or not one number a row, a number is not
   *     finite, or a scale is not positive
   */
  public static PitValues ofNormal(double[] loc, double[] scale, double[] targets) {
    TargetRows.checkNormal(loc, scale, targets);
    double[] values = new double[targets.length];
    Arrays.setAll(values, row -> StandardNormal.cdf((targets[row] - loc[row]) / scale[row]));
    return new PitValues(Doubles.of(values));
  }

  /**
   * That of one row, from draws of y: the share below what came true, and half of what equals it.
   */
  public static double ofSample(double[] draws, double y) {
    TargetRows.checkFinite(draws, "draws");
    double sum = 0;
    for (double draw : draws) {
      sum += draw < y ? 1 : draw == y ? 0.5 : 0;
    }
    return sum / draws.length;
  }
}
