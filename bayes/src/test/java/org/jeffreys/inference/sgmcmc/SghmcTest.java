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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SGHMC settles where theory says, with full gradients on the exact posterior. Broken twins, whose
 * noise is off by √2 or whose friction is missing, are rejected.
 */
@ExtendWith(NativeMemory.class)
final class SghmcTest {
  private static final int CHAINS = 32;
  private static final SamplingLoop.Config LOOP = loop(new Schedule.Constant(0.1));

  private static SamplingLoop.Config loop(Schedule schedule) {
    return new SamplingLoop.Config(6000, 1000, 5, schedule);
  }

  private static Tensor run(
      Sghmc.Config config, StochasticLogDensity target, Batches batches, double... start) {
    return Chains.run(new Sghmc(config, target, batches), LOOP, CHAINS, start);
  }

  /** The steps are large: ε² λ is about 0.6. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fullGradientsGiveTheExactConjugatePosterior(boolean scaled) {
    try (var conjugate = LinearGaussian.make()) {
      double[] mean = conjugate.mean().toDoubles();
      double[][] covariance = LinearGaussian.rows(conjugate.covarianceAt(0));
      var target = conjugate.target();
      Tensor draws = run(new Sghmc.Config(0.1, 1, scaled), target, new Batches.Full(), 2, -2, 1);
      assertThat(new Moments(draws).expectNormal(mean, covariance).failures()).isEmpty();
      Tensor broken = run(new Sghmc.Config(0.1, 2, scaled), target, new Batches.Full(), 2, -2, 1);
      assertThat(new Moments(broken).expectNormal(mean, covariance).failures())
          .anyMatch(failure -> failure.startsWith("covariance 0 0"))
          .anyMatch(failure -> failure.startsWith("covariance 1 1"))
          .anyMatch(failure -> failure.startsWith("covariance 2 2"));
    }
  }

  @Tag("slow")
  @Test
  void stepsInUnitsOfTheStiffnessGiveTheSame() {
    try (var conjugate = LinearGaussian.make()) {
      double[] mean = conjugate.mean().toDoubles();
      double[][] covariance = LinearGaussian.rows(conjugate.covarianceAt(0));
      double[] largest = new double[1];
      Tensor draws =
          Chains.run(
              new Sghmc(
                  new Sghmc.Config(0.1, 0, 1, false, 1000), conjugate.target(), new Batches.Full()),
              loop(new Schedule.Constant(0.8)),
              CHAINS,
              last ->
                  largest[0] =
                      last.stiffness() == null ? 0 : last.stiffness().value().max(0, 1).item(),
              mean);
      assertThat(new Moments(draws).expectNormal(mean, covariance).failures()).isEmpty();
      double[] eigenvalues =
          org.jeffreys.tensor.Linalg.symmetricEigen(conjugate.precision()).values().toDoubles();
      assertThat(largest[0]).isCloseTo(eigenvalues[2], within(1e-3 * eigenvalues[2]));
    }
  }

  /** Where it settles with batches of b, by the recursion of its covariance. */
  private static double[][] settled(
      LinearGaussian conjugate, double stepSize, double friction, int batch) {
    Tensor one = Tensor.eye(DType.FLOAT64, 3);
    Tensor kick =
        Tensor.cat(
            0,
            Tensor.cat(1, one, Tensor.zeros(DType.FLOAT64, 3, 3)),
            Tensor.cat(1, conjugate.precision().mul(-stepSize), one));
    double kept = 1 - friction;
    Tensor drift =
        Tensor.cat(
            0,
            Tensor.cat(1, one, one.mul(stepSize * (1 + kept) / 2)),
            Tensor.cat(1, Tensor.zeros(DType.FLOAT64, 3, 3), one.mul(kept)));
    Tensor enters = Tensor.cat(0, one.mul(stepSize / 2), one);
    Tensor injected = enters.matmul(enters.transpose(0, 1)).mul(1 - kept * kept);
    Tensor covariance = Tensor.eye(DType.FLOAT64, 6);
    for (int k = 0; k < 1000; k++) {
      Tensor noise = conjugate.gradientNoise(covariance.narrow(0, 0, 3).narrow(1, 0, 3), batch);
      Tensor kicked = kick.matmul(covariance).matmul(kick.transpose(0, 1));
      kicked.narrow(0, 3, 3).narrow(1, 3, 3).addInPlace(noise, stepSize * stepSize);
      covariance = drift.matmul(kicked).matmul(drift.transpose(0, 1)).add(injected);
    }
    return LinearGaussian.rows(covariance.narrow(0, 0, 3).narrow(1, 0, 3));
  }

  @Tag("slow")
  @Test
  void minibatchesAddWhatTheorySays() {
    try (var conjugate = LinearGaussian.make()) {
      double[] mean = conjugate.mean().toDoubles();
      double[][] expected = settled(conjugate, 0.1, 0.5, 4);
      double[][] exact = LinearGaussian.rows(conjugate.covarianceAt(0));
      var target = conjugate.target();
      Batches batches = new Batches.Uniform(4);
      Tensor draws = run(new Sghmc.Config(0.5, 1, false), target, batches, mean);
      assertThat(new Moments(draws).expectNormal(mean, expected).failures()).isEmpty();
      assertThat(new Moments(draws).expectNormal(mean, exact).failures()).isNotEmpty();
      // Without friction the minibatch's noise heats it without end.
      Tensor broken = run(new Sghmc.Config(1e-4, 1, false), target, batches, mean);
      double[] last = broken.select(1, broken.size(1) - 1).square().mean(0).toDoubles();
      assertThat(last[0]).isGreaterThan(10 * expected[0][0]);
      assertThat(settled(conjugate, 0.05, 0.5, 4)[0][0] - exact[0][0])
          .isLessThan(0.35 * (expected[0][0] - exact[0][0]));
    }
  }

  @Tag("slow")
  @Test
  void theEstimateOfTheNoiseTakesItOut() {
    double stepSize = 0.1;
    double deviation = 3;
    StochasticLogDensity target = new Noisy(deviation);
    double beta = stepSize * stepSize * deviation * deviation / 2;
    Tensor draws = run(new Sghmc.Config(0.1, beta, 1, false, 0), target, new Batches.Full(), 0, 0);
    double[][] covariance = {{1, 0}, {0, 0.25}};
    double[] mean = {0, 0};
    assertThat(new Moments(draws).expectNormal(mean, covariance).failures()).isEmpty();
    Tensor broken = run(new Sghmc.Config(0.1, 1, false), target, new Batches.Full(), 0, 0);
    assertThat(new Moments(broken).expectNormal(mean, covariance).failures()).isNotEmpty();
  }

  /** The logarithm of a gamma variate of shape 2.5; moments by polygamma functions. */
  @Tag("slow")
  @Test
  void recoversASkewedDensity() {
    double shape = 2.5;
    StochasticLogDensity target = Chains.density(1, x -> x.mul(shape).sub(x.exp()).sum(1));
    Tensor draws = run(new Sghmc.Config(0.1, 1, false), target, new Batches.Full(), 0.5);
    assertThat(LogGamma.moments(draws).failures()).isEmpty();
    assertThat(LogGamma.moments(draws.neg()).failures()).isNotEmpty();
  }

  @Tag("slow")
  @Test
  void smallStepsOfCyclesGiveTheConjugatePosterior() {
    try (var conjugate = LinearGaussian.make()) {
      double[] mean = conjugate.mean().toDoubles();
      double[][] covariance = LinearGaussian.rows(conjugate.covarianceAt(0));
      Tensor draws =
          Chains.run(
              new Sghmc(new Sghmc.Config(0.1, 1, false), conjugate.target(), new Batches.Full()),
              new SamplingLoop.Config(8000, 1000, 5, new Schedule.Cyclical(0.2, 250, 0.5)),
              CHAINS,
              mean);
      assertThat(new Moments(draws).expectNormal(mean, covariance).failures()).isEmpty();
    }
  }

  @Test
  void withoutTemperatureItIsGradientAscentWithMomentumAndEndsAtTheMode() {
    try (var conjugate = LinearGaussian.make()) {
      var target = conjugate.target();
      Tensor draws =
          Chains.run(
              new Sghmc(new Sghmc.Config(0.2, 0, false), target, new Batches.Full()),
              new SamplingLoop.Config(1000, 999, 1, new Schedule.Constant(0.1)),
              3,
              2,
              -2,
              1);
      double[] mean = conjugate.mean().toDoubles();
      for (int chain = 0; chain < 3; chain++) {
        assertThat(draws.select(0, chain).toDoubles()).containsExactly(mean, within(1e-10));
      }
    }
  }

  @Test
  void drawsAreTheFormula() {
    double stepSize = 0.1;
    try (var conjugate = LinearGaussian.make();
        Rng rng = Rng.streams(4, "chain", 3);
        Rng again = Rng.streams(4, "chain", 3)) {
      Tensor position = Tensor.ones(DType.FLOAT64, 3, 3);
      Tensor momentum = Tensor.full(DType.FLOAT64, 0.5, 3, 3);
      Sghmc kernel =
          new Sghmc(
              new Sghmc.Config(0.3, 0.1, 0.7, true, 0), conjugate.target(), new Batches.Uniform(5));
      Sghmc.State next =
          kernel.step(new Sghmc.State(position.copy(), momentum.copy(), null, 0), stepSize, rng);
      var batch = new Batches.Uniform(5).draw(conjugate.data(), 0, again);
      Tensor stride = conjugate.target().scale().mul(stepSize);
      Tensor half =
          momentum.add(conjugate.target().estimateGradient(position, batch, again).mul(stride));
      Tensor kept =
          half.mul(0.7).add(again.normal(DType.FLOAT64, 3, 3), Math.sqrt(0.7 * (1 - 0.49 - 0.2)));
      Tensor expected = position.add(half.add(kept).mul(stride), 0.5);
      assertThat(next.position().toDoubles()).containsExactly(expected.toDoubles(), within(1e-14));
      assertThat(next.momentum().toDoubles()).containsExactly(kept.toDoubles(), within(1e-14));
      assertThat(next.step()).isEqualTo(1);
    }
  }

  @Test
  void refusesSettingsWithoutMeaning() {
    assertThatThrownBy(() -> new Sghmc.Config(0, 1, false))
        .hasMessage("friction: expected a value in (0, 1], got 0.0");
    assertThatThrownBy(() -> new Sghmc.Config(0.5, 0.4, 1, false, 0))
        .hasMessage("noise: expected a value in [0, 0.375], got 0.4");
    assertThatThrownBy(() -> new Sghmc.Config(0.5, -1, false))
        .hasMessage("temperature: expected a finite value >= 0, got -1.0");
  }
}
