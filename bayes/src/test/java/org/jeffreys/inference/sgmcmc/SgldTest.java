package org.jeffreys.inference.sgmcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jeffreys.NativeMemory;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * SGLD settles where theory says, its discretisation included. Each check of covariances also
 * rejects a broken twin, whose noise is off by √2.
 */
@ExtendWith(NativeMemory.class)
final class SgldTest {
  private static final int CHAINS = 32;

  private static Tensor run(
      StochasticLogDensity target,
      double temperature,
      Batches batches,
      double stepSize,
      double... start) {
    return Chains.run(
        new Sgld(new Sgld.Config(temperature, false), target, batches),
        new SamplingLoop.Config(6000, 1000, 5, new Schedule.Constant(stepSize)),
        CHAINS,
        start);
  }

  @Tag("slow")
  @Test
  void recoversTheConjugatePosteriorWithFullGradients() {
    double stepSize = 0.01;
    try (var conjugate = LinearGaussian.make()) {
      double[] mean = conjugate.mean().toDoubles();
      double[][] covariance = LinearGaussian.rows(conjugate.covarianceAt(stepSize));
      var target = conjugate.target();
      Tensor draws = run(target, 1, new Batches.Full(), stepSize, mean);
      assertThat(new Moments(draws).expectNormal(mean, covariance).failures()).isEmpty();
      Tensor broken = run(target, 2, new Batches.Full(), stepSize, mean);
      assertThat(new Moments(broken).expectNormal(mean, covariance).failures())
          .anyMatch(failure -> failure.startsWith("covariance 0 0"))
          .anyMatch(failure -> failure.startsWith("covariance 1 1"))
          .anyMatch(failure -> failure.startsWith("covariance 2 2"));
    }
  }

  @Tag("slow")
  @Test
  void recoversTheConjugatePosteriorWithMinibatches() {
    double stepSize = 0.005;
    try (var conjugate = LinearGaussian.make()) {
      double[] mean = conjugate.mean().toDoubles();
      var target = conjugate.target();
      Tensor covariance = conjugate.covarianceAt(stepSize, 4);
      double[][] expected = LinearGaussian.rows(covariance);
      Batches batches = new Batches.Uniform(4);
      Tensor draws = run(target, 1, batches, stepSize, mean);
      assertThat(new Moments(draws).expectNormal(mean, expected).failures()).isEmpty();
      // The noise of the batches is seen: without it the covariance would not fit.
      double[][] without = LinearGaussian.rows(conjugate.covarianceAt(stepSize));
      assertThat(new Moments(draws).expectNormal(mean, without).failures()).isNotEmpty();
      Tensor broken = run(target, 2, batches, stepSize, mean);
      assertThat(new Moments(broken).expectNormal(mean, expected).failures()).isNotEmpty();
    }
  }

  @Tag("slow")
  @Test
  void recoversACorrelatedNormal() {
    // Variances 1 and 4, correlation 0.9; A is the inverse of [[1, 1.8], [1.8, 4]].
    double stepSize = 0.1;
    Tensor precision = Tensor.of(new double[] {4 / 0.76, -1.8 / 0.76, -1.8 / 0.76, 1 / 0.76}, 2, 2);
    Tensor loc = Tensor.of(new double[] {3, -1}, 1, 2);
    StochasticLogDensity target =
        Chains.density(
            2,
            x -> {
              Tensor centred = x.sub(loc);
              return centred.matmul(precision).mul(centred).sum(1).mul(-0.5);
            });
    Tensor settled =
        Linalg.inverse(precision.mul(2).sub(precision.matmul(precision).mul(stepSize))).mul(2);
    double[] mean = {3, -1};
    double[][] covariance = LinearGaussian.rows(settled);
    Tensor draws = run(target, 1, new Batches.Full(), stepSize, mean);
    assertThat(new Moments(draws).expectNormal(mean, covariance).failures()).isEmpty();
    Tensor broken = run(target, 0.5, new Batches.Full(), stepSize, mean);
    assertThat(new Moments(broken).expectNormal(mean, covariance).failures()).hasSize(3);
  }

  /** In units of the prior's scales D: Σ = D Σᵤ D, where Σᵤ belongs to the precision D A D. */
  @Tag("slow")
  @Test
  void scaledItRecoversTheConjugatePosteriorToo() {
    double stepSize = 0.008;
    try (var conjugate = LinearGaussian.make()) {
      double[] mean = conjugate.mean().toDoubles();
      Tensor scale = Linalg.diagonalMatrix(conjugate.target().scale());
      Tensor unit = scale.matmul(conjugate.precision()).matmul(scale);
      Tensor settled = Linalg.inverse(unit.mul(2).sub(unit.matmul(unit).mul(stepSize))).mul(2);
      double[][] expected = LinearGaussian.rows(scale.matmul(settled).matmul(scale));
      for (double temperature : new double[] {1, 2}) {
        Tensor draws =
            Chains.run(
                new Sgld(
                    new Sgld.Config(temperature, true), conjugate.target(), new Batches.Full()),
                new SamplingLoop.Config(6000, 1000, 5, new Schedule.Constant(stepSize)),
                CHAINS,
                mean);
        List<String> failures = new Moments(draws).expectNormal(mean, expected).failures();
        assertThat(failures.isEmpty()).as(failures.toString()).isEqualTo(temperature == 1);
      }
    }
  }

  /** The logarithm of a gamma variate: log p = shape x - e^x, skewed to the left. */
  @Tag("slow")
  @Test
  void recoversASkewedDensity() {
    double shape = 2.5;
    double stepSize = 0.05;
    StochasticLogDensity target = Chains.density(1, x -> x.mul(shape).sub(x.exp()).sum(1));
    Tensor draws = run(target, 1, new Batches.Full(), stepSize, 0.5);
    assertThat(skewed(draws, shape, stepSize).failures()).isEmpty();
    Tensor broken = run(target, 2, new Batches.Full(), stepSize, 0.5);
    assertThat(skewed(broken, shape, stepSize).failures()).isNotEmpty();
    Tensor mirrored = draws.neg();
    assertThat(skewed(mirrored, shape, stepSize).failures()).isNotEmpty();
  }

  private static Moments skewed(Tensor draws, double shape, double stepSize) {
    double[] grid = new double[1000];
    Arrays.setAll(grid, i -> -7 + 0.01 * i);
    double[] weights = stationary(grid, shape, stepSize);
    double mean = 0;
    double variance = 0;
    double third = 0;
    for (int i = 0; i < grid.length; i++) {
      mean += weights[i] * grid[i];
    }
    for (int i = 0; i < grid.length; i++) {
      variance += weights[i] * Math.pow(grid[i] - mean, 2);
      third += weights[i] * Math.pow(grid[i] - mean, 3);
    }
    double centre = mean;
    return new Moments(draws)
        .expect("mean", mean, x -> x[0])
        .expect("variance", variance, x -> Math.pow(x[0] - centre, 2))
        .expect("third moment", third, x -> Math.pow(x[0] - centre, 3))
        // At rest the mean gradient is zero, whatever the step size.
        .expect("mean of e^x", shape, x -> Math.exp(x[0]));
  }

  /** The stationary distribution of the discretised chain, on a grid. */
  private static double[] stationary(double[] grid, double shape, double stepSize) {
    int n = grid.length;
    double[] transition = new double[n * n];
    for (int from = 0; from < n; from++) {
      double next = grid[from] + stepSize * (shape - Math.exp(grid[from]));
      double total = 0;
      for (int to = 0; to < n; to++) {
        double distance = grid[to] - next;
        transition[from * n + to] = Math.exp(-distance * distance / (4 * stepSize));
        total += transition[from * n + to];
      }
      for (int to = 0; to < n; to++) {
        transition[from * n + to] /= total;
      }
    }
    Tensor matrix = Tensor.of(transition, n, n);
    Tensor row = Tensor.full(DType.FLOAT64, 1.0 / n, 1, n);
    for (int k = 0; k < 400; k++) {
      row = row.matmul(matrix);
    }
    return row.toDoubles();
  }

  @Test
  void withoutTemperatureItClimbsToTheMode() {
    try (var conjugate = LinearGaussian.make()) {
      Tensor draws =
          Chains.run(
              new Sgld(new Sgld.Config(0, false), conjugate.target(), new Batches.Full()),
              new SamplingLoop.Config(1000, 999, 1, new Schedule.Constant(0.02)),
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

  /**
   * With a falling step the weighted draws of a normal have a covariance that a recursion gives:
   * {@code v' = (1 - εa)² v + 2ε}.
   */
  @Tag("slow")
  @Test
  void decreasingStepsNeedTheirWeights() {
    double precision = 2;
    Schedule schedule = new Schedule.Decreasing(0.8, 20, 0.6);
    var config = new SamplingLoop.Config(400, 50, 1, schedule);
    StochasticLogDensity target = Chains.density(1, x -> x.square().sum(1).mul(-0.5 * precision));
    int chains = 3000;
    Tensor draws =
        Chains.run(
            new Sgld(new Sgld.Config(1, false), target, new Batches.Full()), config, chains, 0);
    double[] weights = new double[350];
    double variance = 0;
    double expected = 0;
    double unweighted = 0;
    double sum = 0;
    for (int step = 0; step < 400; step++) {
      double stepSize = schedule.at(step);
      variance = Math.pow(1 - stepSize * precision, 2) * variance + 2 * stepSize;
      if (step >= 50) {
        weights[step - 50] = stepSize;
        expected += stepSize * variance;
        unweighted += variance / 350;
        sum += stepSize;
      }
    }
    Tensor each = draws.squeeze(2).square().mul(Tensor.of(weights, 1, 350).div(sum)).sum(1);
    double error = Math.sqrt(each.sub(each.mean(0)).square().mean(0).item() / chains);
    assertThat(each.mean(0).item()).isCloseTo(expected / sum, within(5 * error));
    assertThat(Math.abs(unweighted - expected / sum)).isGreaterThan(5 * error);
  }

  @Test
  void drawsAreTheFormula() {
    double stepSize = 0.01;
    try (var conjugate = LinearGaussian.make();
        Rng rng = Rng.streams(4, "chain", 3);
        Rng again = Rng.streams(4, "chain", 3)) {
      Tensor position = Tensor.ones(DType.FLOAT64, 3, 3);
      Sgld kernel =
          new Sgld(new Sgld.Config(0.3, false), conjugate.target(), new Batches.Uniform(5));
      Sgld.State next = kernel.step(kernel.init(position), stepSize, rng);
      var batch = new Batches.Uniform(5).draw(conjugate.data(), 0, again);
      Tensor expected =
          position
              .add(conjugate.target().estimateGradient(position, batch, again), stepSize)
              .add(again.normal(position.dtype(), 3, 3), Math.sqrt(2 * stepSize * 0.3));
      assertThat(next.position().toDoubles()).containsExactly(expected.toDoubles(), within(1e-14));
      assertThat(next.step()).isEqualTo(1);
      Sgld.State restored = kernel.restore(next.snapshot());
      assertThat(List.of(restored.position(), restored.step()))
          .isEqualTo(List.of(next.position(), next.step()));
      assertThat(Objects.requireNonNull(next.snapshot().tensors().get("position")))
          .isSameAs(next.position());
    }
  }

  @Test
  void refusesATemperatureBelowZero() {
    assertThatThrownBy(() -> new Sgld.Config(-1, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature: expected a finite value >= 0, got -1.0");
  }
}
