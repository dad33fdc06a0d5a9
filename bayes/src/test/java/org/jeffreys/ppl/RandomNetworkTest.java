package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.jeffreys.NativeMemory;
import org.jeffreys.data.Dataset;
import org.jeffreys.distribution.Normal;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Network;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.ArrayScales;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.Prior;
import org.jeffreys.target.StudentTPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A network in a program is the network of a supervised target. */
@ExtendWith(NativeMemory.class)
final class RandomNetworkTest {
  private static final int ROWS = 7;
  private static final int DRAWS = 5;
  private static final Network NETWORK = Sequential.dense(Activation.TANH, 2, 3, 2);

  private static double[][] data(int columns, double offset) {
    double[][] rows = new double[ROWS][columns];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < columns; j++) {
        rows[i][j] = Math.sin(offset + i + 0.7 * j);
      }
    }
    return rows;
  }

  private static void assertSame(Prior prior) {
    Dataset data = Dataset.of(DType.FLOAT64, data(2, 0), data(2, 4));
    Tensor y = data.targets();
    try (SupervisedTarget target =
            new SupervisedTarget(NETWORK, GaussianLikelihood.fixed(0.3), prior, data);
        RandomNetwork network = RandomNetwork.of(NETWORK, prior);
        Rng rng = Rng.of(1, "positions")) {
      Program program =
          m -> {
            Tensor outputs = network.sample(m, "net", data.inputs());
            try (Plate rows = m.plate("rows", ROWS)) {
              m.observe("y", Normal.of(outputs, 0.3).iid(2), rows.rows(y));
            }
          };
      Model model = Model.of(program);
      assertThat(model.layout().slots()).hasSize(1);
      Tensor at = rng.normal(DType.FLOAT64, DRAWS, network.dimension());
      Gradients.ValueAndGradient found = model.density().valueAndGradient(at);
      Gradients.ValueAndGradient expected = target.valueAndGradient(at);
      assertThat(found.value().toDoubles())
          .containsExactly(expected.value().toDoubles(), within(1e-9));
      assertThat(found.gradient().toDoubles())
          .containsExactly(expected.gradient().toDoubles(), within(1e-9));
      assertThat(model.priorPosition(3, rng).shape()).containsExactly(3, network.dimension());
    }
    data.close();
  }

  @Test
  void itsDensityIsThatOfTheSupervisedTarget() {
    assertSame(NormalPrior.fanIn(1.5, 0.5));
    assertSame(new StudentTPrior(3, new ArrayScales(1, 1, false, Map.of())));
  }

  @Test
  void rowsOfAPlateMayBeSubsampled() {
    Tensor x = Tensor.ones(DType.FLOAT64, ROWS, 2);
    try (RandomNetwork network = RandomNetwork.of(NETWORK, NormalPrior.isotropic(1));
        Rng rng = Rng.of(1, "rows")) {
      Program program =
          m -> {
            try (Plate rows = m.plate("rows", ROWS, 3)) {
              Tensor some = rows.rows(x);
              Tensor outputs = network.learn(m, "net", 1, some);
              m.observe("y", Normal.of(outputs, 1).iid(2), Tensor.zeros(DType.FLOAT64, 3, 2));
            }
          };
      Model model = Model.of(program);
      assertThat(model.layout().slots().get(0).isParameter()).isTrue();
      Tensor at = rng.normal(DType.FLOAT64, DRAWS, network.dimension());
      assertThat(model.density().estimate(at, rng).shape()).containsExactly(DRAWS);
    }
  }

  @Test
  void refusesLayersThatAreNoFunctions() {
    Prior prior = NormalPrior.isotropic(1);
    assertThatThrownBy(() -> RandomNetwork.of(Sequential.of(Shape.of(2), new Dropout(0.5)), prior))
        .hasMessage("network: expected layers without noise, got random layers");
    assertThatThrownBy(() -> RandomNetwork.of(Sequential.of(Shape.of(2), new BatchNorm(2)), prior))
        .hasMessageContaining("network: expected layers without running statistics");
  }
}
