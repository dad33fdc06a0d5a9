package org.jeffreys.uncertainty;

import org.jeffreys.core.Check;

/** Predicted class probabilities beside the classes that came true: what scores are given for. */
public final class LabelledProbs {
  private static final double ROUNDING = 1e-4;

  private final double[][] probs;
  private final int[] labels;
  private final int[] predicted;

  private LabelledProbs(double[][] probs, int[] labels) {
    this.probs = probs;
    this.labels = labels;
    this.predicted = new int[labels.length];
    for (int row = 0; row < labels.length; row++) {
      predicted[row] = ClassDraws.argmax(probs[row], 0, probs[row].length);
    }
  }

  /**
   * Probabilities and labels, copied.
   *
   * @shape probs [rows][classes]; labels [rows]
   * @throws IllegalArgumentException if there is no row or not one label a row, a row has another
   *     number of classes, a probability is outside [0, 1], those of a row do not sum to 1 within
   *     1e-4, or a label is no class
   */
  public static LabelledProbs of(double[][] probs, int[] labels) {
    Check.atLeast(probs.length, 1, "number of rows");
    Check.require(
        labels.length == probs.length, "labels", probs.length + ", one a row", labels.length);
    int numClasses = probs[0].length;
    double[][] copy = new double[probs.length][];
    for (int row = 0; row < copy.length; row++) {
      checkProbs(probs[row], numClasses, row);
      checkLabel(labels[row], numClasses, row);
      copy[row] = probs[row].clone();
    }
    return new LabelledProbs(copy, labels.clone());
  }

  /**
   * Checks that a row's label is a class.
   *
   * @throws IllegalArgumentException if it is not in [0, {@code numClasses})
   */
  public static void checkLabel(int label, int numClasses, int row) {
    if (label < 0 || label >= numClasses) {
      throw Check.failure("labels[" + row + "]", "a class in [0, " + numClasses + ")", label);
    }
  }

  /** The number of rows. */
  public int numRows() {
    return labels.length;
  }

  /** The number of classes. */
  public int numClasses() {
    return probs[0].length;
  }

  /** The probability of a class. */
  public double prob(int row, int k) {
    return probs[row][k];
  }

  /** The class that came true. */
  public int label(int row) {
    return labels[row];
  }

  /** The most probable class, the lowest of several. */
  public int predicted(int row) {
    return predicted[row];
  }

  /** The probability of the most probable class. */
  public double confidence(int row) {
    return probs[row][predicted[row]];
  }

  /** Whether the most probable class came true. */
  public boolean isCorrect(int row) {
    return predicted[row] == labels[row];
  }

  /** {@link #isCorrect} of all rows. */
  public boolean[] correct() {
    boolean[] correct = new boolean[labels.length];
    for (int row = 0; row < correct.length; row++) {
      correct[row] = isCorrect(row);
    }
    return correct;
  }

  private static void checkProbs(double[] probs, int numClasses, int row) {
    String name = "probs[" + row + "]";
    if (probs.length != numClasses || numClasses == 0) {
      throw Check.failure(name, Math.max(1, numClasses) + " classes", probs.length);
    }
    double sum = 0;
    for (double prob : probs) {
      if (!(prob >= 0 && prob <= 1)) {
        throw Check.failure(name, "values in [0, 1]", prob);
      }
      sum += prob;
    }
    if (Math.abs(sum - 1) > ROUNDING) {
      throw Check.failure(name, "the sum 1", sum);
    }
  }
}
