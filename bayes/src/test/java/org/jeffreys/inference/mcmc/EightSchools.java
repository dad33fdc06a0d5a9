package org.jeffreys.inference.mcmc;

import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The non-centred eight schools over (μ, log τ, z₁, …, z₈).
 *
 * <pre>{@code
 * μ ~ N(0, 5)      τ ~ Cauchy⁺(0, 5)      zⱼ ~ N(0, 1)      yⱼ ~ N(μ + τ zⱼ, σⱼ)
 * }</pre>
 *
 * @param effects y, @shape [8]
 * @param errors σ, @shape [8]
 * @source Rubin (1981), Journal of Educational Statistics 6; the priors are posteriordb's
 */
record EightSchools(Tensor effects, Tensor errors) implements LogDensity {

  /** With tensors of the innermost scope. */
  static EightSchools make() {
    return new EightSchools(
        Tensor.of(new double[] {28, 8, -3, 7, -1, 1, 18, 12}, 8),
        Tensor.of(new double[] {15, 10, 16, 11, 9, 11, 10, 18}, 8));
  }

  @Override
  public int dimension() {
    return 10;
  }

  @Override
  public DType dtype() {
    return DType.FLOAT64;
  }

  @Override
  public Tensor logProb(Tensor position) {
    Tensor mu = position.narrow(1, 0, 1);
    Tensor logTau = position.narrow(1, 1, 1);
    Tensor z = position.narrow(1, 2, 8);
    Tensor tau = logTau.exp();
    Tensor residuals = effects.sub(mu.addProduct(tau, z)).div(errors);
    Tensor squares = residuals.square().add(z.square()).sum(1);
    Tensor prior = mu.square().mul(-1 / 50.0).sub(Special.log1p(tau.square().mul(1 / 25.0)));
    return squares.mul(-0.5).add(prior.add(logTau).squeeze(1));
  }
}
