package org.jeffreys.ppl.model;

import org.jeffreys.distribution.Normal;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramFactory;
import org.jeffreys.tensor.Tensor;

/**
 * Nine numbers whose scale varies over many orders of magnitude: hard for every sampler.
 *
 * <pre>{@code
 * v ~ N(0, 3)      x_i ~ N(0, exp(v / 2))
 * }</pre>
 *
 * @source Neal (2003), Slice sampling, Annals of Statistics 31(3), section 8
 */
public record Funnel() implements ProgramFactory {
  @Override
  public Program of(ProgramData data) {
    return m -> {
      Tensor v = m.sample("v", Normal.of(0, 3));
      try (Plate nine = m.plate("nine", 9)) {
        m.sample("x", new Normal(m.number(0), v.mul(0.5).exp()));
      }
    };
  }
}
