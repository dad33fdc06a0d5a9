package org.jeffreys.table;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.uncertainty.RiskCoverage;
import org.jeffreys.uncertainty.TemperatureScaling;

/**
 * What predictions of classes learnt from rows that their networks were not fitted to: a
 * temperature for the mean probabilities, sets of classes that hold the true one, and how often the
 * most probable class is right.
 *
 * <pre>{@code
 * p'ₖ ∝ pₖ^(1/T)      set = {k : p'ₖ >= 1 - q}, q the ⌈(n + 1) level⌉-th smallest of 1 - p'(yᵢ)
 * }</pre>
 */
public final class ClassCalibration implements TableCalibration {
  private static final double LEAST = 1e-12;

  private final int numClasses;
  private final Doubles probabilities;
  private final Doubles labels;
  private final double temperature;

  /**
   * A calibration by predicted rows.
   *
   * @param numClasses at least 2
   * @param probabilities the mean over draws, @shape [n, classes]
   * @param labels @shape [n]
   */
  public ClassCalibration(int numClasses, Doubles probabilities, Doubles labels) {
    this.numClasses = Check.atLeast(numClasses, 2, "numClasses");
    Check.require(
        probabilities.size() == labels.size() * numClasses && labels.size() > 0,
        "probabilities",
        labels.size() * numClasses + " numbers",
        probabilities.size());
    this.probabilities = probabilities;
    this.labels = labels;
    double[][] logits = new double[labels.size()][];
    int[] indices = new int[logits.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = logs(row(i));
      indices[i] = (int) labels.get(i);
    }
    this.temperature = TemperatureScaling.fit(logits, indices).temperature();
  }

  private double[] row(int i) {
    double[] row = new double[numClasses];
    Arrays.setAll(row, k -> probabilities.get(i * numClasses + k));
    return row;
  }

  private static double[] logs(double[] probs) {
    return Arrays.stream(probs).map(p -> Math.log(Math.max(p, LEAST))).toArray();
  }

  @Override
  public int numRows() {
    return labels.size();
  }

  @Override
  public Map<String, double[]> numbers() {
    return Map.of("probabilities", probabilities.toArray(), "labels", labels.toArray());
  }

  /** T; below 1 the probabilities were not sure enough. */
  public double temperature() {
    return temperature;
  }

  /** Mean probabilities of one row, at the temperature. */
  public double[] calibrated(double[] probs) {
    double[] logits = logs(probs);
    double greatest = Arrays.stream(logits).max().orElseThrow();
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      logits[k] = Math.exp((logits[k] - greatest) / temperature);
      sum += logits[k];
    }
    double total = sum;
    return Arrays.stream(logits).map(each -> each / total).toArray();
  }

  /**
   * The least probability that a class of the set has, for sets that hold the true class with a
   * probability of at least {@code level}.
   *
   * @throws IllegalArgumentException if there are too few rows for the level
   */
  public double inclusion(double level) {
    Check.openUnit(level, "level");
    int n = numRows();
    int rank = (int) Math.ceil((n + 1) * level - 1e-9);
    Check.require(
        rank <= n,
        "calibration",
        "at least " + (int) Math.ceil(level / (1 - level) - 1e-9) + " rows for level " + level,
        n);
    double[] scores = new double[n];
    Arrays.setAll(scores, i -> 1 - calibrated(row(i))[(int) labels.get(i)]);
    Arrays.sort(scores);
    return 1 - scores[rank - 1];
  }

  /**
   * The greatest doubt, 1 minus the greatest calibrated probability, up to which at most the share
   * {@code risk} of the labels were wrong; empty if there is none.
   */
  public OptionalDouble threshold(double risk) {
    Check.openUnit(risk, "risk");
    int n = numRows();
    double[] doubt = new double[n];
    boolean[] correct = new boolean[n];
    for (int i = 0; i < n; i++) {
      double[] probs = calibrated(row(i));
      int label = 0;
      for (int k = 1; k < numClasses; k++) {
        label = probs[k] > probs[label] ? k : label;
      }
      doubt[i] = 1 - probs[label];
      correct[i] = label == (int) labels.get(i);
    }
    return RiskCoverage.of(doubt, correct).forAccuracy(1 - risk).stream()
        .mapToDouble(point -> point.coverage() == 1 ? 1 : point.threshold())
        .findFirst();
  }
}
