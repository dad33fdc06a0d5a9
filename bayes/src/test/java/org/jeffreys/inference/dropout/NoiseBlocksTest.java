package org.jeffreys.inference.dropout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallClassifier;
import org.jeffreys.data.Images;
import org.jeffreys.data.Strokes;
import org.jeffreys.predict.Outputs;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A long prediction made in blocks is the prediction. */
@ExtendWith(NativeMemory.class)
final class NoiseBlocksTest {
  private static final int ROWS = 600;

  @Test
  void inputsWithNoiseOfTheirOwnKeepItInBlocks() {
    try (NoisePosterior shared = SmallClassifier.plain(3);
        Images images = Strokes.digits(ROWS, 9)) {
      var config = new NoisePosterior.Config(3, true, 1 << 20, 1);
      var posterior = new NoisePosterior(shared.model(), shared.trained(), config, 5);
      Tensor inputs = images.inputs(DType.FLOAT32);
      Outputs whole = posterior.predict(inputs).classification().logits();
      Outputs second =
          posterior.predict(inputs.narrow(0, 256, ROWS - 256), 256).classification().logits();
      Outputs misplaced =
          posterior.predict(inputs.narrow(0, 256, ROWS - 256)).classification().logits();

      double[] expected = row(whole, 300);
      assertThat(row(second, 44))
          .containsExactly(expected, org.assertj.core.data.Offset.offset(1e-5));
      assertThat(Arrays.equals(row(misplaced, 44), row(second, 44))).isFalse();
    }
  }

  private static double[] row(Outputs outputs, int row) {
    double[] values = new double[outputs.numDraws() * outputs.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = outputs.get(i / outputs.width(), row, i % outputs.width());
    }
    return values;
  }

  @Test
  void blocksBeginWhereNoiseDoes() {
    try (NoisePosterior posterior = SmallClassifier.plain(2)) {
      Tensor inputs = Tensor.zeros(DType.FLOAT32, 2, 28, 28, 1);
      assertThatThrownBy(() -> posterior.predict(inputs, 100))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("firstRow: expected a multiple of 256, got 100");
    }
  }
}
