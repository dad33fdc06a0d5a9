package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.core.NumericalException;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Likelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Posteriors predict few rows by plain Java as they predict many by the engine. */
@ExtendWith(NativeMemory.class)
final class PredictorTest {
  private static final List<Activation> ACTIVATIONS = List.of(Activation.values());
  private static final int[] WIDTHS = {1, 2, 3, 5, 7, 11, 17, 53};
  private static final int[] DRAWS = {1, 2, 7, 37, 101};
  private static final String CLOSED =
      "posterior: expected an open one, got a closed one; predict before close()";

  private static SampledPosterior posterior(
      Sequential network, Likelihood likelihood, DType dtype, int numDraws) {
    var model = new NetworkModel(network, likelihood, dtype);
    Tensor draws = Tensors.uniform(new Random(3), dtype, numDraws, model.dimension());
    return new SampledPosterior(model, new Draws(Scope.release(draws.mul(0.7)), 1, null), null);
  }

  private static SampledPosterior posterior(Activation activation, DType dtype) {
    Sequential network = Sequential.dense(activation, 2, 5, 3);
    return posterior(network, GaussianLikelihood.learned(0.3), dtype, 7);
  }

  private static double[][] rows(Random random, int count, int width) {
    double[][] rows = new double[count][];
    for (int row = 0; row < count; row++) {
      rows[row] = random.doubles(width, -2, 2).toArray();
    }
    return rows;
  }

  private static Prediction byEngine(SampledPosterior posterior, DType dtype, double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return posterior.predict(Tensor.of(dtype, flat, rows.length, rows[0].length));
  }

  private static double[] numbers(Prediction prediction) {
    Outputs outputs =
        prediction instanceof SampledPrediction sampled
            ? sampled.outputs()
            : prediction.classification().logits();
    double[] numbers = new double[outputs.numDraws() * outputs.numRows() * outputs.width()];
    int k = 0;
    for (int draw = 0; draw < outputs.numDraws(); draw++) {
      for (int row = 0; row < outputs.numRows(); row++) {
        for (int output = 0; output < outputs.width(); output++) {
          numbers[k++] = outputs.get(draw, row, output);
        }
      }
    }
    return numbers;
  }

  private static Sequential network(Random random) {
    List<Layer> layers = new ArrayList<>();
    int width = WIDTHS[random.nextInt(WIDTHS.length)];
    Shape input = Shape.of(width);
    for (int depth = random.nextInt(4); depth > 0; depth--) {
      int next = WIDTHS[random.nextInt(WIDTHS.length)];
      layers.add(new Linear(width, next));
      layers.add(ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size())));
      layers.add(new Dropout(0.5));
      width = next;
    }
    layers.add(new Linear(width, WIDTHS[random.nextInt(WIDTHS.length)]));
    return Sequential.of(input, layers);
  }

  @Test
  void equalsTheEngine() {
    int different = 0;
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      Sequential network = network(random);
      int numDraws = DRAWS[random.nextInt(DRAWS.length)];
      int classes = (int) network.outputShape().size(0);
      Likelihood likelihood =
          classes > 1 && seed % 2 == 0
              ? new CategoricalLikelihood(classes)
              : GaussianLikelihood.learned(0.3);
      double[][] rows = rows(random, 1 + seed % 5, (int) network.inputShape().size(0));
      try (var posterior = posterior(network, likelihood, DType.FLOAT32, numDraws)) {
        double[] expected = numbers(byEngine(posterior, DType.FLOAT32, rows));
        double[] found = numbers(posterior.predict(rows));
        double scale = 0;
        for (double each : expected) {
          scale = Math.max(scale, Math.abs(each));
        }
        assertThat(found)
            .as("seed " + seed + ", " + network)
            .containsExactly(expected, within(1e-5 * scale));
        different += Arrays.equals(found, expected) ? 0 : 1;
      }
    }
    // Else it would be the engine on both sides.
    assertThat(different).isGreaterThan(30);
  }

  /** To the bit, since it is the engine. */
  @Test
  void leavesManyRowsAndFloat64ToTheEngine() {
    Random random = new Random(5);
    Sequential wide = Sequential.dense(Activation.TANH, 2, 1009, 3);
    try (var posterior = posterior(wide, GaussianLikelihood.fixed(1), DType.FLOAT32, 7)) {
      double[][] many = rows(random, 199, 2);
      assertThat(numbers(posterior.predict(many)))
          .containsExactly(numbers(byEngine(posterior, DType.FLOAT32, many)));
      double[][] few = rows(random, 1, 2);
      assertThat(numbers(posterior.predict(few)))
          .isNotEqualTo(numbers(byEngine(posterior, DType.FLOAT32, few)));
    }
    try (var posterior = posterior(Activation.TANH, DType.FLOAT64)) {
      double[][] few = rows(random, 1, 2);
      assertThat(numbers(posterior.predict(few)))
          .containsExactly(numbers(byEngine(posterior, DType.FLOAT64, few)));
    }
  }

  @Test
  void threadsShareIt() throws Exception {
    double[][] rows = rows(new Random(6), 3, 2);
    double[] expected;
    try (var posterior = posterior(Activation.SILU, DType.FLOAT32)) {
      expected = numbers(posterior.predict(rows));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (var posterior = posterior(Activation.SILU, DType.FLOAT32)) {
      Callable<Integer> task =
          () -> {
            for (int k = 0; k < 50; k++) {
              assertThat(numbers(posterior.predict(rows))).containsExactly(expected);
            }
            return 50;
          };
      int count = 0;
      for (Future<Integer> future : threads.invokeAll(List.of(task, task, task, task))) {
        count += future.get();
      }
      assertThat(count).isEqualTo(200);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void refusesWhatTheEngineRefuses() {
    var posterior = posterior(Activation.RELU, DType.FLOAT32);
    assertThatThrownBy(() -> posterior.predict(new double[0][]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inputs: expected at least one row, got none");
    assertThatThrownBy(() -> posterior.predict(new double[][] {{1, 2}, {1}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inputs[1]: expected 2 values, got 1");
    double[][] good = {{1, 2}};
    posterior.predict(good);
    posterior.close();
    assertThatThrownBy(() -> posterior.predict(good))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(CLOSED);
    var neverUsed = posterior(Activation.RELU, DType.FLOAT32);
    neverUsed.close();
    assertThatThrownBy(() -> neverUsed.predict(good))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(CLOSED);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void inputsThatAreNotNumbersFailAsByTheEngine(Activation activation) {
    double[][] rows = {{1, 2}, {Double.NaN, 1}};
    String message =
        "outputs: expected finite numbers, got NaN in draw 0, row 1, output 0;"
            + " leave out draws that diverged";
    try (var posterior = posterior(activation, DType.FLOAT32)) {
      assertThatThrownBy(() -> byEngine(posterior, DType.FLOAT32, rows))
          .isInstanceOf(NumericalException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> posterior.predict(rows))
          .isInstanceOf(NumericalException.class)
          .hasMessage(message);
    }
  }
}
