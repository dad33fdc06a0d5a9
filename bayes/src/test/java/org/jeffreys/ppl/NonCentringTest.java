package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.jeffreys.NativeMemory;
import org.jeffreys.diagnostic.Convergence;
import org.jeffreys.diagnostic.MonteCarloError;
import org.jeffreys.distribution.Bernoulli;
import org.jeffreys.distribution.Categorical;
import org.jeffreys.distribution.Gamma;
import org.jeffreys.distribution.HalfCauchy;
import org.jeffreys.distribution.HalfNormal;
import org.jeffreys.distribution.LogNormal;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.StudentT;
import org.jeffreys.distribution.Supports;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.McmcSample;
import org.jeffreys.inference.mcmc.Warmup;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class NonCentringTest {
  /** As one writes it by hand. */
  private static Program written() {
    return m -> {
      Tensor mu = m.sample("mu", Normal.of(0, 5));
      Tensor tau = m.sample("tau", HalfCauchy.of(5));
      try (Plate school = m.plate("school", 8)) {
        Tensor z = m.sample("z", Normal.of(0, 1));
        Tensor theta = m.deterministic("theta", mu.add(tau.mul(z)));
        Tensor scale = school.rows(Tensor.of(EightSchools.SIGMA, 8));
        m.observe("y", new Normal(theta, scale), school.rows(Tensor.of(EightSchools.Y, 8)));
      }
    };
  }

  @Test
  void theDensityIsThatOfTheFormWrittenByHand() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "positions")) {
      Model found = Model.of(EightSchools.centred().nonCentred());
      assertThat(found.layout().slots())
          .extracting(ProgramLayout.Slot::name)
          .containsExactly("mu", "tau", "theta_base");
      Tensor at = rng.normal(DType.FLOAT64, 5, 10);
      Model named = Model.of(EightSchools.centred().nonCentred("theta"));
      double[] values = found.density().logProb(at).toDoubles();
      assertThat(values).containsExactly(named.density().logProb(at).toDoubles());
      Model written = Model.of(written());
      double[] expected = written.density().logProb(at).toDoubles();
      assertThat(values).containsExactly(expected, within(1e-11));
      Tensor gradient = found.density().valueAndGradient(at).gradient();
      double[] slopes = written.density().valueAndGradient(at).gradient().toDoubles();
      assertThat(gradient.toDoubles()).containsExactly(slopes, within(1e-11));
      double[] theta = written.values(at).get("theta").toDoubles();
      assertThat(found.values(at).get("theta").toDoubles()).containsExactly(theta, within(1e-12));
    }
  }

  /** What depends on others, and has a location and a scale, at any depth and by any way. */
  @Test
  void choosesWhatDependsOnOthers() {
    try (Scope scope = Scope.open()) {
      Program program =
          m -> {
            Tensor free = m.sample("free", Normal.of(0, 1));
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            m.sample("by-location", Normal.of(free.exp(), 1));
            Tensor kept = m.deterministic("kept", scale.square());
            m.sample("by-scale", new Normal(m.number(0), kept));
            m.sample("tails", new StudentT(m.number(4), free, scale));
            m.sample("vector", new Normal(m.number(0), scale.unsqueeze(1)).iid(3));
            try (Plate outer = m.plate("outer", 3)) {
              Tensor group = m.sample("group", new Normal(free, scale));
              m.sample("own", Normal.of(0, 2));
              try (Plate inner = m.plate("inner", 2)) {
                m.sample("member", Normal.of(group, 1));
              }
            }
          };
      assertThat(NonCentring.of(program).sites())
          .containsExactly("by-location", "by-scale", "tails", "vector", "group", "member");
      assertThat(NonCentring.of(program.nonCentred()).sites()).isEmpty();
      Model model = Model.of(program.nonCentred());
      Tensor at = Tensor.zeros(DType.FLOAT64, 2, model.layout().dimension());
      assertThat(model.values(at).get("member").shape()).containsExactly(2, 3, 2);
      assertThat(model.values(at).get("vector").shape()).containsExactly(2, 1, 1, 3);
    }
  }

  @Test
  void leavesOthersAsTheyAre() {
    try (Scope scope = Scope.open()) {
      Program program =
          m -> {
            Tensor start = m.param("start", m.number(2), Supports.POSITIVE);
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor kind = m.sample("kind", Bernoulli.of(0.3));
            Tensor index = m.sample("index", new Categorical(Tensor.zeros(DType.FLOAT64, 3)));
            m.sample("of-parameter", new Normal(start, m.number(1)));
            m.sample("of-discrete", new Normal(kind, scale));
            m.sample("of-index", new Normal(index.to(DType.FLOAT64), scale));
            m.sample("other", new LogNormal(m.number(0), scale));
            m.sample("gamma", new Gamma(scale, scale));
            m.observe("y", new Normal(m.number(0), scale), m.number(1));
            m.sample("held", new Normal(m.number(0), scale));
            m.sample("observed", new Normal(m.number(0), scale));
          };
      Tensor one = Tensor.full(DType.FLOAT64, 1, 1);
      Program known = program.substitute(Map.of("held", one)).condition(Map.of("observed", one));
      assertThat(NonCentring.of(known).sites()).isEmpty();
      Program fixed = program.substitute(Map.of("scale", one));
      assertThat(NonCentring.of(fixed).sites()).isEmpty();
      assertThat(NonCentring.of(program).sites()).containsExactly("held", "observed");
    }
  }

  @Test
  void refusesOtherDistributionsByName() {
    assertThatThrownBy(
            () -> {
              try (Scope scope = Scope.open()) {
                Program program = m -> m.sample("x", HalfNormal.of(1));
                Model.of(program.nonCentred("x"));
              }
            })
        .hasMessage("site x: expected a distribution of location and scale, got HalfNormal");
  }

  /**
   * posteriordb's reference, eight_schools-eight_schools_noncentered: mean_value and the standard
   * deviations of its 10,000 draws.
   */
  @Tag("slow")
  @Test
  void agreesWithTheReferenceOfEightSchools() {
    try (Scope scope = Scope.open()) {
      Model model = Model.of(EightSchools.centred().nonCentred());
      HamiltonianSampler nuts =
          HamiltonianSampler.nuts().withWarmup(Warmup.of(500)).withSamples(2000);
      try (McmcSample sample = nuts.sample(model.density(), Run.of(1))) {
        SiteDraws draws = SiteDraws.of(model, sample.draws().values(), 4);
        double[] reference = {4.41051833695493, 3.60205952364059};
        double[] referenceSd = {3.3092964767266, 3.1984776709766};
        for (int k = 0; k < 2; k++) {
          double[][] chains = draws.chains(draws.names().indexOf(k == 0 ? "mu" : "tau"));
          double mean =
              Arrays.stream(chains).flatMapToDouble(Arrays::stream).average().orElseThrow();
          double error = Math.hypot(MonteCarloError.mean(chains), referenceSd[k] / 100);
          assertThat(mean).isCloseTo(reference[k], within(5 * error));
          Convergence convergence = Convergence.of(chains);
          assertThat(convergence.rhat()).isLessThan(1.01);
          assertThat(convergence.essBulk()).isGreaterThan(1000);
        }
        assertThat(draws.names()).contains("theta_base[8]", "theta[8]");
        assertThat(sample.numDivergent()).isLessThan(40);
      }
    }
  }
}
