package org.jeffreys.inference.laplace;

/** How a normal distribution of parameters becomes a prediction. */
public enum Predictive {
  /**
   * The network made linear in its parameters at θ*: in closed form for a Gaussian likelihood, and
   * {@link #FUNCTIONS} for another.
   *
   * <pre>{@code
   * f(x) ~ N(f*(x), J(x) Σ J(x)ᵀ)
   * }</pre>
   */
  LINEARISED,
  /** Draws of the linear network: {@code f*(x) + J(x) (θ - θ*)}, each a function of all inputs. */
  FUNCTIONS,
  /**
   * For classes: the mean of the softmax of the linear network's normal logits, approximately.
   *
   * <pre>{@code
   * pₖ ∝ 1 / Σⱼ exp(-(fₖ - fⱼ) / sqrt(1 + π/8 Var[fₖ - fⱼ]))
   * }</pre>
   *
   * <p>Two classes give MacKay's formula. Probabilities are all it knows: epistemic measures are 0.
   */
  PROBIT,
  /** Draws of parameters, put through the network itself. */
  SAMPLED
}
