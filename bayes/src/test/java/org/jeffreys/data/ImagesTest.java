package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class ImagesTest {
  private static final List<String> NAMES = List.of("dog", "cat", "owl");

  /** Three images of 2 x 3 pixels that count from 0. */
  private static Images three() {
    byte[] pixels = new byte[18];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    return Images.of(pixels, new int[] {2, 0, 1}, 1, 2, 3, NAMES);
  }

  @Test
  void holdsPixelsAndLabels() {
    try (Images images = three()) {
      assertThat(images.pixels().shape()).containsExactly(3, 2, 3, 1);
      assertThat(images.size()).isEqualTo(3);
      assertThat(images.channels()).isEqualTo(1);
      assertThat(images.height()).isEqualTo(2);
      assertThat(images.width()).isEqualTo(3);
      assertThat(images.numClasses()).isEqualTo(3);
      assertThat(images.bytes(1)).containsExactly(6, 7, 8, 9, 10, 11);
      assertThat(images.labelArray()).containsExactly(2, 0, 1);
    }
  }

  @Test
  void selectsImagesWithTheirLabels() {
    Images images = three();
    try (Images some = images.rows(2, 0, 2);
        Images last = images.range(1, 2)) {
      images.close();
      assertThat(some.bytes(0)).isEqualTo(some.bytes(2)).containsExactly(12, 13, 14, 15, 16, 17);
      assertThat(some.labelArray()).containsExactly(1, 2, 1);
      assertThat(last.bytes(0)).containsExactly(6, 7, 8, 9, 10, 11);
      assertThat(last.labelArray()).containsExactly(0, 1);
    }
  }

  @Test
  void scalesEachByteToTheUnitInterval() {
    byte[] pixels = new byte[256];
    double[] expected = new double[256];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
      expected[i] = i / 255.0;
    }
    try (Images images = Images.of(pixels, new int[] {1}, 1, 16, 16, NAMES);
        Dataset data = images.dataset(DType.FLOAT64)) {
      assertThat(data.inputs().toDoubles()).containsExactly(expected);
      assertThat(data.inputShape()).isEqualTo(Shape.of(16, 16, 1));
      assertThat(data.targets().toLongs()).containsExactly(1);
      assertThat(data.targetShape()).isEqualTo(Shape.of(1));
    }
  }

  @Test
  void scalesMoreImagesThanFitInOnePiece() {
    int n = 4099;
    byte[] pixels = new byte[n];
    pixels[4095] = 51;
    pixels[4096] = 102;
    pixels[n - 1] = (byte) 255;
    try (Images images = Images.of(pixels, null, 1, 1, 1, List.of())) {
      float[] inputs = images.inputs(DType.FLOAT32).toFloats();
      assertThat(IntStream.range(0, n).filter(i -> inputs[i] != 0))
          .containsExactly(4095, 4096, 4098);
      assertThat(inputs[4095]).isEqualTo(0.2f);
      assertThat(inputs[4096]).isEqualTo(0.4f);
      assertThat(inputs[n - 1]).isEqualTo(1f);
    }
  }

  @Test
  void knowsWhenItHasNoLabels() {
    try (Images images = Images.of(new byte[6], null, 1, 2, 3, List.of());
        Images same = images.rows(0)) {
      assertThat(same.labels()).isNull();
      assertThat(same.numClasses()).isZero();
      assertThatThrownBy(same::labelArray)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("labels: expected labelled images, got unlabelled ones");
      assertThatThrownBy(() -> same.dataset(DType.FLOAT32))
          .hasMessage("labels: expected labelled images, got unlabelled ones");
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Images.of(new byte[7], null, 1, 2, 3, NAMES))
        .hasMessage("pixels: expected whole images of 6 bytes, at least one, got 7 bytes");
    assertThatThrownBy(() -> Images.of(new byte[12], new int[] {0}, 1, 2, 3, NAMES))
        .hasMessage("labels: expected int64 [2, 1], one an image, got int64 [1, 1]");
    assertThatThrownBy(() -> Images.of(new byte[12], new int[] {0, 3}, 1, 2, 3, NAMES))
        .hasMessage("labels[1]: expected a class in [0, 3), got 3");
    assertThatThrownBy(() -> new Images(Tensor.zeros(DType.FLOAT32, 1, 1, 2, 2), null, NAMES))
        .hasMessage(
            "pixels: expected uint8 [n, height, width, channels] with at least one image, got"
                + " float32 [1, 1, 2, 2]");
    try (Images images = three()) {
      assertThatThrownBy(() -> images.rows(0, 3))
          .hasMessage("indices: expected indices in [0, 3), got 3");
      assertThatThrownBy(images::rows).hasMessageStartingWith("pixels: expected uint8");
      assertThatThrownBy(() -> images.range(1, 3))
          .hasMessage("count: expected an integer in [1, 2], got 3");
      assertThatThrownBy(() -> images.bytes(3))
          .hasMessage("index: expected an index in [0, 3), got 3");
      assertThatThrownBy(() -> images.inputs(DType.INT64))
          .hasMessage("dtype: expected float32 or float64, got int64");
    }
  }
}
