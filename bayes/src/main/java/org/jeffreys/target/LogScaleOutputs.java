package org.jeffreys.target;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** Outputs whose first half are locations, and the others logarithms of scales. */
final class LogScaleOutputs {
  private LogScaleOutputs() {}

  static void check(Shape output, Shape target) {
    Check.require(target.rank() == 1, "targets", "examples of shape [outputs]", target);
    Check.require(
        output.equals(Shape.of(2 * target.size(0))),
        "outputs",
        "examples of shape [" + 2 * target.size(0) + "], a mean and a log scale a target",
        output);
  }

  static Tensor logScales(Tensor outputs) {
    long count = outputs.size(-1) / 2;
    return outputs.narrow(-1, count, count);
  }

  /** {@code (y - f) / σ}, of scales in units of {@code unit}. */
  static Tensor standardised(Tensor outputs, Tensor targets, double unit) {
    Tensor locations = outputs.narrow(-1, 0, outputs.size(-1) / 2);
    return targets.sub(locations).mul(1 / unit).mul(logScales(outputs).neg().exp());
  }
}
