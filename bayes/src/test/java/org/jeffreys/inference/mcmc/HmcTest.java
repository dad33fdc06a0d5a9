package org.jeffreys.inference.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Consumer;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.NumericalException;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.inference.sgmcmc.Chains;
import org.jeffreys.inference.sgmcmc.LinearGaussian;
import org.jeffreys.inference.sgmcmc.LogGamma;
import org.jeffreys.inference.sgmcmc.Moments;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * HMC draws from the density itself, whatever the step. Broken twins accept by another density, or
 * all, and are rejected.
 */
@ExtendWith(NativeMemory.class)
final class HmcTest {
  private static final int CHAINS = 16;

  private static Tensor run(
      Hmc.Config config,
      LogDensity target,
      double stepSize,
      Consumer<Hmc.State> atEnd,
      double... start) {
    return Chains.run(
        new Hmc(config, target),
        new SamplingLoop.Config(1500, 500, 1, new Schedule.Constant(stepSize)),
        CHAINS,
        atEnd,
        start);
  }

  private static Tensor run(Hmc.Config config, LogDensity target, double step, double... start) {
    return run(config, target, step, last -> {}, start);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "true, true"})
  void recoversTheConjugatePosterior(boolean scaled, boolean massAdapted) {
    try (var conjugate = LinearGaussian.make()) {
      double[] mean = conjugate.mean().toDoubles();
      double[][] covariance = LinearGaussian.rows(conjugate.covarianceAt(0));
      var config = new Hmc.Config(0.8, 5, 500, scaled, massAdapted);
      double[] rate = new double[1];
      Tensor draws =
          run(
              config,
              conjugate.target(),
              0.1,
              last -> {
                rate[0] = last.acceptanceRate();
                assertThat(last.numDivergent()).isZero();
                assertThat(last.mass() == null).isEqualTo(!massAdapted);
              },
              2,
              -2,
              1);
      assertThat(new Moments(draws).expectNormal(mean, covariance).failures()).isEmpty();
      assertThat(rate[0]).isCloseTo(0.8, within(massAdapted ? 0.15 : 0.08));
    }
  }

  /** A log density that is accepted by {@code factor} of itself. */
  private record Wrong(LogDensity inner, double factor) implements LogDensity {
    @Override
    public int dimension() {
      return inner.dimension();
    }

    @Override
    public DType dtype() {
      return inner.dtype();
    }

    @Override
    public Tensor logProb(Tensor position) {
      return inner.logProb(position).mul(factor);
    }

    @Override
    public Gradients.ValueAndGradient valueAndGradient(Tensor position) {
      Gradients.ValueAndGradient right = inner.valueAndGradient(position);
      return new Gradients.ValueAndGradient(right.value().mul(factor), right.gradient());
    }
  }

  /** With steps near the largest stable one, where the acceptance does much. */
  @Tag("slow")
  @Test
  void recoversASkewedDensity() {
    LogDensity target = Chains.density(1, x -> x.mul(2.5).sub(x.exp()).sum(1));
    var config = new Hmc.Config(0.8, 3, 0, false, false);
    Tensor draws = run(config, target, 1, 0.5);
    assertThat(LogGamma.moments(draws).failures()).isEmpty();
    for (double factor : new double[] {2, 1.3}) {
      Tensor broken = run(config, new Wrong(target, factor), 1, 0.5);
      assertThat(LogGamma.moments(broken).failures()).isNotEmpty();
    }
  }

  @Test
  void countsDivergencesAndStaysWhereItWas() {
    LogDensity target = Chains.density(2, x -> x.square().sum(1).mul(-0.5));
    long[] divergent = new long[1];
    Tensor draws =
        Chains.run(
            new Hmc(new Hmc.Config(0.8, 5, 0, false, false), target),
            new SamplingLoop.Config(20, 0, 1, new Schedule.Constant(1e3)),
            3,
            last -> divergent[0] = last.numDivergent(),
            0.5,
            1);
    assertThat(draws.select(2, 0).toDoubles()).containsOnly(0.5);
    assertThat(divergent[0]).isEqualTo(60);
  }

  @Test
  void trajectoriesThatLeaveTheNumbersAreDivergentToo() {
    LogDensity target = Chains.density(1, x -> x.log().sub(x).sum(1));
    long[] divergent = new long[1];
    Tensor draws =
        Chains.run(
            new Hmc(new Hmc.Config(0.8, 2, 0, false, false), target),
            new SamplingLoop.Config(50, 0, 1, new Schedule.Constant(1.5)),
            3,
            last -> divergent[0] = last.numDivergent(),
            1);
    assertThat(draws.gt(0).all()).isTrue();
    assertThat(divergent[0]).isBetween(1L, 149L);
  }

  @Test
  void leapfrogsFillTheirRangeEvenly() {
    var config = new Hmc.Config(0.8, 8, 0, false, false);
    int[] found = new int[17];
    for (int i = 0; i < 1024; i++) {
      found[config.leapfrogs(i)]++;
    }
    assertThat(found[0]).isZero();
    for (int length = 2; length < 16; length++) {
      assertThat(found[length]).isBetween(63, 65);
    }
  }

  @Test
  void refusesAStartOfNoDensity() {
    LogDensity target = Chains.density(1, x -> x.log().sum(1));
    var kernel = new Hmc(new Hmc.Config(0.8, 5, 0, false, false), target);
    assertThatThrownBy(() -> kernel.init(Tensor.zeros(DType.FLOAT64, 2, 1)))
        .isInstanceOf(NumericalException.class)
        .hasMessage("start: expected a finite log density, got -Infinity; start elsewhere");
    assertThatThrownBy(() -> new Hmc.Config(1, 5, 0, false, false))
        .hasMessage("acceptance: expected a value in (0, 1), got 1.0");
  }
}
