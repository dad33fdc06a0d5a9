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
    int numClasses = Math.toIntExact(scores.size(-1));
    Tensor fromLast = Tensor.range(numClasses).neg().add(numClasses);
    Tensor isBest = scores.eq(scores.max(-1).unsqueeze(-1)).to(DType.INT64);
    Tensor first = isBest.mul(fromLast).max(-1);
    Tensor right = first.eq(targets.squeeze(-1).neg().add(numClasses));
    return right.to(DType.INT64).sum(1);
  }
}
