package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jeffreys.NativeMemory;
import org.jeffreys.distribution.Normal;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs forward, under other data too, and what they say when something does not fit. */
@ExtendWith(NativeMemory.class)
final class PredictiveRunTest {
  private static Program groups(int count) {
    return m -> {
      Tensor mu = m.sample("mu", Normal.of(0, 1));
      try (Plate groups = m.plate("groups", count)) {
        m.observe("y", Normal.of(m.sample("alpha", Normal.of(mu, 1)), 1), m.number(0));
      }
    };
  }

  @Test
  void drawsOfAPlateSayNothingOfOtherRows() {
    Model one = Model.of(groups(1));
    try (Rng rng = Rng.of(1, "draws")) {
      Tensor position = one.priorPosition(5, rng);
      assertThat(one.posteriorPredictive(groups(1), position, rng).value("y").shape())
          .containsExactly(5, 1);
      assertThatThrownBy(() -> one.posteriorPredictive(groups(3), position, rng))
          .hasMessage(
              "site alpha: expected plates of 1 rows, as many as its draws are of, got 3; draw"
                  + " values of new rows from what they depend on, at a site of another name");
      assertThatThrownBy(() -> one.values(position.narrow(1, 0, 1)))
          .hasMessage("position: expected shape [draws, 2], got float64 [5, 1]");
    }
  }

  @Test
  void errorsOfOperationsSayWhereInTheProgram() {
    Program program =
        m -> {
          Tensor x = m.sample("x", Normal.of(0, 1));
          m.sample("y", Normal.of(x.expand(3).add(Tensor.zeros(DType.FLOAT64, 2)), 1));
        };
    assertThatThrownBy(() -> Model.of(program))
        .hasMessageEndingWith("; in the program, after site x");
  }

  @Test
  void valuesOutsideOfPlatesMeetRowsOfData() {
    Tensor x = Tensor.linspace(DType.FLOAT64, -1, 1, 5);
    Program line =
        m -> {
          Tensor mean = m.sample("slope", Normal.of(0, 1)).mul(x);
          try (Plate rows = m.plate("rows", 5)) {
            m.sample("y", Normal.of(mean, 1));
          }
        };
    try (Rng rng = Rng.of(1, "draws")) {
      assertThat(Trace.of(line, 3, rng).value("y").shape()).containsExactly(3, 5);
      assertThat(Model.of(line).priorPosition(4, rng).shape()).containsExactly(4, 6);
    }
  }
}
