package org.jeffreys.target;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * A posterior and a guide for it, a family of distributions q(x; φ), as a function of the guide's
 * parameters: a bound of the log evidence that is to be raised.
 *
 * <pre>{@code
 * ELBO(φ) = E_q [log p(D, x) - log q(x; φ)]
 * }</pre>
 */
public interface VariationalTarget {
  /** The guide's name, which messages bear. */
  String name();

  /** The length of φ. */
  int numParameters();

  /** The length of x. */
  int dimension();

  /** The element type of φ and x. */
  DType dtype();

  /** Parameters to start from. @shape [1, numParameters] */
  Tensor start(Rng rng);

  /**
   * A bound, estimated.
   *
   * @param value in nats
   * @param gradient in φ, @shape [1, numParameters]
   */
  record Bound(double value, Tensor gradient) {}

  /**
   * An estimate of the bound and of its gradient, unbiased over draws and minibatches.
   *
   * @param parameters φ, @shape [1, numParameters]
   * @throws org.jeffreys.core.NumericalException if the value is not finite; it says where that
   *     comes from
   */
  Bound estimate(Tensor parameters, Rng rng);

  /**
   * Independent draws from the guide.
   *
   * @return @shape [draws, dimension]
   */
  Tensor sample(Tensor parameters, long draws, Rng rng);

  /**
   * Draws and their importance.
   *
   * @param position @shape [draws, dimension]
   * @param logWeight log p(D, x) - log q(x; φ), @shape [draws]
   */
  record Weighted(Tensor position, Tensor logWeight) {}

  /**
   * Independent draws from the guide and, by all data, how much more or less likely the posterior
   * makes them.
   *
   * @throws IllegalArgumentException if the guide has no density
   */
  Weighted weighted(Tensor parameters, long draws, Rng rng);
}
