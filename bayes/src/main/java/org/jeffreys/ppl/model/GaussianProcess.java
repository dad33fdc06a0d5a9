package org.jeffreys.ppl.model;

import org.jeffreys.distribution.Gamma;
import org.jeffreys.distribution.HalfNormal;
import org.jeffreys.distribution.MultivariateNormal;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramFactory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Tensor;

/**
 * Regression by a Gaussian process of one input.
 *
 * <pre>{@code
 * ρ ~ Gamma(25, 4)      α ~ N⁺(0, 2)      σ ~ N⁺(0, 1)
 * y ~ N(0, α² exp(-(x - x')² / (2 ρ²)) + σ I)
 * }</pre>
 *
 * <p>σ is the variance of the noise, as posteriordb has it.
 */
public record GaussianProcess() implements ProgramFactory {
  @Override
  public Program of(ProgramData data) {
    Tensor x = data.tensor("x");
    long n = x.size(0);
    Tensor y = data.tensor("y", n);
    Tensor squares = x.unsqueeze(1).sub(x.unsqueeze(0)).square().mul(-0.5);
    Tensor identity = Tensor.eye(DType.FLOAT64, n);
    Tensor zero = Tensor.zeros(DType.FLOAT64, n);
    return m -> {
      Tensor rho = m.sample("rho", Gamma.of(25, 4)).unsqueeze(-1).unsqueeze(-1);
      Tensor alpha = m.sample("alpha", HalfNormal.of(2)).unsqueeze(-1).unsqueeze(-1);
      Tensor sigma = m.sample("sigma", HalfNormal.of(1)).unsqueeze(-1).unsqueeze(-1);
      Tensor kernel = squares.div(rho.square()).exp().mul(alpha.square());
      Tensor covariance = kernel.add(identity.mul(sigma));
      m.observe("y", new MultivariateNormal(zero, Linalg.choleskyOrNaN(covariance)), y);
    };
  }
}
