package org.jeffreys.ppl.model;

import org.jeffreys.core.Check;
import org.jeffreys.distribution.HalfCauchy;
import org.jeffreys.distribution.Normal;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramFactory;
import org.jeffreys.tensor.Tensor;

/**
 * A time series by its own past.
 *
 * <pre>{@code
 * α, β_k ~ N(0, 10)      σ ~ C⁺(0, 2.5)      y_t ~ N(α + Σ_k β_k y_{t-k}, σ)      t > K
 * }</pre>
 */
public record AutoRegression() implements ProgramFactory {
  @Override
  public Program of(ProgramData data) {
    int order = data.count("K");
    int length = data.count("T");
    Check.require(length > order, "data, T", "more than K, " + order, length);
    Tensor y = data.tensor("y", length);
    Tensor[] lags = new Tensor[order];
    for (int k = 0; k < order; k++) {
      lags[k] = y.narrow(0, order - 1 - k, length - order);
    }
    Tensor past = Tensor.stack(1, lags);
    Tensor present = y.narrow(0, order, length - order);
    return m -> {
      Tensor alpha = m.sample("alpha", Normal.of(0, 10));
      Tensor beta = m.sample("beta", Normal.of(0, 10).iid(order));
      Tensor sigma = m.sample("sigma", HalfCauchy.of(2.5));
      try (Plate time = m.plate("time", length - order)) {
        Tensor mean = LinearPredictor.of(past, beta).add(alpha);
        m.observe("y", new Normal(mean, sigma), present);
      }
    };
  }
}
