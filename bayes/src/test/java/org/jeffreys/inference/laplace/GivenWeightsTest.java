package org.jeffreys.inference.laplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.swag.Swag;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights that were trained elsewhere. */
@ExtendWith(NativeMemory.class)
final class GivenWeightsTest {
  private static final double[][] INPUTS = {{0.3, -1}, {2, 0.7}, {-4, 1.5}};
  private static final GaussianLikelihood NOISE = GaussianLikelihood.learned(0.4);

  private static Laplace laplace(Structure structure, Tuning tuning) {
    return new Laplace(new Laplace.Config(structure, tuning, 0, 200, Predictive.LINEARISED, 3, 5));
  }

  /** The maximum that a fit found, given again, makes the same posterior. */
  @ParameterizedTest
  @EnumSource(Structure.class)
  void aFitAtItsMaximumIsThatFit(Structure structure) {
    try (SmallRegression small =
            SmallRegression.of(DType.FLOAT64, 30, GaussianLikelihood.fixed(0.3));
        LaplacePosterior fit = laplace(structure, Tuning.SHARED).fit(small.target(), Run.of(1))) {
      double[] mode = fit.mode().toArray();
      Tensor weights = Tensor.of(mode, 1, mode.length);
      try (LaplacePosterior again =
          laplace(structure, Tuning.SHARED).fitAt(small.target(), weights, null, Run.of(1))) {
        assertThat(again.mode()).isEqualTo(fit.mode());
        assertThat(again.logEvidence()).isCloseTo(fit.logEvidence(), within(1e-9));
        assertThat(again.predict(INPUTS).regression().epistemic().value().toArray())
            .containsExactly(
                fit.predict(INPUTS).regression().epistemic().value().toArray(), within(1e-9));
      }
    }
  }

  @Test
  void weightsStayWhileTheNoiseIsChosen() {
    try (SmallRegression small = SmallRegression.of(DType.FLOAT64, 30, NOISE);
        Rng rng = Rng.streams(1, "weights", 1)) {
      int dimension = small.target().network().layout().dimension();
      Tensor weights = rng.normal(DType.FLOAT64, 1, dimension);
      try (LaplacePosterior found =
          laplace(Structure.LAST_LAYER, Tuning.SHARED)
              .fitAt(small.target(), weights, null, Run.of(1))) {
        assertThat(found.mode().toArray()).containsExactly(weights.toDoubles());
        assertThat(found.hyperparameters().noiseScale()).isNotEqualTo(0.4);
      }
    }
  }

  @Test
  void runningStatisticsAreThoseGiven() {
    Sequential network =
        Sequential.of(
            Shape.of(2), new Linear(2, 3), new BatchNorm(3), Activation.TANH, new Linear(3, 1));
    try (SmallRegression small =
            SmallRegression.of(DType.FLOAT64, 30, GaussianLikelihood.fixed(0.3), network);
        Rng rng = Rng.streams(2, "weights", 1)) {
      NetworkModel model = small.target().model();
      Tensor weights = rng.normal(DType.FLOAT64, 1, model.dimension());
      Tensor buffers = rng.uniform(DType.FLOAT64, 1, 6);
      Tensor inputs = Tensor.of(new double[] {0.3, -1, 2, 0.7}, 1, 2, 2);
      double[] expected =
          network
              .forward(
                  model.networkViews(weights),
                  inputs,
                  Pass.mean().withStatistics(model.statistics(buffers)))
              .toDoubles();
      Laplace method = laplace(Structure.LAST_LAYER, Tuning.NONE);
      try (LaplacePosterior found = method.fitAt(small.target(), weights, buffers, Run.of(1))) {
        double[] mean = found.predict(inputs.select(0, 0)).regression().mean().value().toArray();
        assertThat(mean).containsExactly(expected, within(1e-9));
      }
      assertThatThrownBy(
              () ->
                  method.fitAt(
                      small.target(), weights, Tensor.zeros(DType.FLOAT64, 1, 5), Run.of(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("buffers: expected float64 [1, 6], got float64 [1, 5]");
    }
  }

  @Test
  void refusesWeightsOfAnotherNetwork() {
    try (SmallRegression small = SmallRegression.of(DType.FLOAT64, 30, NOISE)) {
      Tensor weights = Tensor.zeros(DType.FLOAT64, 1, 12);
      String message = "weights: expected float64 [1, 13], got float64 [1, 12]";
      Laplace laplace = laplace(Structure.FULL, Tuning.NONE);
      assertThatThrownBy(() -> laplace.fitAt(small.target(), weights, null, Run.of(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
      assertThatThrownBy(
              () -> Swag.standard(small.target(), 0.1).fitAt(small.target(), weights, Run.of(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }

  /** SGD that hardly moves stays at the weights. */
  @Test
  void swagStartsThere() {
    try (SmallRegression small =
            SmallRegression.of(DType.FLOAT64, 30, GaussianLikelihood.fixed(0.3));
        LaplacePosterior fit =
            laplace(Structure.FULL, Tuning.NONE).fit(small.target(), Run.of(1))) {
      double[] mode = fit.mode().toArray();
      Swag.Config config = Swag.standard(small.target(), 0.05).config();
      Swag still =
          new Swag(new Swag.Config(2, 4, config.climb(), config.averaging(), config.path(), 1e-9));
      try (Posterior found =
          still.fitAt(small.target(), Tensor.of(mode, 1, mode.length), Run.of(1))) {
        assertThat(found.numDraws()).isEqualTo(8);
        assertThat(found.predict(INPUTS).regression().mean().value().toArray())
            .containsExactly(
                fit.predict(INPUTS).regression().mean().value().toArray(), within(1e-3));
      }
    }
  }
}
