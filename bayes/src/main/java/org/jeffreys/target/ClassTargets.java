package org.jeffreys.target;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** Targets that are the index of a class, int64 {@code [n, 1]}. */
final class ClassTargets {
  private ClassTargets() {}

  /** Checks the type, and that each is a class. */
  static void check(Tensor targets, int numClasses) {
    Check.require(targets.dtype() == DType.INT64, "targets", "int64 class indices", targets);
    try (Scope scope = Scope.open()) {
      double least = targets.to(DType.FLOAT64).min().item();
      double greatest = targets.to(DType.FLOAT64).max().item();
      Check.require(
          least >= 0 && greatest < numClasses,
          "targets",
          "classes in [0, " + numClasses + ")",
          (long) (least < 0 ? least : greatest));
    }
  }

  /**
   * In how many examples of each draw the target has the greatest score; of several equal ones the
   * lowest class counts, as in predictions.
   *
   * @param scores @shape [draws, batch, classes]
   * @param targets @shape [draws or 1, batch, 1]
   * @return @shape [draws], int64
   */
  static Tensor numHits(Tensor scores, Tensor targets) {
    // On the heap: a dozen small operations would cost ten times as much.
    int draws = Math.toIntExact(scores.size(0));
    int batch = Math.toIntExact(scores.size(1));
    int numClasses = Math.toIntExact(scores.size(2));
    double[] values = scores.toDoubles();
    long[] classes = targets.toLongs();
    long[] hits = new long[draws];
    for (int row = 0; row < draws * batch; row++) {
      hits[row / batch] +=
          greatest(values, row * numClasses, numClasses) == classes[row % classes.length] ? 1 : 0;
    }
    return Tensor.of(hits, draws);
  }

  /** The place of the greatest of some values, the first of several; -1 where one is NaN. */
  private static int greatest(double[] values, int start, int count) {
    int best = 0;
    for (int k = 0; k < count; k++) {
      if (Double.isNaN(values[start + k])) {
        return -1;
      }
      best = values[start + k] > values[start + best] ? k : best;
    }
    return best;
  }
}
