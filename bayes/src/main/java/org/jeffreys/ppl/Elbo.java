package org.jeffreys.ppl;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;

/**
 * Which bound of the log evidence a guide is to raise.
 *
 * <pre>{@code
 * L = 1/(1 - α) log 1/K Σₖ wₖ^(1 - α)      wₖ = p(D, xₖ) / q(xₖ), xₖ drawn from q
 * }</pre>
 *
 * <p>At α = 1 it is the mean of log w, the ELBO; at α = 0 the importance weighted bound, which
 * tends to the log evidence as K grows.
 *
 * @param order α ≥ 0
 * @param numParticles K, at least 1
 * @param closed whether the divergences of sites are taken in closed form where they have one; at α
 *     = 1 and of hand-written guides only
 * @param sticking whether the gradient leaves out the score of q, whose mean is 0: no noise is left
 *     where q is the posterior; at α = 1 and 0 only
 * @source Li and Turner (2016), arXiv:1602.02311, eq. 6; Burda, Grosse and Salakhutdinov (2016),
 *     arXiv:1509.00519, eq. 8; Roeder, Wu and Duvenaud (2017), arXiv:1703.09194, for sticking, and
 *     at α = 0 Tucker et al. (2019), arXiv:1810.04152, eq. 8
 */
public record Elbo(double order, int numParticles, boolean closed, boolean sticking) {
  /** Checks the settings. */
  public Elbo {
    Check.nonNegative(order, "order");
    Check.atLeast(numParticles, 1, "numParticles");
    Check.require(!closed || order == 1, "closed", "order 1 for closed divergences", order);
    Check.require(!closed || !sticking, "closed", "no sticking with closed divergences", true);
    Check.require(!sticking || order == 1 || order == 0, "sticking", "order 1 or 0", order);
  }

  /** The ELBO by the mean of draws. */
  public static Elbo trace(int numParticles) {
    return new Elbo(1, numParticles, false, false);
  }

  /** The ELBO with divergences in closed form where sites have one. */
  public static Elbo analytic(int numParticles) {
    return new Elbo(1, numParticles, true, false);
  }

  /** The importance weighted bound. */
  public static Elbo importanceWeighted(int numParticles) {
    return new Elbo(0, numParticles, false, false);
  }

  /** Rényi's bound of an order. */
  public static Elbo renyi(double order, int numParticles) {
    return new Elbo(order, numParticles, false, false);
  }

  /** This bound with gradients that stick the landing. */
  public Elbo sticky() {
    return new Elbo(order, numParticles, closed, true);
  }

  /** The bound. @shape logWeights [particles]; result [] */
  Tensor value(Tensor logWeights) {
    if (order == 1) {
      return logWeights.mean(0);
    }
    Tensor powers = logWeights.mul(1 - order);
    return powers.logSumExp(0).sub(Math.log(numParticles)).div(1 - order);
  }

  /** The derivative of the bound by the log weights, which sum to 1. @shape [particles] */
  Tensor shares(Tensor logWeights) {
    return order == 1
        ? Tensor.full(logWeights.dtype(), 1.0 / numParticles, numParticles)
        : logWeights.mul(1 - order).softmax(0);
  }
}
