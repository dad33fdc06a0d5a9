package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.Tensors.assertClose;

import java.util.List;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.Outputs;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NativeMemory.class)
final class CategoricalLikelihoodTest {
  private static final CategoricalLikelihood LIKELIHOOD = new CategoricalLikelihood(3);

  private static Parameters none(long draws) {
    return ParameterLayout.of(List.of()).views(Tensor.zeros(DType.FLOAT64, draws, 0), 0);
  }

  private static Tensor classes(long draws, long... classes) {
    return Tensor.of(classes, draws, classes.length / draws, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void logProbIsTheLogSoftmaxOfTheClass(int targetDraws) {
    Tensor outputs = Tensors.uniform(new Random(1), 3, 3, 3).mul(3);
    Tensor targets = targetDraws == 1 ? classes(1, 2, 0, 1) : classes(3, 2, 0, 1, 1, 1, 0, 0, 2, 2);
    double[] found = LIKELIHOOD.logProb(none(3), outputs, targets).toDoubles();
    double[] logits = outputs.toDoubles();
    long[] labels = targets.toLongs();
    for (int i = 0; i < 9; i++) {
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += Math.exp(logits[3 * i + k]);
      }
      int label = (int) labels[targetDraws == 1 ? i % 3 : i];
      assertThat(found[i]).isCloseTo(logits[3 * i + label] - Math.log(sum), within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void deltaEqualsAutograd(int draws) {
    for (int targetDraws : new int[] {1, draws}) {
      Tensor targets = targetDraws == 1 ? classes(1, 2, 0, 1) : classes(draws, labels(draws));
      Tensor outputs = Gradients.track(Tensors.uniform(new Random(1), draws, 3, 3).mul(3));
      Tensor sum = LIKELIHOOD.logProb(none(draws), outputs, targets).sum();
      Tensor found = LIKELIHOOD.delta(none(draws), Gradients.stop(outputs), targets);
      assertClose(found, Gradients.of(sum, outputs).get(0), 1e-12);
      assertClose(found.sum(-1), Tensor.zeros(DType.FLOAT64, draws, 3), 1e-12);
    }
    assertThat(
            LIKELIHOOD.parameterDeltas(
                none(1), Tensor.zeros(DType.FLOAT64, 1, 1, 3), classes(1, 0)))
        .isNull();
  }

  private static long[] labels(int draws) {
    return new Random(2).longs(3L * draws, 0, 3).toArray();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e4, -1e4})
  void extremeLogitsStayFinite(double logit) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Tensor outputs = Tensor.of(dtype, new double[] {logit, 0, 0, logit, 0, 0}, 1, 2, 3);
      Tensor targets = classes(1, 0, 1);
      double[] logProbs =
          LIKELIHOOD.logProb(none(1), outputs, targets).to(DType.FLOAT64).toDoubles();
      double[] delta = LIKELIHOOD.delta(none(1), outputs, targets).to(DType.FLOAT64).toDoubles();
      if (logit > 0) {
        assertThat(logProbs).containsExactly(new double[] {0, -logit}, within(1e-6));
        assertThat(delta).containsExactly(new double[] {0, 0, 0, -1, 1, 0}, within(1e-6));
      } else {
        double log2 = Math.log(2);
        assertThat(logProbs).containsExactly(new double[] {logit - log2, -log2}, within(1e-3));
        assertThat(delta).containsExactly(new double[] {1, -.5, -.5, 0, .5, -.5}, within(1e-6));
      }
    }
  }

  /** Of equal logits the lowest class counts, as it does in predictions. */
  @Test
  void hitsGoToTheLowestOfSeveralClasses() {
    Tensor outputs =
        Tensor.of(
            new double[] {
              0,
              0,
              0, /**/
              0,
              0,
              0, /**/
              1,
              2,
              2, /**/
              1,
              2,
              2, /**/
              -1,
              -2,
              -3, //
              5,
              0,
              0, /**/
              0,
              5,
              0, /**/
              0,
              0,
              5, /**/
              5,
              0,
              5, /**/
              0,
              Double.NaN,
              0
            },
            2,
            5,
            3);
    Tensor hits = LIKELIHOOD.numHits(outputs, classes(1, 0, 1, 1, 2, 0));
    assertThat(hits.toLongs()).containsExactly(3, 2);
    Tensor ofEach = LIKELIHOOD.numHits(outputs, classes(2, 0, 1, 1, 2, 0, 0, 1, 2, 0, 1));
    assertThat(ofEach.toLongs()).containsExactly(3, 4);
    Outputs heap = Outputs.of(outputs.narrow(1, 0, 4).toDoubles(), 2, 4, 3);
    int[] expected = {0, 0, 1, 1, 0, 1, 2, 0};
    for (int i = 0; i < 8; i++) {
      var row = LIKELIHOOD.predict(none(2), heap, 2, null).classification().row(i % 4);
      assertThat(row.vote(i / 4)).isEqualTo(expected[i]);
    }
  }

  @Test
  void predictsTheMeanOfTheSoftmax() {
    Outputs outputs = Outputs.of(new double[] {0, Math.log(2), 0, 0, 0, 0}, 2, 1, 3);
    var prediction = LIKELIHOOD.predict(none(1), outputs, 2, null).classification();
    assertThat(prediction.probabilities().value().get(1))
        .isCloseTo((0.5 + 1.0 / 3) / 2, within(1e-15));
    assertThat(prediction.numChains()).isEqualTo(2);
  }

  @Test
  void refusesShapesByName() {
    assertThatThrownBy(() -> new CategoricalLikelihood(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numClasses: expected an integer >= 2, got 1");
    assertThatThrownBy(() -> LIKELIHOOD.check(Shape.of(4), Shape.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outputs: expected examples of shape [3], one output a class, got [4]");
    assertThatThrownBy(() -> LIKELIHOOD.check(Shape.of(3), Shape.of(3)))
        .hasMessage("targets: expected one class index an example, got [3]");
  }

  private static void target(Tensor targets) {
    Dataset data = new Dataset(Tensor.zeros(DType.FLOAT64, 2, 2), targets);
    new SupervisedTarget(Sequential.dense(Activation.TANH, 2, 3), LIKELIHOOD, new FlatPrior(), data)
        .close();
  }

  /** Without this, a class out of range fails in the middle of training. */
  @Test
  void refusesTargetsThatAreNoClasses() {
    target(Tensor.of(new long[] {0, 2}, 2, 1));
    assertThatThrownBy(() -> target(Tensor.of(new long[] {0, 3}, 2, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("targets: expected classes in [0, 3), got 3");
    assertThatThrownBy(() -> target(Tensor.of(new long[] {-1, 7}, 2, 1)))
        .hasMessage("targets: expected classes in [0, 3), got -1");
    assertThatThrownBy(() -> target(Tensor.of(new double[] {0, 1}, 2, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("targets: expected int64 class indices, got ");
  }
}
