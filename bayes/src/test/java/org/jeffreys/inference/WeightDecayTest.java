package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Schedule;
import org.jeffreys.optim.Sgd;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.Prior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Weight decay is a prior: training a linear model under it ends in the penalised optimum. */
@ExtendWith(NativeMemory.class)
final class WeightDecayTest {
  private static final int N = 23;
  private static final double NOISE = 0.3;

  private static double[] trained(Prior prior) {
    Training training =
        new Training(
            new Training.Config(
                new Sgd(0.9), new Schedule.Constant(0.02), N, 1500, 0, Initializer.GLOROT_UNIFORM));
    GaussianLikelihood likelihood = GaussianLikelihood.fixed(NOISE);
    Sequential network = Sequential.dense(Activation.RELU, 2, 1);
    try (var regression = SmallRegression.of(DType.FLOAT64, N, likelihood, network);
        var target = new SupervisedTarget(network, likelihood, prior, regression.data());
        Trained trained = training.train(target, 1, Optional.empty(), Run.of(1))) {
      return trained.position().toDoubles();
    }
  }

  /** The minimum of {@code (1/n) Σ (y - f)² / (2 σ²) + decay |θ|² / 2}. */
  private static double[] penalised(double decay) {
    try (var regression = SmallRegression.of(DType.FLOAT64, N, GaussianLikelihood.fixed(NOISE))) {
      Tensor design = Tensor.cat(1, regression.data().inputs(), Tensor.ones(DType.FLOAT64, N, 1));
      Tensor transposed = design.transpose(0, 1).div(N * NOISE * NOISE);
      Tensor matrix = transposed.matmul(design).add(Tensor.eye(DType.FLOAT64, 3).mul(decay));
      return Linalg.solve(matrix, transposed.matmul(regression.data().targets())).toDoubles();
    }
  }

  /** Twice the decay is told apart. */
  @Test
  void aDecayIsThePriorOfItsName() {
    for (double decay : new double[] {0.05, 2}) {
      assertThat(trained(NormalPrior.ofWeightDecay(decay, N)))
          .containsExactly(penalised(decay), within(1e-9));
      assertThat(penalised(2 * decay)[0]).isNotCloseTo(penalised(decay)[0], within(1e-4));
    }
  }

  @Test
  void noPriorIsLeastSquares() {
    assertThat(trained(new FlatPrior())).containsExactly(penalised(0), within(1e-9));
  }

  @Test
  void flatPriorsHaveNoDrawsAndNoScale() {
    GaussianLikelihood likelihood = GaussianLikelihood.fixed(NOISE);
    try (var regression = SmallRegression.of(DType.FLOAT64, N, likelihood);
        var target =
            new SupervisedTarget(
                regression.target().network(), likelihood, new FlatPrior(), regression.data());
        Rng rng = Rng.of(1, "test")) {
      assertThat(target.scale()).isNull();
      assertThatThrownBy(() -> Initializer.PRIOR.sample(target, 1, rng))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "prior: expected a proper one to draw from, such as NormalPrior, got a flat prior");
    }
    assertThatThrownBy(() -> NormalPrior.ofWeightDecay(0, N))
        .hasMessage("decay: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> NormalPrior.ofWeightDecay(1, 0))
        .hasMessage("n: expected an integer >= 1, got 0");
  }
}
