package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * A family of bijectors of vectors, whose parameters are one vector: what a guide learns, or what a
 * network gives for each example.
 */
public interface Flow {
  /** The length of the vectors that are mapped. */
  int size();

  /** The number of parameters. */
  int parameterCount();

  /** Parameters of a map close to the identity. @shape [parameterCount] */
  Tensor initial(DType dtype, Rng rng);

  /**
   * The bijector.
   *
   * @param parameters @shape [batch…, parameterCount], whose batch broadcasts with that of vectors
   */
  Bijector bijector(Tensor parameters);
}
