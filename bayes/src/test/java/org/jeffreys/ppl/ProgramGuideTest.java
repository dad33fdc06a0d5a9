package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.distribution.Distribution;
import org.jeffreys.distribution.Gamma;
import org.jeffreys.distribution.LogNormal;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Poisson;
import org.jeffreys.distribution.Supports;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.vi.Svi;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.VariationalFit;
import org.jeffreys.target.VariationalTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NativeMemory.class)
final class ProgramGuideTest {
  private static final double[] DATA = {0.3, 1.2, -0.4, 2, 0.7};

  /** z_i ~ N(mu, 1), y_i ~ N(z_i, 0.5), with a parameter in the middle. */
  private static Program model(int count) {
    return m -> {
      Tensor shift = m.param("shift", m.number(0.4), Supports.POSITIVE);
      Tensor mu = m.sample("mu", Normal.of(0, 1));
      try (Plate rows = m.plate("rows", 5, count)) {
        Tensor z = m.sample("z", Normal.of(mu.add(shift), 1));
        m.observe("y", Normal.of(z, 0.5), rows.rows(Tensor.of(DATA, 5)));
      }
    };
  }

  private static Program guide(int count) {
    return m -> {
      Tensor loc = m.param("loc", m.number(0.2), Supports.REAL);
      Tensor scale = m.param("scale", m.number(0.6), Supports.POSITIVE);
      Tensor slope = m.param("slope", m.number(0.8), Supports.REAL);
      m.sample("mu", new Normal(loc, scale));
      try (Plate rows = m.plate("rows", 5, count)) {
        Tensor near = rows.rows(Tensor.of(DATA, 5)).mul(slope);
        m.sample("z", Normal.of(near, 0.45));
      }
    };
  }

  static Stream<Elbo> bounds() {
    return Stream.of(
        Elbo.trace(1),
        Elbo.trace(3),
        Elbo.analytic(3),
        Elbo.importanceWeighted(3),
        Elbo.renyi(0.5, 3));
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void gradientsAreThoseOfFiniteDifferences(Elbo bound) {
    VariationalTarget target = ProgramGuide.of(Model.of(model(3)), guide(3), bound);
    assertThat(target.numParameters()).isEqualTo(4);
    double[] at = {0.1, -0.4, 0.7, 0.3};
    double[] gradient = estimate(target, at).gradient().toDoubles();
    for (int i = 0; i < at.length; i++) {
      double h = 1e-5;
      at[i] += h;
      double up = estimate(target, at).value();
      at[i] -= 2 * h;
      double down = estimate(target, at).value();
      at[i] += h;
      double slope = (up - down) / (2 * h);
      assertThat(gradient[i]).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
    }
  }

  private static VariationalTarget.Bound estimate(VariationalTarget target, double[] at) {
    try (Rng rng = Rng.of(5, "noise")) {
      return target.estimate(Tensor.of(at, 1, at.length), rng);
    }
  }

  /** All bounds of order 1 have one mean, minibatches or not, closed or not. */
  @Test
  void estimatesAreUnbiased() {
    double[] at = {0.1, -0.4, 0.7, 0.3};
    SeedRegression.Moments whole = moments(5, Elbo.trace(1), at);
    SeedRegression.Moments batch = moments(2, Elbo.trace(1), at);
    SeedRegression.Moments closed = moments(5, Elbo.analytic(1), at);
    double error = 5 * Math.hypot(whole.sd(), batch.sd()) / Math.sqrt(4000);
    assertThat(batch.mean()).isCloseTo(whole.mean(), within(error));
    assertThat(closed.mean()).isCloseTo(whole.mean(), within(error));
    SeedRegression.Moments weighted = moments(5, Elbo.importanceWeighted(10), at);
    assertThat(weighted.mean()).isGreaterThan(whole.mean() + 0.2);
  }

  private static SeedRegression.Moments moments(int count, Elbo bound, double[] at) {
    VariationalTarget target = ProgramGuide.of(Model.of(model(count)), guide(count), bound);
    Tensor parameters = Tensor.of(at, 1, at.length);
    double[] values = new double[4000];
    try (Rng rng = Rng.of(7, "estimates")) {
      for (int i = 0; i < values.length; i++) {
        VariationalTarget.Bound one = target.estimate(parameters, rng);
        values[i] = one.value();
        one.gradient().close();
      }
    }
    return SeedRegression.Moments.of(values);
  }

  /** A guide of the posterior's family ends in it, without noise where it sticks the landing. */
  @Test
  void findsAConjugatePosterior() {
    Program program =
        m -> {
          Tensor mu = m.sample("mu", Normal.of(0, 1));
          try (Plate rows = m.plate("rows", 5)) {
            m.observe("y", Normal.of(mu, 0.5), rows.rows(Tensor.of(DATA, 5)));
          }
        };
    Program guide =
        m -> {
          Tensor loc = m.param("loc", m.number(0), Supports.REAL);
          Tensor scale = m.param("scale", m.number(1), Supports.POSITIVE);
          m.sample("mu", new Normal(loc, scale));
        };
    ProgramGuide target = ProgramGuide.of(Model.of(program), guide, Elbo.trace(1).sticky());
    try (VariationalFit fit = Svi.of(2000, 0.05).fit(target, Run.of(1))) {
      double precision = 1 + 5 / 0.25;
      double[] found = fit.parameters().toDoubles();
      assertThat(found[0]).isCloseTo(3.8 / 0.25 / precision, within(1e-4));
      assertThat(Math.exp(2 * found[1])).isCloseTo(1 / precision, within(1e-4));
      assertThat(fit.draws(7, 1).shape()).containsExactly(7, 1);
      assertThat(fit.psis(500, 1).isReliable()).isTrue();
    }
  }

  /** The encoder sees each row and says where its z is: (4 y + mu) / 5. */
  @Test
  void networksAmortise() {
    double[] inputs = new double[40];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = 0.1 * (i - 20);
    }
    Tensor y = Tensor.of(inputs, 40);
    Program program =
        m -> {
          try (Plate rows = m.plate("rows", 40, 10)) {
            Tensor z = m.sample("z", Normal.of(0, 1));
            m.observe("y", Normal.of(z, 0.5), rows.rows(y));
          }
        };
    try (RandomNetwork encoder =
        RandomNetwork.of(Sequential.dense(Activation.TANH, 1, 8, 1), NormalPrior.fanIn(1, 0.1))) {
      Program guide =
          m -> {
            Tensor scale = m.param("scale", m.number(1), Supports.POSITIVE);
            try (Plate rows = m.plate("rows", 40, 10)) {
              Tensor each = rows.rows(y).unsqueeze(1);
              Tensor loc = encoder.learn(m, "encoder", 1, each).squeeze(2);
              m.sample("z", new Normal(loc, scale));
            }
          };
      ProgramGuide target = ProgramGuide.of(Model.of(program), guide, Elbo.analytic(4));
      try (VariationalFit fit = Svi.of(3000, 0.02).fit(target, Run.of(1));
          Rng rng = Rng.of(1, "draws")) {
        Map<String, Tensor> values = target.values(fit.parameters(), 2000, rng);
        double[] z = values.get("z").mean(0).toDoubles();
        for (int i = 0; i < z.length; i++) {
          assertThat(z[i]).isCloseTo(0.8 * inputs[i], within(0.08));
        }
        assertThatThrownBy(() -> fit.draws(1, 1))
            .hasMessageContaining("expected random variables outside of subsampled plates");
      }
    }
  }

  /** Densities in a gamma's concentration reach the guide through its draws. */
  @Test
  void otherFamiliesServe() {
    Program program = m -> m.sample("x", LogNormal.of(0.5, 0.4));
    Program guide =
        m -> {
          Tensor shape = m.param("shape", m.number(2), Supports.POSITIVE);
          Tensor rate = m.param("rate", m.number(1), Supports.POSITIVE);
          m.sample("x", new Gamma(shape, rate));
        };
    ProgramGuide target = ProgramGuide.of(Model.of(program), guide, Elbo.trace(10));
    try (VariationalFit fit = Svi.of(1500, 0.05).fit(target, Run.of(1))) {
      // log x of a Gamma has mean ψ(a) - log b and variance ψ'(a); KL is small, not 0.
      assertThat(fit.elbo(2000, 1).value()).isBetween(-0.02, 0.0);
    }
  }

  private static void assertRefused(Program program, Program guide, String message) {
    assertThatThrownBy(() -> ProgramGuide.of(Model.of(program), guide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Program single(String name, Distribution law) {
    return m -> m.sample(name, law);
  }

  @Test
  void refusesByName() {
    Program program = single("x", Normal.of(0, 1));
    assertRefused(
        program,
        single("z", Normal.of(0, 1)),
        "guide, site z: expected a random variable of the model, got none");
    assertRefused(
        program, m -> {}, "guide: expected all random variables of the model, got none of [x]");
    assertRefused(
        program,
        m -> m.observe("y", Normal.of(0, 1), m.number(1)),
        "guide: expected random variables and parameters, got OBSERVED y");
    assertThatThrownBy(() -> ProgramGuide.of(Model.of(program), single("x", Poisson.of(2.0))))
        .hasMessageContaining("x")
        .hasMessageContaining("Poisson");
    Program three = m -> m.sample("x", Normal.of(Tensor.zeros(DType.FLOAT64, 3), 1).iid(3));
    assertThatThrownBy(
            () ->
                ProgramGuide.of(Model.of(program), three)
                    .estimate(Tensor.empty(DType.FLOAT64, 1, 0), Rng.of(1, "x")))
        .hasMessage("guide, site x: expected values of the model's shape [1], got [1, 3]");
  }
}
