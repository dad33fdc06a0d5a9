package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** Indices of a last axis of classes, as floating point numbers. */
final class ClassIndices {
  private ClassIndices() {}

  /** What lies before the axis of classes. */
  static Shape batch(Tensor classes) {
    return Shape.of(java.util.Arrays.copyOf(classes.shape(), classes.rank() - 1));
  }

  /** The log probability of each index; minus infinity where there is no such class. */
  static Tensor pick(Tensor logProbs, Tensor value) {
    long count = logProbs.size(-1);
    Tensor inside = Domain.count(value).and(value.lt((double) count));
    long[] shape = Parameters.broadcast(batch(logProbs).toArray(), value.shape());
    long[] withClasses = Shape.of(count).prepend(shape).toArray();
    return Domain.density(
        inside,
        value,
        0,
        index ->
            logProbs
                .expand(withClasses)
                .gather(-1, index.to(DType.INT64).expand(shape).unsqueeze(-1))
                .squeeze(-1));
  }

  /** The first index whose running sum of probabilities reaches a uniform number. */
  static Tensor sample(Rng rng, Tensor logits, Shape shape) {
    Tensor sums = logits.to(DType.FLOAT64).softmax(-1).cumSum(-1);
    Tensor total = sums.narrow(-1, logits.size(-1) - 1, 1);
    Tensor unit = Noise.uniform(rng, DType.FLOAT64, shape, u -> u).unsqueeze(-1);
    return sums.sub(unit.mul(total)).lt(0).count(-1).to(logits.dtype());
  }
}
