package org.jeffreys.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jeffreys.Tensors.assertClose;

import java.util.List;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class BatchNormTest {
  private static final BatchNorm LAYER = new BatchNorm(3, 1e-12);
  private static final ParameterLayout BUFFERS = ParameterLayout.of(LAYER.buffers());

  private static Parameters identity(long draws) {
    ParameterLayout layout = ParameterLayout.of(LAYER.parameters());
    double[] initial = layout.fill(ParameterSpec::initial);
    return layout.views(Tensor.of(initial, 1, initial.length).expand(draws, 6).copy(), 0);
  }

  private static Pass.Statistics statistics(Tensor running, Tensor next, double momentum) {
    return new Pass.Statistics(BUFFERS.views(running, 0), BUFFERS.views(next, 0), momentum);
  }

  @Test
  void trainingNormalisesEachDrawsBatch() {
    for (long[] shape : new long[][] {{3, 7, 3}, {2, 5, 4, 2, 3}}) {
      Tensor input = Tensors.uniform(new Random(1), shape).mul(5).add(3);
      Tensor running = Tensors.uniform(new Random(2), shape[0], 6).add(3);
      Pass pass = Pass.mean().withStatistics(statistics(running, running.copy(), 0.1));
      Tensor rows = LAYER.forward(identity(shape[0]), input, pass).reshape(shape[0], -1, 3);
      assertClose(rows.mean(1), Tensor.zeros(DType.FLOAT64, shape[0], 3), 1e-12);
      assertClose(rows.square().mean(1), Tensor.ones(DType.FLOAT64, shape[0], 3), 1e-11);
    }
  }

  @Test
  void momentumOneLeavesTheStatisticsUsed() {
    Tensor input = Tensors.uniform(new Random(1), 3, 7, 3);
    Tensor running = Tensors.uniform(new Random(2), 3, 6).add(3);
    Tensor before = running.copy();
    Tensor next = Tensor.full(DType.FLOAT64, Double.NaN, 3, 6);
    Pass training = Pass.mean().withStatistics(statistics(running, next, 1));
    Tensor trained = LAYER.forward(identity(3), input, training);
    assertThat(running.toDoubles()).isEqualTo(before.toDoubles());
    assertClose(BUFFERS.views(next, 0).get("mean"), input.mean(1), 1e-13);
    Pass predicting =
        Pass.mean().withStatistics(new Pass.Statistics(BUFFERS.views(next, 0), null, 1));
    assertClose(LAYER.forward(identity(3), input, predicting), trained, 1e-12);

    Pass slow = Pass.mean().withStatistics(statistics(running, next, 0.25));
    LAYER.forward(identity(3), input, slow);
    Tensor expected = before.narrow(1, 0, 3).mul(0.75).add(input.mean(1), 0.25);
    assertClose(BUFFERS.views(next, 0).get("mean"), expected, 1e-13);
  }

  @Test
  void predictionWithNoiseReadsRunningStatisticsAndLeavesThem() {
    Sequential network =
        Sequential.of(Shape.of(2), new Linear(2, 3), LAYER, new Dropout(0.5), new Linear(3, 1));
    Tensor flat = Tensors.uniform(new Random(3), 5, network.layout().dimension());
    Parameters parameters = network.layout().views(flat, 0);
    Tensor running = Tensors.uniform(new Random(2), 5, 6).add(3);
    byte[] before = running.toBytes();
    Pass.Statistics statistics =
        new Pass.Statistics(network.buffers().views(running, 0), null, 0.1);
    Tensor input = Tensors.uniform(new Random(4), 1, 7, 2);
    try (Rng rng = Rng.streams(1, "test", 5)) {
      List<Tensor> noise = network.noise(DType.FLOAT64, 5, 1, rng);
      Tensor found = network.forward(parameters, input, Pass.of(noise).withStatistics(statistics));
      assertThat(running.toBytes()).isEqualTo(before);
      Parameters norm = network.layout().views(flat, 0).range(2, 4);
      Tensor hidden = new Linear(2, 3).forward(parameters.range(0, 2), input, Pass.mean());
      Tensor mean = running.narrow(1, 0, 3).unsqueeze(1);
      Tensor deviation = running.narrow(1, 3, 3).add(1e-12).sqrt().unsqueeze(1);
      Tensor normal = hidden.sub(mean).div(deviation);
      Tensor scaled =
          normal.mul(norm.get(0).unsqueeze(1)).add(norm.get(1).unsqueeze(1)).mul(noise.get(0));
      Tensor expected = new Linear(3, 1).forward(parameters.range(4, 6), scaled, Pass.mean());
      assertClose(found, expected, 1e-12);
    }
  }

  @Test
  void refusesAPassWithoutStatisticsAndOtherChannels() {
    assertThatThrownBy(
            () -> LAYER.forward(identity(1), Tensor.ones(DType.FLOAT64, 1, 2, 3), Pass.mean()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("statistics: expected running statistics for a normalising layer, got none");
    assertThatThrownBy(() -> LAYER.outputShape(Shape.of(4)))
        .hasMessage(
            "input: expected examples whose last axis is 3 for BatchNorm[channels=3,"
                + " epsilon=1.0E-12], got [4]");
    assertThatThrownBy(() -> new Pass.Statistics(identity(1), identity(1), 0))
        .hasMessage("momentum: expected a value in (0, 1], got 0.0");
  }
}
