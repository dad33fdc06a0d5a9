package org.jeffreys.inference.mcmc;

import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;

/**
 * Eight schools, not centred, written by hand.
 *
 * <pre>{@code
 * μ ~ N(0, 5)   τ ~ half-Cauchy(0, 5)   t ~ N(0, I)   yᵢ ~ N(μ + τ tᵢ, σᵢ)      position = (t, μ, log τ)
 * }</pre>
 *
 * @source Rubin (1981), Journal of Educational Statistics 6(4); the model of posteriordb's
 *     eight_schools_noncentered
 */
record EightSchools(Tensor y, Tensor sigma) implements LogDensity {
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
    Tensor standard = position.narrow(1, 0, 8);
    Tensor mu = position.narrow(1, 8, 1);
    Tensor logTau = position.narrow(1, 9, 1);
    Tensor tau = logTau.exp();
    Tensor residual = y.sub(mu.add(tau.mul(standard))).div(sigma);
    Tensor tauPrior = logTau.sub(tau.div(5).square().add(1).log());
    Tensor squares = residual.square().add(standard.square()).sum(1);
    return tauPrior.sub(mu.square().div(50)).squeeze(1).sub(squares.mul(0.5));
  }
}
