package org.jeffreys.table;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.uncertainty.Intervals;

/**
 * What predictions of real numbers learnt from rows that their networks were not fitted to: how
 * large errors are beside the standard deviations that were predicted, for each output.
 *
 * <pre>{@code
 * sᵢ = |yᵢ - mᵢ| / σᵢ      interval = m ± q σ, q the ⌈(n + 1) level⌉-th smallest of s
 * }</pre>
 *
 * @param numOutputs of a row
 * @param deviations σᵢ as predicted, @shape [outputs, n]
 * @param errors |yᵢ - mᵢ|, @shape [outputs, n]
 */
public record RealCalibration(int numOutputs, Doubles deviations, Doubles errors)
    implements TableCalibration {
  /** Checks the sizes. */
  public RealCalibration {
    Check.atLeast(numOutputs, 1, "numOutputs");
    Check.require(
        errors.size() == deviations.size() && errors.size() % numOutputs == 0 && errors.size() > 0,
        "errors",
        deviations.size() + " numbers, one a deviation",
        errors.size());
  }

  @Override
  public int numRows() {
    return errors.size() / numOutputs;
  }

  @Override
  public Map<String, double[]> numbers() {
    return Map.of("deviations", deviations.toArray(), "errors", errors.toArray());
  }

  /**
   * The factor of the standard deviation whose interval holds a new observation with a probability
   * of at least {@code level}.
   *
   * @throws IllegalArgumentException if there are too few rows for the level; the message says how
   *     many it takes
   */
  public double factor(int output, double level) {
    int n = numRows();
    int rank = rank(level);
    Check.require(
        rank <= n,
        "calibration",
        "at least " + (int) Math.ceil(level / (1 - level) - 1e-9) + " rows for level " + level,
        n);
    double[] scores = new double[n];
    Arrays.setAll(scores, i -> errors.get(output * n + i) / deviations.get(output * n + i));
    Arrays.sort(scores);
    return scores[rank - 1];
  }

  /** Whether there are enough rows for a level. */
  public boolean isEnoughFor(double level) {
    return rank(level) <= numRows();
  }

  private int rank(double level) {
    Check.openUnit(level, "level");
    return (int) Math.ceil((numRows() + 1) * level - 1e-9);
  }

  /**
   * Intervals around the predicted means that hold new observations with a probability of at least
   * {@code level} each; those of counts begin at 0 or above.
   *
   * @return of each row and output, row-major
   * @throws IllegalArgumentException if there are too few rows for the level
   */
  public Intervals intervals(RegressionPrediction prediction, double level) {
    double[] lower = prediction.mean().value().toArray();
    double[] upper = lower.clone();
    double[] deviation = prediction.standardDeviation().value().toArray();
    double[] factors = new double[numOutputs];
    Arrays.setAll(factors, output -> factor(output, level));
    for (int i = 0; i < lower.length; i++) {
      double half = factors[i % numOutputs] * deviation[i];
      upper[i] += half;
      lower[i] = prediction.isDiscrete() ? Math.max(0, lower[i] - half) : lower[i] - half;
    }
    return Intervals.of(lower, upper);
  }

  /**
   * The greatest predicted standard deviation up to which the errors of the first output had a root
   * mean square of at most {@code risk}: infinite if those of all rows had, empty if there is none.
   *
   * @param risk in units of the target
   */
  public OptionalDouble threshold(double risk) {
    Check.positive(risk, "risk");
    int n = numRows();
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, java.util.Comparator.comparingDouble(i -> deviations.get(i)));
    double sum = 0;
    OptionalDouble threshold = OptionalDouble.empty();
    for (int i = 0; i < n; i++) {
      sum += errors.get(order[i]) * errors.get(order[i]);
      boolean last = i + 1 == n || deviations.get(order[i + 1]) > deviations.get(order[i]);
      if (last && Math.sqrt(sum / (i + 1)) <= risk) {
        boolean all = i + 1 == n;
        threshold = OptionalDouble.of(all ? Double.POSITIVE_INFINITY : deviations.get(order[i]));
      }
    }
    return threshold;
  }
}
