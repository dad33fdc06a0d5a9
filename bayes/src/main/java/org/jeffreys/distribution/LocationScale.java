package org.jeffreys.distribution;

import org.jeffreys.tensor.Tensor;

/** A distribution of {@code loc + scale z}, z of a distribution without location and scale. */
public interface LocationScale extends Distribution {
  /** The location. */
  Tensor loc();

  /** The scale. */
  Tensor scale();

  /** That of z, of this one's batch shape. */
  Distribution standard();
}
