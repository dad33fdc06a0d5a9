package org.jeffreys.inference.sgmcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.NativeMemory;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a changing preconditioner does to the stationary distribution, and what mends it. */
@ExtendWith(NativeMemory.class)
final class PsgldTest {
  private static final int CHAINS = 32;

  /** The mean over chains of where SGLD of each chain's preconditioner settles. */
  private static Tensor settled(LinearGaussian conjugate, Psgld.State last, double stepSize) {
    Tensor sum = Tensor.zeros(DType.FLOAT64, 3, 3);
    Stiffness stiffness = Check.present(last.stiffness(), "stiffness");
    for (int chain = 0; chain < CHAINS; chain++) {
      Tensor scale = last.meanSquare().select(0, chain).sqrt().add(0.1).pow(-0.5);
      Tensor diagonal = Linalg.diagonalMatrix(scale);
      Tensor unit = diagonal.matmul(conjugate.precision()).matmul(diagonal);
      double step = stepSize / stiffness.value().select(0, chain).item();
      Tensor inverse = Linalg.inverse(unit.mul(2).sub(unit.matmul(unit).mul(step))).mul(2);
      sum.addInPlace(diagonal.matmul(inverse).matmul(diagonal), 1.0 / CHAINS);
    }
    return sum;
  }

  @Tag("slow")
  @Test
  void frozenItSettlesWhereTheorySays() {
    double stepSize = 0.3;
    try (var conjugate = LinearGaussian.make()) {
      double[] mean = conjugate.mean().toDoubles();
      for (double temperature : new double[] {1, 2}) {
        var config = new Psgld.Config(0.95, 0.1, temperature, Psgld.Correction.FROZEN, 1000);
        double[][][] expected = new double[1][][];
        Tensor draws =
            Chains.run(
                new Psgld(config, conjugate.target(), new Batches.Full()),
                new SamplingLoop.Config(6000, 1000, 5, new Schedule.Constant(stepSize)),
                CHAINS,
                last -> expected[0] = LinearGaussian.rows(settled(conjugate, last, stepSize)),
                mean);
        var failures = new Moments(draws).expectNormal(mean, expected[0]).failures();
        assertThat(failures.isEmpty()).as(failures.toString()).isEqualTo(temperature == 1);
      }
    }
  }

  /** The second moment of a standard normal variate, by 50 chains of 20 independent ones. */
  private static double[] secondMoment(Psgld.Correction correction, double stepSize) {
    StochasticLogDensity target = Chains.density(20, x -> x.square().sum(1).mul(-0.5));
    Tensor draws =
        Chains.run(
            new Psgld(new Psgld.Config(0, 1, 1, correction, 0), target, new Batches.Full()),
            new SamplingLoop.Config(4000, 500, 5, new Schedule.Constant(stepSize)),
            50,
            new double[20]);
    Tensor each = draws.square().mean(1).reshape(1000);
    double mean = each.mean(0).item();
    return new double[] {mean, Math.sqrt(each.sub(mean).square().mean(0).item() / 1000)};
  }

  /**
   * With full gradients, ρ = 0 and λ = 1, G = 1 / (1 + |x|). Without Γ draws are of p (1 + |x|),
   * whose second moment is (1 + 2c) / (1 + c), c = √(2/π). The bias of the step is taken out by
   * that of half the step.
   */
  @Tag("slow")
  @Test
  void withoutItsCorrectionAChangingPreconditionerIsTooWide() {
    double c = Math.sqrt(2 / Math.PI);
    for (Psgld.Correction correction :
        new Psgld.Correction[] {Psgld.Correction.OMITTED, Psgld.Correction.ESTIMATED}) {
      double[] coarse = secondMoment(correction, 0.2);
      double[] fine = secondMoment(correction, 0.1);
      double limit = 2 * fine[0] - coarse[0];
      double error = Math.hypot(2 * fine[1], coarse[1]);
      double expected = correction == Psgld.Correction.OMITTED ? (1 + 2 * c) / (1 + c) : 1;
      assertThat(limit).as(correction.name()).isCloseTo(expected, within(5 * error));
      assertThat(error).isLessThan(0.02);
    }
  }

  @Test
  void withoutTemperatureItEndsAtTheMode() {
    try (var conjugate = LinearGaussian.make()) {
      for (Psgld.Correction correction : Psgld.Correction.values()) {
        Tensor draws =
            Chains.run(
                new Psgld(
                    new Psgld.Config(0.9, 1, 0, correction, 100),
                    conjugate.target(),
                    new Batches.Full()),
                new SamplingLoop.Config(1000, 999, 1, new Schedule.Constant(0.5)),
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
  }

  @Test
  void refusesSettingsWithoutMeaning() {
    assertThatThrownBy(() -> new Psgld.Config(1, 1, 1, Psgld.Correction.OMITTED, 0))
        .hasMessage("memory: expected a value in [0, 1), got 1.0");
    assertThatThrownBy(() -> new Psgld.Config(0.9, 1, 1, Psgld.Correction.FROZEN, 0))
        .hasMessage("numAdaptive: expected an integer > 0 for a frozen preconditioner, got 0");
  }
}
