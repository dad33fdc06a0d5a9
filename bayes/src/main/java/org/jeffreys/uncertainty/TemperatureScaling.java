package org.jeffreys.uncertainty;

import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.hipparchus.analysis.solvers.BrentSolver;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;

/**
 * One temperature for all logits, fitted to the labels of a validation set.
 *
 * <pre>{@code
 * T = argmin nll of softmax(logits / T)      over [1e-3, 1e3]
 * }</pre>
 *
 * <p>Above 1 it takes confidence away. The most probable class of a row stays, but with {@link
 * Tempering#DRAWS} may change where draws disagree. The search descends from T = 1 in log T, so the
 * fit is never worse than no temperature; except for {@code DRAWS} the minimum is the only one. It
 * ends at a bound where there is none: at the lower one if every prediction is right, at the upper
 * one if logits say nothing of the labels or the wrong thing.
 *
 * @param temperature T
 * @param tempering where it acts
 * @param nllBefore the mean nll of the validation set at T = 1, in nats
 * @param nllAfter that at T
 * @source Guo et al. (2017), On calibration of modern neural networks, ICML, eq. 9; Rahaman and
 *     Thiery (2021), Uncertainty quantification and deep ensembles, NeurIPS (before or after
 *     averaging)
 */
public record TemperatureScaling(
    double temperature, Tempering tempering, double nllBefore, double nllAfter)
    implements Calibration {
  private static final double BOUND = Math.log(1e3);
  private static final double FIRST_STEP = 0.5;
  private static final double PRECISION = 1e-12;
  private static final int MOST_EVALUATIONS = 200;

  /** Checks the temperature. */
  public TemperatureScaling {
    Check.positive(temperature, "temperature");
  }

  /**
   * Fits the temperature of a prediction with draws. Each row is asked for some ten times, so that
   * not all of them need be in memory.
   *
   * @param rows the draws of each row of the validation set
   * @param labels the classes that came true, one a row
   * @throws IllegalArgumentException if there is no label, one is no class, or no draw of its row
   *     holds it for possible
   */
  public static TemperatureScaling fit(
      IntFunction<ClassDraws> rows, int[] labels, Tempering tempering) {
    Check.atLeast(labels.length, 1, "number of labels");
    for (int row = 0; row < labels.length; row++) {
      ClassDraws draws = rows.apply(row);
      LabelledProbs.checkLabel(labels[row], draws.numClasses(), row);
      if (Double.isInfinite(tempering.loss(draws, labels[row], 1).nll())) {
        throw Check.failure("labels[" + row + "]", "a possible class", labels[row]);
      }
    }
    return new Search(rows, labels.clone(), tempering).run();
  }

  /**
   * Fits the temperature of a network's logits.
   *
   * @shape logits [rows][classes]; labels [rows]
   * @throws IllegalArgumentException as {@link #fit(IntFunction, int[], Tempering)}, or if there is
   *     not one label a row
   */
  public static TemperatureScaling fit(double[][] logits, int[] labels) {
    Check.require(
        labels.length == logits.length, "labels", logits.length + ", one a row", labels.length);
    return fit(row -> ClassDraws.of(new double[][] {logits[row]}), labels, Tempering.MEAN);
  }

  /**
   * The temperature of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static TemperatureScaling of(Fields fields) {
    return new TemperatureScaling(
        fields.number("temperature"),
        Tempering.named(fields.text("tempering")),
        fields.number("nllBefore"),
        fields.number("nllAfter"));
  }

  @Override
  public Map<String, Object> fields() {
    return Fields.ordered(
        "temperature",
        temperature,
        "tempering",
        tempering.word(),
        "nllBefore",
        nllBefore,
        "nllAfter",
        nllAfter);
  }

  @Override
  public String guarantee() {
    return String.format(
        Locale.ROOT,
        "The nll of the examples it was fitted to is not above that at temperature 1 (%.4g nats,"
            + " before %.4g)."
            + " Nothing is promised for new examples.",
        nllAfter,
        nllBefore);
  }

  /** Whether the search ended at a bound, so that the validation set has no minimum. */
  public boolean isAtBound() {
    return Math.abs(Math.log(temperature)) >= BOUND - PRECISION;
  }

  /** The class probabilities of a row. */
  public Doubles probs(ClassDraws row) {
    return tempering.probs(row, temperature);
  }

  /** The class probabilities of one row of logits. */
  public Doubles probs(double[] logits) {
    return probs(ClassDraws.of(new double[][] {logits}));
  }

  /** The descent from T = 1. */
  private static final class Search {
    private final IntFunction<ClassDraws> rows;
    private final int[] labels;
    private final Tempering tempering;

    Search(IntFunction<ClassDraws> rows, int[] labels, Tempering tempering) {
      this.rows = rows;
      this.labels = labels;
      this.tempering = tempering;
    }

    TemperatureScaling run() {
      Tempering.Loss start = at(0);
      double log = start.slope() == 0 ? 0 : minimum(start.slope() < 0 ? 1 : -1);
      return new TemperatureScaling(Math.exp(log), tempering, start.nll(), at(log).nll());
    }

    /** Steps that double lead past a minimum, then its slope is solved for. */
    private double minimum(int direction) {
      double from = 0;
      for (double step = FIRST_STEP; Math.abs(from) < BOUND; step *= 2) {
        double to = direction * Math.min(BOUND, Math.abs(from) + step);
        if (at(to).slope() * direction > 0) {
          return new BrentSolver(PRECISION, PRECISION)
              .solve(
                  MOST_EVALUATIONS, log -> at(log).slope(), Math.min(from, to), Math.max(from, to));
        }
        from = to;
      }
      return from;
    }

    private Tempering.Loss at(double logTemperature) {
      double temperature = Math.exp(logTemperature);
      double nll = 0;
      double slope = 0;
      for (int row = 0; row < labels.length; row++) {
        Tempering.Loss loss = tempering.loss(rows.apply(row), labels[row], temperature);
        nll += loss.nll() / labels.length;
        slope += loss.slope() / labels.length;
      }
      return new Tempering.Loss(nll, slope);
    }
  }
}
