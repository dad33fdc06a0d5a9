package org.jeffreys.ppl.model;

import org.jeffreys.distribution.HalfNormal;
import org.jeffreys.distribution.Normal;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramFactory;
import org.jeffreys.tensor.Tensor;

/**
 * Bayesian linear regression without an intercept.
 *
 * <pre>{@code
 * β_k ~ N(0, 10)      σ ~ N⁺(0, 10)      y_i ~ N(x_i β, σ)
 * }</pre>
 */
public record LinearRegression() implements ProgramFactory {
  @Override
  public Program of(ProgramData data) {
    Tensor x = data.tensor("X");
    Tensor y = data.tensor("y", x.size(0));
    return m -> {
      Tensor beta = m.sample("beta", Normal.of(0, 10).iid(x.size(1)));
      Tensor sigma = m.sample("sigma", HalfNormal.of(10));
      try (Plate rows = m.plate("rows", y.size(0))) {
        m.observe("y", new Normal(LinearPredictor.of(x, beta), sigma), y);
      }
    };
  }
}
