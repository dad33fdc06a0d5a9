package org.jeffreys.inference.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.LogDensity;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NativeMemory.class)
final class LeapfrogTest {
  private static Leapfrog.Point start(LogDensity target, Tensor position, Tensor momentum) {
    Gradients.ValueAndGradient at = target.valueAndGradient(position);
    return new Leapfrog.Point(position, momentum, at.value().unsqueeze(1), at.gradient());
  }

  private static Tensor energy(Leapfrog.Point at) {
    return at.momentum().square().sumKeep(1).mul(0.5).sub(at.logProb());
  }

  @Test
  void withItsMomentumTurnedItGoesBack() {
    try (var regression = SmallRegression.of(DType.FLOAT64, 23, GaussianLikelihood.learned(0.4));
        Rng rng = Rng.of(3, "test")) {
      LogDensity target = regression.target();
      Tensor position = rng.normal(DType.FLOAT64, 3, target.dimension());
      Tensor momentum = rng.normal(DType.FLOAT64, 3, target.dimension());
      Tensor stride = target.scale().mul(0.01);
      Leapfrog leapfrog = new Leapfrog(target);
      Leapfrog.Point there = leapfrog.run(start(target, position, momentum), stride, 20);
      assertThat(there.position().sub(position).abs().max(0, 1).item()).isGreaterThan(0.1);
      Leapfrog.Point turned =
          new Leapfrog.Point(
              there.position(), there.momentum().neg(), there.logProb(), there.gradient());
      Leapfrog.Point back = leapfrog.run(turned, stride, 20);
      assertThat(back.position().toDoubles()).containsExactly(position.toDoubles(), within(1e-9));
      assertThat(back.momentum().neg().toDoubles())
          .containsExactly(momentum.toDoubles(), within(1e-9));
    }
  }

  /** Half the step errs by a quarter. */
  @Test
  void itsEnergyErrsByTheSquareOfTheStep() {
    try (var regression = SmallRegression.of(DType.FLOAT64, 23, GaussianLikelihood.learned(0.4));
        Rng rng = Rng.of(3, "test")) {
      LogDensity target = regression.target();
      Tensor position = rng.normal(DType.FLOAT64, 3, target.dimension()).mul(0.5);
      Tensor momentum = rng.normal(DType.FLOAT64, 3, target.dimension());
      Leapfrog.Point from = start(target, position, momentum);
      Tensor before = energy(from);
      double[][] errors = new double[2][];
      for (int i = 0; i < 2; i++) {
        Tensor stride = target.scale().mul(4e-3 / (1 << i));
        Leapfrog.Point end = new Leapfrog(target).run(from, stride, 16 << i);
        errors[i] = energy(end).sub(before).toDoubles();
      }
      for (int chain = 0; chain < 3; chain++) {
        assertThat(errors[0][chain] / errors[1][chain]).isBetween(3.6, 4.4);
      }
    }
  }

  /** Differences of float32 log densities against those of float64, of one network and data. */
  @ParameterizedTest
  @ValueSource(ints = {1000, 20_000})
  void differencesOfEnergyAreRightInFloat32(int n) {
    Random random = new Random(4);
    double[][] inputs = new double[n][];
    double[][] targets = new double[n][];
    for (int i = 0; i < n; i++) {
      inputs[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
      targets[i] = new double[] {Math.sin(inputs[i][0]) + 0.1 * random.nextGaussian()};
    }
    int dimension = 4 * 62 + 2; // of the network below, with log σ
    double[] first = new double[dimension];
    double[] second = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      first[i] = (float) (0.3 * random.nextGaussian());
      second[i] = (float) (first[i] + 1e-3 / Math.sqrt(n / 1000.0) * random.nextGaussian());
    }
    first[dimension - 1] = (float) Math.log(0.1);
    second[dimension - 1] = first[dimension - 1];
    double[] difference = new double[2];
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      try (Dataset data = Dataset.of(dtype, inputs, targets);
          var target =
              new SupervisedTarget(
                  Sequential.dense(Activation.TANH, 2, 62, 1),
                  GaussianLikelihood.learned(0.1),
                  NormalPrior.fanIn(1.5, 1),
                  data)) {
        Tensor both =
            Tensor.stack(
                0, Tensor.of(dtype, first, dimension), Tensor.of(dtype, second, dimension));
        double[] values = target.valueAndGradient(both).value().to(DType.FLOAT64).toDoubles();
        difference[dtype == DType.FLOAT32 ? 0 : 1] = values[1] - values[0];
      }
    }
    assertThat(Math.abs(difference[1])).isGreaterThan(1);
    assertThat(difference[0]).isCloseTo(difference[1], within(1e-2));
  }
}
