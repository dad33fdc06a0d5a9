package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jeffreys.core.NumericalException;
import org.junit.jupiter.api.Test;

final class OutputsTest {

  @Test
  void areRowMajorByDraw() {
    float[] values = {0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112};
    var outputs = Outputs.of(values, 2, 2, 3);
    values[0] = 99;
    assertThat(outputs.get(0, 0, 0)).isZero();
    assertThat(outputs.get(1, 1, 2)).isEqualTo(112);
    var same = Outputs.ofDraws(new float[][] {{0, 1, 2, 10, 11, 12}, {100, 0, 0, 0, 0, 112}}, 2, 3);
    assertThat(same.get(1, 1, 2)).isEqualTo(112);
    assertThat(same.numDraws()).isEqualTo(2);
    assertThat(same.numRows()).isEqualTo(2);
    assertThat(same.width()).isEqualTo(3);
  }

  @Test
  void keepDoublePrecision() {
    assertThat(Outputs.of(new double[] {0.1}, 1, 1, 1).get(0, 0, 0)).isEqualTo(0.1);
    assertThat(Outputs.of(new float[] {0.1f}, 1, 1, 1).get(0, 0, 0)).isEqualTo(0.1f);
  }

  @Test
  void nameWhatIsWrong() {
    assertThatThrownBy(() -> Outputs.of(new float[5], 2, 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outputs: expected 6 numbers for [2, 3, 1], got 5");
    assertThatThrownBy(() -> Outputs.of(new double[0], 0, 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numDraws: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> Outputs.of(new float[] {1, 2, Float.NaN, 4}, 2, 2, 1))
        .isInstanceOf(NumericalException.class)
        .hasMessage(
            "outputs: expected finite numbers, got NaN in draw 1, row 0, output 0;"
                + " leave out draws that diverged");
  }
}
