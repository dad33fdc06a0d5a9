package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.distribution.Bernoulli;
import org.jeffreys.distribution.Distribution;
import org.jeffreys.distribution.Distributions;
import org.jeffreys.distribution.HalfNormal;
import org.jeffreys.distribution.Normal;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.ppl.model.EightSchools;
import org.jeffreys.ppl.model.Funnel;
import org.jeffreys.ppl.model.StraightLine;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.PlainDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Recording;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs in plain Java have the density that the native library gives them. */
@ExtendWith(NativeMemory.class)
final class PlainProgramTest {
  /** What stands in the way of a plain density of these: functions that tapes do not have. */
  private static final Map<String, String> NOT_PLAIN = Map.of();

  static Stream<Program> programs() {
    return Stream.of(
        new EightSchools(true).of(ProgramData.none()),
        new EightSchools(false).of(ProgramData.none()),
        new StraightLine(1).of(ProgramData.none()),
        new Funnel().of(ProgramData.none()),
        mixture());
  }

  private static Program mixture() {
    Tensor y = Tensor.of(new double[] {-1, 0.5, 3}, 3);
    return m -> {
      Tensor scale = m.sample("scale", HalfNormal.of(2));
      try (Plate rows = m.plate("rows", 3)) {
        Tensor far = m.sample("far", Bernoulli.ofProbs(m.number(0.3)));
        m.observe("y", new Normal(far.mul(2), scale), y);
      }
    };
  }

  @ParameterizedTest
  @MethodSource("programs")
  void densitiesAndGradientsAreTheLibrarys(Program program) {
    ProgramDensity density = Model.of(program).density();
    PlainDensity plain = density.plain();
    int dimension = density.dimension();
    double[] positions = new double[3 * dimension];
    HostStream stream = HostStream.keyed(3, "positions", 0);
    for (int i = 0; i < positions.length; i++) {
      positions[i] = stream.nextNormal();
    }
    double[] values = new double[3];
    double[] gradients = new double[positions.length];
    plain.evaluator().valueAndGradient(positions, values, gradients);
    Gradients.ValueAndGradient expected =
        Gradients.valueAndGradient(density::logProb, Tensor.of(positions, 3, dimension));
    assertClose(values, expected.value());
    assertClose(gradients, expected.gradient());
    assertThat(plain.isFasterFor(1)).isTrue();
    Gradients.ValueAndGradient used = density.valueAndGradient(Tensor.of(positions, 3, dimension));
    assertThat(used.value().toDoubles()).isEqualTo(values);
    assertThat(used.gradient().toDoubles()).isEqualTo(gradients);
  }

  private static void assertClose(double[] actual, Tensor expected) {
    double[] wanted = expected.toDoubles();
    for (int i = 0; i < wanted.length; i++) {
      assertThat(actual[i]).isCloseTo(wanted[i], within(1e-10 * Math.max(1, Math.abs(wanted[i]))));
    }
  }

  @Test
  void networksArePlainToo() {
    Tensor x = Tensor.linspace(DType.FLOAT64, -1, 1, 7).unsqueeze(1);
    Tensor y = x.square().squeeze(1);
    try (RandomNetwork network =
        RandomNetwork.of(Sequential.dense(Activation.TANH, 1, 5, 1), NormalPrior.isotropic(1))) {
      Program program =
          m -> {
            Tensor outputs = network.sample(m, "net", x);
            try (Plate rows = m.plate("rows", 7)) {
              m.observe("y", Normal.of(outputs.squeeze(2), 0.1), y);
            }
          };
      assertThat(Model.of(program).density().plain()).isNotNull();
    }
  }

  @Test
  void programsThatLookAtSomeRowsAreNot() {
    Tensor y = Tensor.linspace(DType.FLOAT64, -1, 1, 10);
    Program program =
        m -> {
          Tensor loc = m.sample("loc", Normal.of(0, 1));
          try (Plate rows = m.plate("rows", 10, 4)) {
            m.observe("y", Normal.of(loc, 1), rows.rows(y));
          }
        };
    assertThat(Model.of(program).density().plain()).isNull();
  }

  @Test
  void whichDistributionsArePlain() {
    Map<String, String> found = new TreeMap<>();
    for (Distributions.Entry entry : Distributions.all()) {
      try (Scope scope = Scope.open()) {
        Distribution law = entry.made();
        if (law.support().isDiscrete() || entry.name().equals("delta")) {
          continue;
        }
        ProgramDensity density = Model.of(m -> m.sample("x", law)).density();
        Tensor zero = Tensor.zeros(DType.FLOAT64, 1, density.dimension());
        String obstacle = Recording.of(density::logProb, zero).obstacle();
        if (density.plain() == null) {
          found.put(entry.name(), String.valueOf(obstacle));
        }
      }
    }
    assertThat(found).isEqualTo(NOT_PLAIN);
  }
}
