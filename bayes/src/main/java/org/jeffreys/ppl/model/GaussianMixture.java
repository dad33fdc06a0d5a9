package org.jeffreys.ppl.model;

import org.jeffreys.distribution.Bernoulli;
import org.jeffreys.distribution.Beta;
import org.jeffreys.distribution.Flat;
import org.jeffreys.distribution.HalfNormal;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Supports;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramFactory;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A mixture of two normal distributions, which component a row is of summed out.
 *
 * <pre>{@code
 * μ₁ < μ₂ ~ N(0, 2)      σ_k ~ N⁺(0, 2)      θ ~ Beta(5, 5)
 * y_i ~ θ N(μ₁, σ₁) + (1 - θ) N(μ₂, σ₂)
 * }</pre>
 */
public record GaussianMixture() implements ProgramFactory {
  @Override
  public Program of(ProgramData data) {
    Tensor y = data.tensor("y");
    return m -> {
      Tensor mu = m.sample("mu", new Flat(Supports.ORDERED, Shape.of(2)));
      m.factor("prior of mu", Normal.of(0, 2).iid(2).logProb(mu));
      Tensor sigma = m.sample("sigma", HalfNormal.of(2).iid(2));
      Tensor theta = m.sample("theta", Beta.of(5, 5));
      try (Plate rows = m.plate("rows", y.size(0))) {
        Tensor second = m.sample("second", Bernoulli.ofProbs(theta.neg().add(1)));
        m.observe("y", new Normal(chosen(mu, second), chosen(sigma, second)), y);
      }
    };
  }

  private static Tensor chosen(Tensor pair, Tensor second) {
    int last = pair.rank() - 1;
    Tensor first = pair.select(last, 0);
    return first.add(pair.select(last, 1).sub(first).mul(second));
  }
}
