package org.jeffreys.inference.sgmcmc;

import org.jeffreys.tensor.Tensor;

/** The logarithm of a gamma variate of shape 2.5: log p = 2.5 x - e^x, skewed to the left. */
public final class LogGamma {
  private static final double MEAN = 0.7031566406452432; // digamma(2.5)
  private static final double VARIANCE = 0.4903577561002349; // polygamma(1, 2.5)
  private static final double THIRD = -0.2362040516417274; // polygamma(2, 2.5)

  private LogGamma() {}

  /** Holds draws against the moments; by scipy.special 1.17.1's functions, named above. */
  public static Moments moments(Tensor draws) {
    return new Moments(draws)
        .expect("mean", MEAN, x -> x[0])
        .expect("variance", VARIANCE, x -> Math.pow(x[0] - MEAN, 2))
        .expect("third moment", THIRD, x -> Math.pow(x[0] - MEAN, 3))
        .expect("mean of e^x", 2.5, x -> Math.exp(x[0]));
  }
}
