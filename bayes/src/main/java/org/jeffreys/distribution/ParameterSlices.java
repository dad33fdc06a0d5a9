package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** Arrays that lie one behind the other on the last axis of a tensor. */
final class ParameterSlices {
  private final Tensor all;
  private final Shape batch;
  private long offset;

  /** The slices of a tensor. @shape [batch…, count] */
  ParameterSlices(Tensor all, long count) {
    Check.require(
        all.rank() > 0 && all.size(-1) == count, "parameters", "vectors [..., " + count + "]", all);
    this.all = all;
    this.batch = Events.batch(all, 1);
  }

  /** The next array. @shape [batch…, shape…] */
  Tensor next(long... shape) {
    long count = Shape.of(shape).numElements();
    Tensor slice = all.narrow(-1, offset, count);
    offset += count;
    return slice.reshape(Events.append(batch, shape));
  }
}
