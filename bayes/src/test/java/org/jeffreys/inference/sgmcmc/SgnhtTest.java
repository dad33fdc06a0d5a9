package org.jeffreys.inference.sgmcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.NativeMemory;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The thermostat gives the posterior, of noisy gradients too; twins with other noise do not. */
@ExtendWith(NativeMemory.class)
final class SgnhtTest {
  private static final int CHAINS = 32;
  private static final SamplingLoop.Config LOOP =
      new SamplingLoop.Config(6000, 1000, 5, new Schedule.Constant(0.1));

  private static Tensor run(Sgnht.Config config, StochasticLogDensity target, double... start) {
    return Chains.run(new Sgnht(config, target, new Batches.Full()), LOOP, CHAINS, start);
  }

  @Tag("slow")
  @Test
  void recoversTheConjugatePosterior() {
    try (var conjugate = LinearGaussian.make()) {
      double[] mean = conjugate.mean().toDoubles();
      double[][] covariance = LinearGaussian.rows(conjugate.covarianceAt(0));
      var target = conjugate.target();
      for (boolean scaled : new boolean[] {false, true}) {
        Tensor draws = run(new Sgnht.Config(0.1, 0.01, 1, scaled, 0), target, mean);
        assertThat(new Moments(draws).expectNormal(mean, covariance).failures()).isEmpty();
        Tensor broken = run(new Sgnht.Config(0.1, 0.01, 2, scaled, 0), target, mean);
        assertThat(new Moments(broken).expectNormal(mean, covariance).failures())
            .hasSizeGreaterThan(2);
      }
    }
  }

  /** SGHMC of the same friction does not: its twin without a thermostat. */
  @Tag("slow")
  @Test
  void takesOutNoiseNobodyToldItOf() {
    StochasticLogDensity target = new Noisy(3);
    double[][] covariance = {{1, 0}, {0, 0.25}};
    double[] mean = {0, 0};
    double[] thermostat = new double[1];
    Tensor draws =
        Chains.run(
            new Sgnht(new Sgnht.Config(0.05, 0.002, 1, false, 0), target, new Batches.Full()),
            LOOP,
            CHAINS,
            last -> thermostat[0] = last.thermostat().mean(0).item(),
            mean);
    assertThat(new Moments(draws).expectNormal(mean, covariance).failures()).isEmpty();
    // ξ = α + ε² σ² / 2
    assertThat(thermostat[0]).isCloseTo(0.05 + 0.045, within(0.03));
    Tensor without =
        Chains.run(
            new Sghmc(new Sghmc.Config(0.05, 1, false), target, new Batches.Full()),
            LOOP,
            CHAINS,
            mean);
    assertThat(new Moments(without).expectNormal(mean, covariance).failures()).isNotEmpty();
  }

  @Tag("slow")
  @Test
  void recoversASkewedDensity() {
    StochasticLogDensity target = Chains.density(1, x -> x.mul(2.5).sub(x.exp()).sum(1));
    Tensor draws = run(new Sgnht.Config(0.1, 0.01, 1, false, 0), target, 0.5);
    assertThat(LogGamma.moments(draws).failures()).isEmpty();
    assertThat(LogGamma.moments(draws.neg()).failures()).isNotEmpty();
  }

  @Test
  void withoutTemperatureItEndsAtTheMode() {
    try (var conjugate = LinearGaussian.make()) {
      Tensor draws =
          Chains.run(
              new Sgnht(
                  new Sgnht.Config(0.1, 0.01, 0, false, 0), conjugate.target(), new Batches.Full()),
              new SamplingLoop.Config(2000, 1999, 1, new Schedule.Constant(0.1)),
              3,
              2,
              -2,
              1);
      double[] mean = conjugate.mean().toDoubles();
      for (int chain = 0; chain < 3; chain++) {
        assertThat(draws.select(0, chain).toDoubles()).containsExactly(mean, within(1e-9));
      }
    }
  }

  @Test
  void drawsAreTheFormula() {
    double stepSize = 0.1;
    StochasticLogDensity target = Chains.density(3, x -> x.square().sum(1).mul(-0.5));
    for (double start : new double[] {0.3, 1e-9, -0.2}) {
      try (Rng rng = Rng.streams(4, "chain", 2);
          Rng again = Rng.streams(4, "chain", 2)) {
        Tensor position = Tensor.ones(DType.FLOAT64, 2, 3);
        Tensor momentum = Tensor.full(DType.FLOAT64, 0.5, 2, 3);
        Tensor thermostat = Tensor.full(DType.FLOAT64, start, 2, 1);
        Sgnht kernel =
            new Sgnht(new Sgnht.Config(0.3, 0.02, 0.7, false, 0), target, new Batches.Full());
        Sgnht.State next =
            kernel.step(
                new Sgnht.State(position.copy(), momentum.copy(), thermostat, null, 0),
                stepSize,
                rng);
        double half = 0.5 - stepSize;
        double friction = start + 0.01 * (half * half - 0.7);
        double variance = 0.3 * 0.7 * -Math.expm1(-2 * friction) / friction;
        Tensor kept =
            again
                .normal(DType.FLOAT64, 2, 3)
                .mul(Math.sqrt(variance))
                .add(half * Math.exp(-friction));
        Tensor expected = position.add(kept.add(half), stepSize / 2);
        assertThat(next.position().toDoubles())
            .containsExactly(expected.toDoubles(), within(1e-13));
        double[] after = kept.square().mean(1).sub(0.7).mul(0.01).add(friction).toDoubles();
        assertThat(next.thermostat().toDoubles()).containsExactly(after, within(1e-13));
      }
    }
  }

  @Test
  void refusesSettingsWithoutMeaning() {
    assertThatThrownBy(() -> new Sgnht.Config(0, 0.1, 1, false, 0))
        .hasMessage("friction: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> new Sgnht.Config(0.1, -1, 1, false, 0))
        .hasMessage("rate: expected a finite value > 0, got -1.0");
  }
}
