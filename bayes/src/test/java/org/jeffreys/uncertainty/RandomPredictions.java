package org.jeffreys.uncertainty;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jeffreys.core.Doubles;

/** Seeded draws and labels for tests that hold for all of them. */
final class RandomPredictions {
  private RandomPredictions() {}

  /** Logits N(0, scale²). */
  static double[][] logits(int numDraws, int numClasses, double scale, SplittableRandom rng) {
    double[][] logits = new double[numDraws][numClasses];
    for (double[] draw : logits) {
      Arrays.setAll(draw, k -> scale * rng.nextGaussian());
    }
    return logits;
  }

  static ClassDraws draws(int numDraws, int numClasses, double scale, SplittableRandom rng) {
    double[] weights = new double[numDraws];
    Arrays.setAll(weights, d -> 0.1 + rng.nextDouble());
    return ClassDraws.of(logits(numDraws, numClasses, scale, rng), Doubles.of(weights));
  }

  /**
   * Rows of softmax probabilities, rounded to {@code 1 / steps} where steps is positive, so that
   * there are ties; the labels are drawn from the probabilities.
   */
  static LabelledProbs labelled(int rows, int numClasses, int steps, SplittableRandom rng) {
    double[][] probs = new double[rows][];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      probs[row] = draws(1, numClasses, 2, rng).meanProbs().toArray();
      if (steps > 0) {
        double rest = 1;
        for (int k = 1; k < numClasses; k++) {
          probs[row][k] = Math.floor(probs[row][k] * steps) / steps;
          rest -= probs[row][k];
        }
        probs[row][0] = Math.min(1, Math.max(0, rest));
      }
      double uniform = rng.nextDouble();
      while (labels[row] < numClasses - 1 && uniform > probs[row][labels[row]]) {
        uniform -= probs[row][labels[row]++];
      }
    }
    return LabelledProbs.of(probs, labels);
  }
}
