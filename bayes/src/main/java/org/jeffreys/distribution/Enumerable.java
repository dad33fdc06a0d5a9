package org.jeffreys.distribution;

import org.jeffreys.tensor.Tensor;

/**
 * A distribution of finitely many values, the same for all of the stack, that can be summed over.
 */
public interface Enumerable extends Distribution {
  /** All values, @shape [values, event…] */
  Tensor values();
}
