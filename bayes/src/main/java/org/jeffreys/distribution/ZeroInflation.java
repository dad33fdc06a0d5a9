package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/** Counts with zeros besides those of their distribution. */
final class ZeroInflation {
  private ZeroInflation() {}

  static Tensor logProb(Tensor gate, Distribution counts, Tensor value) {
    Tensor regular = counts.logProb(value).add(Special.log1p(gate.neg()));
    Tensor zero = Tensor.zeros(value.dtype());
    Tensor atZero = counts.logProb(zero).add(Special.log1p(gate.neg()));
    return value.eq(zero).where(Special.logAddExp(gate.log(), atZero), regular);
  }

  static Tensor sample(Rng rng, Tensor gate, Distribution counts, Shape shape) {
    Tensor unit = rng.uniform(DType.FLOAT64, shape.toArray());
    Tensor extra = unit.sub(Gradients.stop(gate).to(DType.FLOAT64)).lt(0);
    return extra.where(Tensor.zeros(gate.dtype()), counts.sample(rng, shape));
  }
}
