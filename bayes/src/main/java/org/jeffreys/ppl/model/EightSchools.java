package org.jeffreys.ppl.model;

import java.util.List;
import java.util.Map;
import org.jeffreys.distribution.HalfCauchy;
import org.jeffreys.distribution.Normal;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramFactory;
import org.jeffreys.tensor.Tensor;

/**
 * Effects of coaching in schools that resemble one another.
 *
 * <pre>{@code
 * μ ~ N(0, 5)      τ ~ C⁺(0, 5)      θ_j ~ N(μ, τ)      y_j ~ N(θ_j, σ_j)
 * }</pre>
 *
 * <p>Without data it takes Rubin's. With few data a school the centred form has a funnel: take the
 * non-centred one.
 *
 * @param centred whether θ is drawn as it stands, and not as μ + τ z
 * @source Rubin (1981), Estimation in parallel randomized experiments, Journal of Educational
 *     Statistics 6(4); priors of posteriordb
 */
public record EightSchools(boolean centred) implements ProgramFactory {
  private static final ProgramData RUBIN =
      new ProgramData(
          Map.of(
              "J", 8,
              "y", List.of(28, 8, -3, 7, -1, 1, 18, 12),
              "sigma", List.of(15, 10, 16, 11, 9, 11, 10, 18)));

  @Override
  public Program of(ProgramData given) {
    ProgramData data = given.values().isEmpty() ? RUBIN : given;
    int schools = data.count("J");
    Tensor y = data.tensor("y", schools);
    Tensor sigma = data.tensor("sigma", schools);
    Program program =
        m -> {
          Tensor mu = m.sample("mu", Normal.of(0, 5));
          Tensor tau = m.sample("tau", HalfCauchy.of(5));
          try (Plate school = m.plate("school", schools)) {
            Tensor theta = m.sample("theta", new Normal(mu, tau));
            m.observe("y", new Normal(theta, sigma), y);
          }
        };
    return centred ? program : program.nonCentred("theta");
  }
}
