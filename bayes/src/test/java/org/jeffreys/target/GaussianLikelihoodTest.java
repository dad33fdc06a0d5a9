package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.Tensors.assertClose;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.Outputs;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NativeMemory.class)
final class GaussianLikelihoodTest {
  static List<GaussianLikelihood> likelihoods() {
    return List.of(GaussianLikelihood.fixed(0.4), GaussianLikelihood.learned(0.4));
  }

  private static Parameters views(GaussianLikelihood likelihood, Tensor flat) {
    return ParameterLayout.of(likelihood.parameters()).views(flat, 0);
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void deltasAreTheDerivatives(GaussianLikelihood likelihood) {
    Random random = new Random(1);
    Tensor flat = Gradients.track(Tensors.uniform(random, 3, 1));
    Tensor outputs = Gradients.track(Tensors.uniform(random, 3, 5, 2));
    Tensor targets = Tensors.uniform(random, 1, 5, 2);
    Tensor logProb = likelihood.logProb(views(likelihood, flat), outputs, targets);
    assertThat(logProb.shape()).containsExactly(3, 5);
    Parameters views = views(likelihood, Gradients.stop(flat));
    Tensor stopped = Gradients.stop(outputs);
    assertClose(
        likelihood.delta(views, stopped, targets), Gradients.of(logProb, outputs).get(0), 1e-12);
    Tensor deltas = likelihood.parameterDeltas(views, stopped, targets);
    if (!likelihood.learned()) {
      assertThat(deltas).isNull();
      return;
    }
    Tensor[] columns = new Tensor[5];
    for (int i = 0; i < 5; i++) {
      columns[i] = Gradients.of(logProb.select(1, i), flat).get(0);
    }
    assertClose(Objects.requireNonNull(deltas), Tensor.stack(1, columns), 1e-12);
  }

  @Test
  void learnedAtItsMedianIsFixed() {
    Random random = new Random(1);
    Tensor flat = Tensor.full(DType.FLOAT64, Math.log(0.4), 3, 1);
    Tensor outputs = Tensors.uniform(random, 3, 5, 2);
    Tensor targets = Tensors.uniform(random, 1, 5, 2);
    GaussianLikelihood fixed = GaussianLikelihood.fixed(0.4);
    GaussianLikelihood learned = GaussianLikelihood.learned(0.4);
    assertClose(
        learned.logProb(views(learned, flat), outputs, targets),
        fixed.logProb(views(fixed, flat), outputs, targets),
        1e-12);
  }

  @Test
  void meanSquaredErrorIsItsNegativeLogProb() {
    GaussianLikelihood likelihood = GaussianLikelihood.ofMeanSquaredError();
    Tensor outputs = Tensors.uniform(new Random(1), 1, 5, 1);
    Tensor targets = Tensors.uniform(new Random(2), 1, 5, 1);
    Parameters none = views(likelihood, Tensor.zeros(DType.FLOAT64, 1, 1));
    Tensor squares = targets.sub(outputs).square().squeeze(-1);
    // log N(y; f, 1/2) = -(y - f)² - log √π
    assertClose(
        likelihood.logProb(none, outputs, targets),
        squares.neg().sub(0.5 * Math.log(Math.PI)),
        1e-12);
  }

  @Test
  void observationsHaveEachDrawsScale() {
    GaussianLikelihood learned = GaussianLikelihood.learned(0.4);
    Tensor flat = Tensor.of(new double[] {Math.log(2), 0}, 2, 1);
    Outputs outputs = Outputs.of(new double[] {5, 5}, 2, 1, 1);
    var first = Doubles.of(0, Double.NEGATIVE_INFINITY);
    var prediction = learned.predict(views(learned, flat), outputs, 2, first).regression();
    assertThat(prediction.aleatoric().value().get(0)).isEqualTo(2, within(1e-12));
    var both = learned.predict(views(learned, flat), outputs, 2, null).regression();
    assertThat(both.aleatoric().value().get(0)).isEqualTo(Math.sqrt(2.5), within(1e-12));
  }

  @Test
  void refusesWhatDoesNotFit() {
    GaussianLikelihood likelihood = GaussianLikelihood.fixed(1);
    assertThatThrownBy(() -> likelihood.check(Shape.of(2), Shape.of(1)))
        .hasMessage("targets: expected examples of shape [2], got [1]");
    assertThatThrownBy(() -> likelihood.check(Shape.of(2, 2), Shape.of(2, 2)))
        .hasMessage("outputs: expected examples of shape [outputs], got [2, 2]");
    assertThatThrownBy(() -> GaussianLikelihood.fixed(-0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale: expected a finite value > 0, got -0.1");
  }
}
