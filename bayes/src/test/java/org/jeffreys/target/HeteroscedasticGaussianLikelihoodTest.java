package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.Tensors.assertClose;

import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NativeMemory.class)
final class HeteroscedasticGaussianLikelihoodTest {
  private final HeteroscedasticGaussianLikelihood likelihood =
      new HeteroscedasticGaussianLikelihood(0.7);

  private static Parameters none(long draws) {
    return ParameterLayout.of(java.util.List.of()).views(Tensor.zeros(DType.FLOAT64, draws, 0), 0);
  }

  @ParameterizedTest
  @CsvSource({"3, 3, 3, 1", "2, 5, 3, 2", "2, 5, 3, 1"})
  void deltasAreTheDerivatives(int draws, int batch, int width, int targetDraws) {
    Random random = new Random(1);
    Tensor outputs = Gradients.track(Tensors.uniform(random, draws, batch, 2L * width));
    Tensor targets = Tensors.uniform(random, targetDraws, batch, width);
    Tensor logProb = likelihood.logProb(none(draws), outputs, targets);
    assertThat(logProb.shape()).containsExactly(draws, batch);
    assertClose(
        likelihood.delta(none(draws), Gradients.stop(outputs), targets),
        Gradients.of(logProb, outputs).get(0),
        1e-10);
  }

  @Test
  void ofOneLogScaleIsTheLikelihoodOfThatScale() {
    Random random = new Random(1);
    Tensor means = Tensors.uniform(random, 3, 5, 2);
    Tensor targets = Tensors.uniform(random, 1, 5, 2);
    Tensor outputs = Tensor.cat(-1, means, Tensor.full(DType.FLOAT64, -1.3, 3, 5, 2));
    var fixed = GaussianLikelihood.fixed(0.7 * Math.exp(-1.3));
    assertClose(
        likelihood.logProb(none(3), outputs, targets),
        fixed.logProb(none(3), means, targets),
        1e-12);
  }

  /** Failed with means and log scales exchanged in the observation model. */
  @Test
  void numbersAreDistributedAsTensors() {
    Random random = new Random(2);
    Tensor outputs = Tensors.uniform(random, 3, 5, 4);
    Tensor targets = Tensors.uniform(random, 1, 5, 2);
    Outputs numbers = Outputs.of(outputs.toDoubles(), 3, 5, 4);
    double[] expected = likelihood.logProb(none(3), outputs, targets).toDoubles();
    for (int draw = 0; draw < 3; draw++) {
      double[] only = {-1e300, -1e300, -1e300};
      only[draw] = 0;
      var prediction = likelihood.predict(none(1), numbers, 3, Doubles.of(only)).regression();
      assertThat(prediction.numOutputs()).isEqualTo(2);
      assertThat(prediction.logProb(targets.toDoubles()).value().toArray())
          .containsExactly(
              java.util.Arrays.copyOfRange(expected, 5 * draw, 5 * draw + 5), within(1e-12));
    }
  }

  @Test
  void noiseAndIgnoranceAddUp() {
    double quiet = Math.log(0.1 / 0.7);
    double loud = Math.log(2 / 0.7);
    Outputs outputs = Outputs.of(new double[] {5, loud, 1, quiet, 7, loud, 1, loud}, 2, 2, 2);
    RegressionPrediction prediction = likelihood.predict(none(1), outputs, 2, null).regression();
    Doubles aleatoric = prediction.aleatoric().value();
    Doubles epistemic = prediction.epistemic().value();
    assertThat(aleatoric.get(0)).isEqualTo(2, within(1e-12));
    assertThat(aleatoric.get(1)).isEqualTo(Math.sqrt((0.01 + 4) / 2), within(1e-12));
    assertThat(epistemic.get(0)).isEqualTo(1, within(1e-12));
    assertThat(epistemic.get(1)).isZero();
    for (int row = 0; row < 2; row++) {
      double total = prediction.standardDeviation().value().get(row);
      assertThat(total * total)
          .isEqualTo(
              aleatoric.get(row) * aleatoric.get(row) + epistemic.get(row) * epistemic.get(row),
              within(1e-12));
    }
  }

  /** e^-2s would be infinite in single precision from s = -44.4 on. */
  @Test
  void staysFiniteWhereTheScaleIsExtreme() {
    Tensor outputs = Tensor.of(new float[] {1, -60, 1, 80}, 1, 2, 2);
    Tensor targets = Tensor.of(new float[] {1, 1e10f}, 1, 2, 1);
    Tensor logProb = likelihood.logProb(none(1), outputs, targets);
    assertThat(logProb.toDoubles()[0])
        .isCloseTo(60 - Math.log(0.7 * Math.sqrt(2 * Math.PI)), within(1e-4));
    assertThat(logProb.isFinite().all()).isTrue();
    assertThat(likelihood.delta(none(1), outputs, targets).isFinite().all()).isTrue();
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> likelihood.check(Shape.of(2), Shape.of(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "outputs: expected examples of shape [4], a mean and a log scale a target, got [2]");
    assertThatThrownBy(() -> new HeteroscedasticGaussianLikelihood(0))
        .hasMessage("scale: expected a finite value > 0, got 0.0");
    Outputs odd = Outputs.of(new double[3], 1, 1, 3);
    assertThatThrownBy(() -> likelihood.predict(none(1), odd, 1, null))
        .hasMessage(
            "outputs: expected an even width, a mean and a log scale an observation, got 3");
    Outputs extreme = Outputs.of(new double[] {0, 0, 0, 1000}, 1, 2, 2);
    assertThatThrownBy(
            () -> new HeteroscedasticGaussianLikelihood(1).predict(none(1), extreme, 1, null))
        .isInstanceOf(org.jeffreys.core.NumericalException.class)
        .hasMessage(
            "log scale: expected a number in [-300, 300], got 1000.0 in draw 0, row 1, output 1;"
                + " leave out draws that diverged");
  }
}
