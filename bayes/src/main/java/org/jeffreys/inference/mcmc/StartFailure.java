package org.jeffreys.inference.mcmc;

import org.jeffreys.core.NumericalException;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** Starting points without a density, and whose fault that is. */
final class StartFailure {
  private StartFailure() {}

  /**
   * What the target knows about a point.
   *
   * @param position @shape [1, dimension]
   * @return to follow what was got: empty, or behind a colon
   */
  static String because(LogDensity target, Tensor position) {
    String explanation = target.explain(position);
    return explanation.isEmpty() ? "" : ": " + explanation;
  }

  /** As above, of a point on the heap. */
  static String because(LogDensity target, double[] position) {
    try (Scope scope = Scope.open()) {
      return because(target, Tensor.of(position, 1, position.length).to(target.dtype()));
    }
  }

  /**
   * Requires that all points have a density.
   *
   * @param position @shape [draws, dimension]
   * @param value its log density, @shape [draws]
   */
  static void requireDensity(LogDensity target, Tensor position, Tensor value) {
    double[] values = value.to(DType.FLOAT64).toDoubles();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new NumericalException(
            "start: expected a finite log density, got "
                + values[i]
                + because(target, position.narrow(0, i, 1))
                + "; start elsewhere");
      }
    }
  }

  /** Requires gradients as well. */
  static void requireGradient(
      LogDensity target, Tensor position, Gradients.ValueAndGradient found) {
    requireDensity(target, position, found.value());
    if (!found.gradient().isFinite().all()) {
      throw new NumericalException(
          "start: expected a finite gradient, got NaN or infinity; start elsewhere");
    }
  }
}
