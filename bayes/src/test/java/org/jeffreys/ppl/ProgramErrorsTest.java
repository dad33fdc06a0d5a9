package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.NumericalException;
import org.jeffreys.distribution.Dirichlet;
import org.jeffreys.distribution.Exponential;
import org.jeffreys.distribution.Flat;
import org.jeffreys.distribution.HalfNormal;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Supports;
import org.jeffreys.distribution.Uniform;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.mcmc.CheesHmc;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.Hmc;
import org.jeffreys.inference.mcmc.Pathfinder;
import org.jeffreys.inference.vi.Svi;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is wrong with a program, its data or where it starts, is said by the name of a site. */
@ExtendWith(NativeMemory.class)
final class ProgramErrorsTest {
  private static Tensor numbers(double... values) {
    return Tensor.of(values, values.length);
  }

  private static void assertRefused(Program program, String message) {
    assertThatThrownBy(
            () -> {
              try (Scope scope = Scope.open()) {
                Model.of(program);
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void twoSitesOfOneName() {
    assertRefused(
        m -> {
          m.sample("a", Normal.of(0, 1));
          m.deterministic("a", m.number(1));
        },
        "site a: expected a name of its own, got a second site a");
    Program program =
        m -> {
          Tensor a = m.sample("a", HalfNormal.of(1));
          m.sample("b_base", Normal.of(0, 1));
          m.sample("b", new Normal(m.number(0), a));
        };
    assertThatThrownBy(
            () -> {
              try (Scope scope = Scope.open()) {
                Model.of(program.nonCentred());
              }
            })
        .hasMessage("site b_base: expected a name of its own, got a second site b_base");
  }

  @Test
  void platesOfTheWrongSize() {
    assertRefused(
        m -> {
          try (Plate rows = m.plate("rows", 4)) {
            m.observe("y", Normal.of(0, 1), rows.rows(numbers(1, 2, 3)));
          }
        },
        "plate rows: expected rows of 4, got shape [3]; the first axis is the plate's");
    assertRefused(m -> m.plate("rows", 0), "plate rows: expected an integer >= 1, got 0");
    assertRefused(m -> m.plate("rows", 4, 5), "plate rows: expected 1 to 4 rows, got 5");
    assertRefused(
        m -> {
          try (Plate rows = m.plate("rows", 4)) {
            m.sample("a", Normal.of(0, 1));
          }
          try (Plate rows = m.plate("rows", 5)) {
            m.sample("b", Normal.of(0, 1));
          }
        },
        "plate rows: expected a size of 4, as where it was opened before, got 5; give it a name of"
            + " its own");
    assertRefused(
        m -> {
          Plate outer = m.plate("outer", 4);
          try (Plate inner = m.plate("inner", 2)) {
            outer.close();
          }
        },
        "plate outer: expected the innermost plate to be closed first, got inner");
  }

  @Test
  void dataThatDoNotMatch() {
    assertRefused(
        m -> {
          try (Plate rows = m.plate("rows", 4)) {
            m.observe("y", Normal.of(0, 1), numbers(1, 2, 3));
          }
        },
        "site y: expected values that broadcast to [1, 4], plate rows 4, got [3]; put repetitions in"
            + " a plate, or make them one value with iid(…)");
    assertRefused(
        m -> m.observe("y", Normal.of(numbers(0, 1, 2), 1), m.number(0)),
        "site y: expected parameters that broadcast to [1], got [3]; put repetitions in a plate, or"
            + " make them one value with iid(…)");
  }

  @Test
  void valuesOutsideOfASupport() {
    assertRefused(
        m -> {
          try (Plate rows = m.plate("rows", 3)) {
            m.observe("y", Exponential.of(1), rows.rows(numbers(1, -2, 3)));
          }
        },
        "site y: expected finite values >= 0, got -2.0");
    assertRefused(
        m -> m.observe("y", Normal.of(0, 1), m.number(Double.NaN)),
        "site y: expected finite values, got NaN");
    assertRefused(
        m -> m.observe("p", new Dirichlet(numbers(1, 1)), numbers(0.3, 0.4)),
        "site p: expected values >= 0 that sum to 1, got another value, number 1");
    Program program = m -> m.sample("scale", HalfNormal.of(1));
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> below = Map.of("scale", numbers(-0.5));
      String message = "site scale: expected finite values >= 0, got -0.5";
      assertRefused(program.condition(below), message);
      assertRefused(program.substitute(below), message);
      assertThatThrownBy(() -> Model.of(program).position(below)).hasMessage(message);
    }
    assertRefused(
        m -> m.param("rate", m.number(-1), Supports.POSITIVE),
        "site rate: expected finite values > 0, got -1.0");
  }

  /** The number that is wrong, among many; values that do not count are not to blame. */
  @Test
  void densitiesThatAreNotFinite() {
    try (Scope scope = Scope.open()) {
      Program program =
          m -> {
            Tensor a = m.sample("a", Flat.real());
            try (Plate rows = m.plate("rows", 3)) {
              Tensor scale = m.deterministic("scale", a.add(rows.rows(numbers(3, 1, -1))));
              m.observe("y", new Normal(m.number(0), scale), rows.rows(numbers(7, 8, 9)));
            }
          };
      ProgramDensity density = Model.of(program.with(Handlers.mask(numbers(1).gt(0)))).density();
      assertThat(density.explain(Tensor.of(new double[] {0.5}, 1, 1)))
          .isEqualTo("site y has log probability NaN at 9.0, number 3 of 3");
      Program set = m -> m.sample("b", Uniform.of(0, 1));
      Model model =
          Model.of(
              m -> {
                set.intervene(Map.of("b", numbers(7))).run(m);
                m.factor("f", m.sample("c", Flat.real()).log());
              });
      assertThat(model.density().explain(Tensor.of(new double[] {-1}, 1, 1)))
          .isEqualTo("factor f is NaN");
      assertThat(model.density().explain(Tensor.of(new double[] {1}, 1, 1)))
          .isEqualTo("no site by itself, but a Jacobian or their sum");
    }
  }

  /** Parameters go wrong after the model was looked at. */
  private static Model later() {
    boolean[] isLooked = {false};
    Model model =
        Model.of(
            m -> {
              Tensor x = m.sample("x", Normal.of(0, 1));
              Tensor bad = x.mul(0).sub(isLooked[0] ? Double.POSITIVE_INFINITY : 0);
              m.observe("y", Normal.of(bad, 1), m.number(5));
            });
    isLooked[0] = true;
    return model;
  }

  @Test
  void startingPointsWithoutADensity() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.streams(1, "chains", 2)) {
      Model model = later();
      assertThatThrownBy(
              () -> HamiltonianSampler.nuts().withChains(1).sample(model.density(), Run.of(1)))
          .isInstanceOf(NumericalException.class)
          .hasMessage(
              "start: expected a finite log density and gradient, got a log density of -Infinity at"
                  + " the last of 100 points uniform on (-2.0, 2.0) of chain 0: site y has log"
                  + " probability -Infinity at [5.0]; give starting points, or check the density"
                  + " there");
      String message =
          "start: expected a finite log density, got -Infinity: site y has log probability -Infinity"
              + " at [5.0]; start elsewhere";
      Tensor at = Tensor.zeros(DType.FLOAT64, 2, 1);
      ProgramDensity density = model.density();
      Hmc hmc = new Hmc(new Hmc.Config(0.8, 5, 0, false, false), density);
      assertThatThrownBy(() -> hmc.init(at)).hasMessage(message);
      CheesHmc chees = new CheesHmc(CheesHmc.Config.withWarmup(8), density);
      assertThatThrownBy(() -> chees.init(at)).hasMessage(message);
      Pathfinder pathfinder = new Pathfinder(Pathfinder.Config.standard(), density);
      assertThatThrownBy(() -> pathfinder.run(at, rng)).hasMessage(message);
      assertThatThrownBy(() -> Svi.of(10, 0.1).fit(new AutoNormal().of(model), Run.of(1)))
          .isInstanceOf(NumericalException.class)
          .hasMessage(
              "start: expected a position of finite log density, got none in 17; site y has log"
                  + " probability -Infinity at [5.0]; check data and priors");
    }
  }

  /** Whether it is possible is for the other sites to say: not at any one draw of theirs. */
  @Test
  void supportsThatOtherSitesGive() {
    try (Scope scope = Scope.open()) {
      Program tanks =
          m -> {
            Tensor most = m.sample("most", HalfNormal.of(10));
            try (Plate seen = m.plate("seen", 3)) {
              m.observe("y", new Uniform(m.number(0), most), seen.rows(numbers(1, 9, 11)));
            }
          };
      ProgramDensity density = Model.of(tanks).density();
      Tensor at = numbers(Math.log(12)).unsqueeze(1);
      assertThat(density.logProb(at).isFinite().all()).isTrue();
      assertThat(density.explain(Tensor.zeros(DType.FLOAT64, 1, 1)))
          .isEqualTo("site y has log probability -Infinity at 9.0, number 2 of 3");
      assertRefused(
          m -> {
            Tensor x = m.sample("x", Uniform.of(0, 1));
            m.observe("y", new Uniform(x, x.add(1)), m.number(5));
          },
          "site y: expected values in [low, high], got 5.0");
    }
  }
}
