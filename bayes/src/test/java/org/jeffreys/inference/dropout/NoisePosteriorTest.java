package org.jeffreys.inference.dropout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.inference.Trained;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.ConcreteDropout;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.DropConnect;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.GaussianDropout;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.MaxPool2d;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Sequential;
import org.jeffreys.nn.VariationalDropout;
import org.jeffreys.predict.Outputs;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NativeMemory.class)
final class NoisePosteriorTest {
  private static final long SEED = 12;
  private static final long ENOUGH = 64L << 20;
  private static final int DRAWS = 5;

  /** Those that are thinned, then those that are not. */
  static List<Sequential> networks() {
    Shape image = Shape.of(6, 5, 2);
    Shape three = Shape.of(3);
    return List.of(
        dense(),
        Sequential.of(
            three,
            new Dropout(0.3),
            new Linear(3, 5),
            Activation.RELU,
            new GaussianDropout(0.3),
            new Dropout(0.5),
            new Linear(5, 3)),
        Sequential.of(
            image,
            new Conv2d(2, 3, 3),
            Activation.RELU,
            new Dropout(0.3),
            new Flatten(),
            new Linear(36, 3)),
        Sequential.of(
            image,
            new Conv2d(2, 4, 3),
            new BatchNorm(4),
            new Dropout(0.3),
            new Conv2d(4, 2, 1),
            new MaxPool2d(2),
            new Flatten(),
            new Dropout(0.5),
            new Linear(4, 3)),
        Sequential.of(
            three, new Linear(3, 4), new Dropout(0.3), new BatchNorm(4), new Linear(4, 3)),
        Sequential.of(three, new DropConnect(3, 4, 0.3), Activation.TANH, new Linear(4, 3)),
        Sequential.of(
            three, new VariationalDropout(3, 4), Activation.TANH, new VariationalDropout(4, 3)),
        Sequential.of(
            three,
            new Linear(3, 4),
            Activation.TANH,
            new ConcreteDropout(new Linear(4, 3), 1, 0.3, 0.1)));
  }

  private static Sequential dense() {
    return Sequential.of(
        Shape.of(3),
        new Linear(3, 7),
        Activation.TANH,
        new Dropout(0.4),
        new Linear(7, 5),
        Activation.RELU,
        new Dropout(0.5),
        new Linear(5, 3));
  }

  private static NoisePosterior.Config config(int numDraws) {
    return new NoisePosterior.Config(numDraws, false, ENOUGH, 1);
  }

  private static NetworkModel model(Sequential network) {
    return new NetworkModel(network, new CategoricalLikelihood(3), DType.FLOAT64);
  }

  private static NoisePosterior posterior(Sequential network, NoisePosterior.Config config) {
    NetworkModel model = model(network);
    Tensor position = Tensors.uniform(new Random(5), 1, model.dimension());
    Tensor buffers = model.initialBuffers(1);
    if (buffers != null) {
      buffers.addInPlace(Tensors.uniform(new Random(6), buffers.shape()), 0.2);
      Scope.release(buffers);
    }
    Trained trained = new Trained(Scope.release(position), buffers, List.of(), 0);
    return new NoisePosterior(model, trained, config, SEED);
  }

  private static Tensor inputs(Sequential network, int rows) {
    return Tensors.uniform(new Random(8), network.inputShape().prepend(rows).toArray());
  }

  private static Outputs outputs(NoisePosterior posterior, Tensor inputs) {
    return posterior.predict(inputs).classification().logits();
  }

  private static Outputs outputs(Sequential network, NoisePosterior.Config config, Tensor inputs) {
    try (NoisePosterior posterior = posterior(network, config)) {
      return outputs(posterior, inputs);
    }
  }

  /** One draw's numbers, row by row. */
  private static double[] draw(Outputs outputs, int draw, int rows) {
    double[] values = new double[rows * outputs.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = outputs.get(draw, i / outputs.width(), i % outputs.width());
    }
    return values;
  }

  private static void assertSameBits(Outputs actual, Outputs expected) {
    for (int draw = 0; draw < actual.numDraws(); draw++) {
      assertThat(draw(actual, draw, actual.numRows()))
          .isEqualTo(draw(expected, draw, expected.numRows()));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void drawsAreForwardPassesWithTheSeedsNoise(Sequential network) {
    Tensor inputs = inputs(network, 7);
    try (NoisePosterior posterior = posterior(network, config(DRAWS));
        Rng rng = Rng.streams(SEED, "noise", DRAWS)) {
      Outputs found = outputs(posterior, inputs);
      NetworkModel model = model(network);
      Pass pass =
          Pass.of(network.noise(DType.FLOAT64, DRAWS, 1, rng))
              .withStatistics(model.statistics(posterior.trained().buffers()));
      Tensor views = posterior.trained().position().expand(DRAWS, model.dimension()).copy();
      Tensor expected = network.forward(model.networkViews(views), inputs.unsqueeze(0), pass);
      for (int draw = 0; draw < DRAWS; draw++) {
        assertThat(draw(found, draw, 7))
            .containsExactly(expected.select(0, draw).toDoubles(), within(1e-11));
      }
      assertThat(draw(found, 0, 7)).isNotEqualTo(draw(found, 1, 7));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aDrawIsAFunctionOfEachRowAlone(Sequential network) {
    Tensor all = inputs(network, 11);
    try (NoisePosterior posterior = posterior(network, config(DRAWS))) {
      Outputs together = outputs(posterior, all);
      for (int row = 0; row < 11; row += 5) {
        Outputs alone = outputs(posterior, all.narrow(0, row, 1));
        for (int draw = 0; draw < DRAWS; draw++) {
          for (int output = 0; output < 3; output++) {
            assertThat(alone.get(draw, 0, output))
                .isCloseTo(together.get(draw, row, output), within(1e-12));
          }
        }
      }
    }
  }

  /** 2,500 rows are three blocks, and with 1 MB of memory more than one group of blocks. */
  @Test
  void outputsDependNeitherOnMemoryNorOnThreads() {
    Sequential network =
        Sequential.of(
            Shape.of(3),
            new Linear(3, 90),
            Activation.TANH,
            new Dropout(0.4),
            new Linear(90, 5),
            Activation.RELU,
            new Dropout(0.5),
            new Linear(5, 3));
    Tensor inputs = inputs(network, 2500);
    for (boolean independent : new boolean[] {false, true}) {
      var plain = new NoisePosterior.Config(DRAWS, independent, ENOUGH, 1);
      var little = new NoisePosterior.Config(DRAWS, independent, 1L << 20, 1);
      var spread = new NoisePosterior.Config(DRAWS, independent, ENOUGH, 3);
      Outputs expected = outputs(network, plain, inputs);
      assertSameBits(outputs(network, plain, inputs), expected);
      assertSameBits(outputs(network, little, inputs), expected);
      assertSameBits(outputs(network, spread, inputs), expected);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void fewerDrawsAreTheFirstOfMore(Sequential network) {
    Tensor inputs = inputs(network, 7);
    for (boolean independent : new boolean[] {false, true}) {
      var few = new NoisePosterior.Config(3, independent, ENOUGH, 1);
      var many = new NoisePosterior.Config(67, independent, ENOUGH, 1);
      Outputs first = outputs(network, few, inputs);
      Outputs all = outputs(network, many, inputs);
      for (int draw = 0; draw < 3; draw++) {
        assertThat(draw(first, draw, 7)).containsExactly(draw(all, draw, 7), within(1e-12));
      }
      assertThat(draw(all, 66, 7)).isNotEqualTo(draw(all, 2, 7));
    }
  }

  /** 67 draws are two groups of noise. */
  @Test
  void fewRowsInFloat32AreTheSameFunctions() {
    NetworkModel model = new NetworkModel(dense(), new CategoricalLikelihood(3), DType.FLOAT32);
    Tensor position = Tensors.uniform(new Random(5), DType.FLOAT32, 1, model.dimension());
    Trained trained = new Trained(Scope.release(position), null, List.of(), 0);
    Tensor inputs = Tensors.uniform(new Random(8), DType.FLOAT32, 2, 3);
    double[] flat = inputs.toDoubles();
    double[][] rows = {Arrays.copyOf(flat, 3), Arrays.copyOfRange(flat, 3, 6)};
    try (var posterior = new NoisePosterior(model, trained, config(67), SEED)) {
      Outputs expected = outputs(posterior, inputs);
      Outputs found = posterior.predict(rows).classification().logits();
      for (int draw = 0; draw < 67; draw++) {
        assertThat(draw(found, draw, 2)).containsExactly(draw(expected, draw, 2), within(1e-5));
      }
    }
  }

  @Test
  void anotherSeedGivesOtherFunctions() {
    Tensor inputs = inputs(dense(), 1);
    NetworkModel model = model(dense());
    try (NoisePosterior one = posterior(dense(), config(DRAWS));
        NoisePosterior other =
            new NoisePosterior(
                model,
                new Trained(Scope.release(one.trained().position().copy()), null, List.of(), 0),
                config(DRAWS),
                SEED + 1)) {
      assertThat(draw(outputs(other, inputs), 0, 1)).isNotEqualTo(draw(outputs(one, inputs), 0, 1));
      assertSameBits(outputs(one, inputs), outputs(one, inputs));
    }
  }

  /** The same row again and again: shared noise cannot tell the copies apart, independent does. */
  @Test
  void independentNoiseTellsEqualRowsApart() {
    Tensor same = inputs(dense(), 1).expand(600, 3).copy();
    Outputs shared = outputs(dense(), config(DRAWS), same);
    Outputs independent = outputs(dense(), new NoisePosterior.Config(DRAWS, true, ENOUGH, 1), same);
    for (int draw = 0; draw < DRAWS; draw++) {
      assertThat(shared.get(draw, 599, 0)).isCloseTo(shared.get(draw, 0, 0), within(1e-12));
      assertThat(Arrays.stream(draw(independent, draw, 600)).distinct().count()).isGreaterThan(300);
    }
  }

  @Test
  void theMeanIsThePassWithoutNoise() {
    for (Sequential network : networks()) {
      Tensor inputs = inputs(network, 7);
      try (NoisePosterior posterior = posterior(network, config(DRAWS));
          var mean = posterior.mean()) {
        NetworkModel model = model(network);
        Pass pass = Pass.mean().withStatistics(model.statistics(posterior.trained().buffers()));
        Tensor expected =
            network.forward(
                model.networkViews(posterior.trained().position()), inputs.unsqueeze(0), pass);
        Outputs found = mean.predict(inputs).classification().logits();
        assertThat(found.numDraws()).isEqualTo(1);
        assertThat(draw(found, 0, 7)).containsExactly(expected.toDoubles(), within(1e-12));
      }
    }
  }

  @Test
  void predictingLeavesStatisticsAsTheyWere() {
    Sequential network = networks().get(3);
    for (boolean independent : new boolean[] {false, true}) {
      var config = new NoisePosterior.Config(DRAWS, independent, ENOUGH, 2);
      try (NoisePosterior posterior = posterior(network, config)) {
        Tensor buffers = Objects.requireNonNull(posterior.trained().buffers());
        double[] before = buffers.toDoubles();
        outputs(posterior, inputs(network, 1500));
        assertThat(buffers.toDoubles()).isEqualTo(before);
      }
    }
  }

  @Test
  void refusesByName() {
    assertThatThrownBy(() -> NoisePosterior.Config.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numDraws: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new NoisePosterior.Config(1, false, ENOUGH, 0))
        .hasMessage("threads: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new NoisePosterior.Config(1, false, 7, 1))
        .hasMessage("memoryBytes: expected an integer >= 1048576, got 7");
    Sequential plain = Sequential.dense(Activation.TANH, 3, 3);
    Trained trained = new Trained(Tensor.zeros(DType.FLOAT64, 1, 12), null, List.of(), 0);
    assertThatThrownBy(() -> new NoisePosterior(model(plain), trained, config(1), SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "network: expected a random layer, such as Dropout, got Sequential[3][Linear[in=3,"
                + " out=3]]");
    Trained two = new Trained(Tensor.zeros(DType.FLOAT64, 2, 12), null, List.of(), 0);
    assertThatThrownBy(() -> new NoisePosterior(model(dense()), two, config(1), SEED))
        .hasMessage("trained: expected one network, got 2");
  }

  @Test
  void refusesInputsThatDoNotFit() {
    try (NoisePosterior posterior = posterior(dense(), config(1))) {
      assertThatThrownBy(() -> posterior.predict(Tensor.zeros(DType.FLOAT64, 2, 4)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("inputs: expected float64 [rows, 3], got ");
      assertThatThrownBy(() -> posterior.predict(Tensor.zeros(DType.FLOAT32, 2, 3)))
          .hasMessageStartingWith("inputs: expected float64 [rows, 3], got ");
      assertThatThrownBy(() -> posterior.predict(new double[][] {{1, 2, 3}, {1}}))
          .hasMessage("inputs[1]: expected 3 values, got 1");
      assertThat(posterior.predict(new double[][] {{1, 2, 3}}).numRows()).isEqualTo(1);
    }
  }

  @Test
  void aClosedOneRefuses() {
    NoisePosterior posterior = posterior(dense(), config(1));
    posterior.close();
    assertThatThrownBy(() -> posterior.predict(inputs(dense(), 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("posterior: expected an open one, got a closed one; predict before close()");
  }

  @Test
  void predictingHoldsNoMemory() {
    try (NoisePosterior posterior =
        posterior(dense(), new NoisePosterior.Config(DRAWS, false, ENOUGH, 2))) {
      Tensor inputs = inputs(dense(), 1500);
      long live = Tensor.live();
      outputs(posterior, inputs);
      assertThat(Tensor.live()).isEqualTo(live);
      inputs.select(0, 1400).fill(Double.NaN);
      live = Tensor.live();
      assertThatThrownBy(() -> posterior.predict(inputs))
          .hasMessageStartingWith("outputs: expected");
      assertThat(Tensor.live()).isEqualTo(live);
    }
  }
}
