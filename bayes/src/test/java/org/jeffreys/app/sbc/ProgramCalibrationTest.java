package org.jeffreys.app.sbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jeffreys.NativeMemory;
import org.jeffreys.app.sbc.ProgramCalibration.Config;
import org.jeffreys.core.NumericalException;
import org.jeffreys.distribution.Bernoulli;
import org.jeffreys.distribution.Flat;
import org.jeffreys.distribution.HalfNormal;
import org.jeffreys.distribution.Normal;
import org.jeffreys.inference.Checkpoints;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.Warmup;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.Site;
import org.jeffreys.ppl.Trace;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class ProgramCalibrationTest {
  private static final double[] DATA = {0, 0, 0, 0, 0};

  /** Mean and scale of 5 numbers. */
  private static Program normal() {
    Tensor y = Tensor.of(DATA, DATA.length);
    return m -> {
      Tensor mu = m.sample("mu", Normal.of(1, 2));
      Tensor sigma = m.sample("sigma", HalfNormal.of(1.5));
      m.deterministic("twice", mu.mul(2));
      try (Plate rows = m.plate("rows", DATA.length)) {
        m.observe("y", new Normal(mu, sigma), y);
      }
    };
  }

  private static Program mean() {
    Tensor y = Tensor.of(DATA, DATA.length);
    return m -> {
      Tensor mu = m.sample("mu", Normal.of(1, 2));
      try (Plate rows = m.plate("rows", DATA.length)) {
        m.observe("y", Normal.of(mu, 1), y);
      }
    };
  }

  /** Independent draws of the mean, whose standard deviation is off by a factor. */
  private static Draws exact(Model model, double factor, long seed) {
    try (Scope scope = Scope.open();
        Rng trial = Rng.of(0, "trace");
        Rng rng = Rng.of(seed, "draws")) {
      double sum = Trace.of(model.program(), 1, trial).value("y").sum().item();
      double precision = DATA.length + 0.25;
      double mean = (sum + 0.25) / precision;
      Tensor noise = rng.normal(DType.FLOAT64, 200, 1);
      return new Draws(Scope.release(noise.mul(factor / Math.sqrt(precision)).add(mean)), 2, null);
    }
  }

  @Test
  void exactDrawsAreCalibratedAndOthersAreNot() {
    ProgramCalibration calibration = ProgramCalibration.of(mean(), new Config(300, 49));
    assertThat(calibration.names()).containsExactly("mu");
    CalibrationResult right =
        calibration.run((model, effort, run) -> exact(model, 1, run.seed()), Run.of(1));
    assertThat(right.numSimulations()).isEqualTo(300);
    assertThat(right.failing()).isEmpty();
    assertThat(right.parameters().get(0).spread()).isBetween(0.85, 1.15);
    CalibrationResult narrow =
        calibration.run((model, effort, run) -> exact(model, 0.6, run.seed()), Run.of(1));
    assertThat(narrow.failing()).hasSize(1);
    assertThat(narrow.parameters().get(0).spread()).isGreaterThan(1.3);
  }

  private static ProgramCalibration.Sampler mcmc(HamiltonianSampler sampler, boolean isBroken) {
    HamiltonianSampler set =
        sampler.withWarmup(Warmup.of(100).withAcceptance(0.9)).withChains(4).withSamples(60);
    return (model, effort, run) -> {
      Program program = model.program();
      Model sampled =
          isBroken
              ? Model.of(
                  program.with(
                      (site, next) ->
                          next.at(site.kind() == Site.Kind.OBSERVED ? site.times(0.2) : site)))
              : model;
      return set.withSamples(60 * effort).sample(sampled.density(), run).draws();
    };
  }

  @Tag("slow")
  @Test
  void samplersAreCalibrated() {
    ProgramCalibration two = ProgramCalibration.of(normal(), new Config(120, 49));
    assertThat(two.names()).containsExactly("mu", "sigma", "twice");
    CalibrationResult nuts =
        two.run(mcmc(HamiltonianSampler.nuts(), false), Run.of(3).withThreads(2));
    assertThat(nuts.failures()).isEmpty();
    assertUniform(nuts);
    ProgramCalibration one = ProgramCalibration.of(mean(), new Config(100, 49));
    CalibrationResult hmc =
        one.run(mcmc(HamiltonianSampler.hmc(2), false), Run.of(3).withThreads(2));
    assertUniform(hmc);
  }

  /** One in twenty right parameters strays from the usual band, one in a thousand from this. */
  private static void assertUniform(CalibrationResult result) {
    for (CalibrationResult.Parameter parameter : result.parameters()) {
      assertThat(parameter.calibration().ecdfPvalue()).isGreaterThan(0.001);
      assertThat(parameter.spread()).isBetween(0.7, 1.3);
    }
  }

  @Tag("slow")
  @Test
  void aWrongScaleOfTheLikelihoodIsSeen() {
    ProgramCalibration calibration = ProgramCalibration.of(mean(), new Config(60, 49));
    for (HamiltonianSampler sampler :
        List.of(HamiltonianSampler.nuts(), HamiltonianSampler.hmc(2))) {
      CalibrationResult broken = calibration.run(mcmc(sampler, true), Run.of(3).withThreads(2));
      assertThat(broken.failing())
          .extracting(CalibrationResult.Parameter::name)
          .containsExactly("mu");
      assertThat(broken.parameters().get(0).spread()).isLessThan(0.7);
    }
  }

  /** Where data have a discrete site, it is drawn with them. */
  @Test
  void discreteSitesAreDrawnWithTheData() {
    Program program =
        m -> {
          Tensor mu = m.sample("mu", Normal.of(0, 1));
          try (Plate rows = m.plate("rows", 4)) {
            Tensor z = m.sample("z", Bernoulli.of(0.4));
            m.observe("y", Normal.of(mu.add(z.mul(3)), 0.5), m.number(0));
          }
        };
    ProgramCalibration calibration = ProgramCalibration.of(program, new Config(10, 19));
    CalibrationResult result = calibration.run(mcmc(HamiltonianSampler.nuts(), false), Run.of(2));
    assertThat(result.failures()).isEmpty();
    assertThat(result.parameters().get(0).calibration().ranks()).hasSize(10);
  }

  /** Keeps what is saved, and nothing else. */
  private static final class Kept implements Checkpoints {
    private final Map<String, Checkpoint> parts = new ConcurrentHashMap<>();

    @Override
    public Optional<Saved> latest(String part) {
      return Optional.ofNullable(parts.get(part)).map(found -> new Saved(found, null));
    }

    @Override
    public void save(String part, Checkpoint checkpoint, @Nullable Tensor newDraws) {
      Map<String, Tensor> copies = new HashMap<>();
      checkpoint.state().tensors().forEach((name, t) -> copies.put(name, Scope.release(t.copy())));
      var state = new org.jeffreys.inference.Kernel.Snapshot(copies, checkpoint.state().numbers());
      parts.put(part, new Checkpoint(checkpoint.step(), checkpoint.rng(), state));
    }

    @Override
    public long intervalMillis() {
      return 0;
    }

    void close() {
      parts.values().forEach(each -> each.state().tensors().values().forEach(Tensor::close));
    }
  }

  @Test
  void aRunThatWasKilledGivesTheSameRanks() {
    ProgramCalibration calibration = ProgramCalibration.of(mean(), new Config(20, 9));
    ProgramCalibration.Sampler sampler = (model, effort, run) -> exact(model, 1, run.seed());
    CalibrationResult whole = calibration.run(sampler, Run.of(5));
    Kept kept = new Kept();
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                calibration.run(
                    (model, effort, run) -> {
                      if (calls.incrementAndGet() > 8) {
                        throw new IllegalStateException("killed");
                      }
                      return sampler.sample(model, effort, run);
                    },
                    Run.of(5).withCheckpoints(kept)))
        .hasMessage("killed");
    calls.set(0);
    CalibrationResult resumed =
        calibration.run(
            (model, effort, run) -> {
              calls.incrementAndGet();
              return sampler.sample(model, effort, run);
            },
            Run.of(5).withThreads(2).withCheckpoints(kept));
    assertThat(calls.get()).isEqualTo(12);
    assertThat(resumed).isEqualTo(whole);
    kept.close();
  }

  @Test
  void chainsThatMixSlowlyAreRunLonger() {
    ProgramCalibration calibration = ProgramCalibration.of(mean(), new Config(2, 150));
    AtomicInteger most = new AtomicInteger();
    CalibrationResult result =
        calibration.run(
            (model, effort, run) -> {
              most.accumulateAndGet(effort, Math::max);
              try (Scope scope = Scope.open();
                  Draws draws = exact(model, 1, run.seed())) {
                Tensor few = draws.values().narrow(0, 0, 2).unsqueeze(1).expand(2, 100, 1);
                Tensor noise = draws.values().mul(1e-3);
                return new Draws(Scope.release(few.reshape(200, 1).add(noise)), 2, null);
              }
            },
            Run.of(1));
    assertThat(most.get()).isEqualTo(8);
    assertThat(result.numFew()).isEqualTo(2);
  }

  @Test
  void failedSimulationsAreTold() {
    ProgramCalibration calibration = ProgramCalibration.of(mean(), new Config(4, 9));
    AtomicInteger calls = new AtomicInteger();
    CalibrationResult result =
        calibration.run(
            (model, effort, run) -> {
              if (calls.incrementAndGet() == 2) {
                throw new NumericalException("start: none found");
              }
              return exact(model, 1, run.seed());
            },
            Run.of(1));
    assertThat(result.failures()).containsExactly("simulation 2: start: none found");
    assertThat(result.numSimulations()).isEqualTo(3);
    assertThatThrownBy(
            () ->
                calibration.run(
                    (model, effort, run) -> {
                      throw new NumericalException("start: none found");
                    },
                    Run.of(1)))
        .hasMessage(
            "4 of 4 simulations failed, expected at most half; simulation 1: start: none found");
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    Config config = new Config(2, 9);
    Program flat = m -> m.sample("beta", Flat.real().iid(3));
    assertThatThrownBy(() -> ProgramCalibration.of(flat, config))
        .hasMessage(
            "site beta: expected a proper prior to draw from, got a flat one; give it a"
                + " distribution");
    Program factor =
        m -> {
          Tensor a = m.sample("a", Normal.of(0, 1));
          m.factor("prior", a.neg());
        };
    assertThatThrownBy(() -> ProgramCalibration.of(factor, config))
        .hasMessage(
            "site prior: expected distributions that parameters and data can be drawn from, got a"
                + " factor; write it as a distribution");
    assertThatThrownBy(() -> ProgramCalibration.of(mean().scale(2), config))
        .hasMessage("site mu: expected a term that counts once, got a factor of 2.0");
  }
}
