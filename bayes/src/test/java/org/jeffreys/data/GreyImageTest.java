package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class GreyImageTest {
  private static final Offset<Float> ROUNDING = within(1e-4f);

  private static List<Float> values(GreyImage image) {
    List<Float> values = new ArrayList<>();
    for (int row = 0; row < image.height(); row++) {
      for (int column = 0; column < image.width(); column++) {
        values.add(image.value(row, column));
      }
    }
    return values;
  }

  private static GreyImage row(float... values) {
    return new GreyImage(1, values.length, values);
  }

  @Test
  void shrinksByTheMeanOverWhatAPixelCovers() {
    assertThat(values(new GreyImage(2, 4, new float[] {0, 2, 4, 6, 8, 10, 12, 14}).fitted(1, 2)))
        .containsExactly(5f, 9f);
    // 3 to 2: each new pixel covers one old one and half of the middle one.
    GreyImage square = new GreyImage(3, 3, new float[] {0, 90, 180, 0, 90, 180, 0, 90, 180});
    List<Float> values = values(square.fitted(2, 2));
    assertThat(values.get(0)).isEqualTo(30f, ROUNDING);
    assertThat(values.get(1)).isEqualTo(150f, ROUNDING);
    assertThat(values.subList(2, 4)).isEqualTo(values.subList(0, 2));
  }

  @Test
  void shrinkingKeepsTheMean() {
    float[] values = new float[37 * 37];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 7919 % 256;
    }
    GreyImage image = new GreyImage(37, 37, values);
    double before = values(image).stream().mapToDouble(v -> v).average().orElseThrow();
    double after =
        values(image.fitted(11, 11)).stream().mapToDouble(v -> v).average().orElseThrow();
    assertThat(after).isEqualTo(before, within(1e-3));
  }

  @Test
  void growsLinearly() {
    GreyImage image = new GreyImage(2, 2, new float[] {0, 100, 0, 100}).fitted(4, 4);
    assertThat(values(image).subList(0, 4)).containsExactly(0f, 25f, 75f, 100f);
    assertThat(values(image).subList(12, 16)).containsExactly(0f, 25f, 75f, 100f);
  }

  @Test
  void keepsProportionsAndPadsByTheBorder() {
    GreyImage wide = row(10, 10, 30, 10).fitted(3, 4);
    assertThat(values(wide))
        .containsExactly(15f, 15f, 15f, 15f, 10f, 10f, 30f, 10f, 15f, 15f, 15f, 15f);
    assertThat(row(7, 7, 7, 7, 7, 7, 7, 7).fitted(2, 2).value(0, 0)).isEqualTo(7f);
  }

  @Test
  void invertsByTheBorder() {
    GreyImage darkOnLight =
        new GreyImage(3, 3, new float[] {255, 255, 255, 255, 0, 255, 255, 255, 255});
    assertThat(darkOnLight.borderMean()).isEqualTo(255f);
    assertThat(values(darkOnLight.inverted(Invert.AUTO)))
        .containsExactly(0f, 0f, 0f, 0f, 255f, 0f, 0f, 0f, 0f);
    GreyImage lightOnDark = darkOnLight.inverted(Invert.ALWAYS);
    assertThat(lightOnDark.inverted(Invert.AUTO)).isSameAs(lightOnDark);
    assertThat(darkOnLight.inverted(Invert.NEVER)).isSameAs(darkOnLight);
  }

  @Test
  void placesInkByItsCentreOfMass() {
    float[] values = new float[40 * 40];
    // An L of ink 20 high and 10 wide at the lower right, so that the centre lies low and left.
    for (int i = 0; i < 20; i++) {
      values[(18 + i) * 40 + 25] = 255;
    }
    for (int i = 0; i < 10; i++) {
      values[37 * 40 + 25 + i] = 255;
    }
    GreyImage placed = new GreyImage(40, 40, values).placedAsMnist(28, 20);
    // Centre of mass: 29 pixels, 19 + 1 in the column and 9 more in the last row.
    double down = (200 + 9 * 19.5) / 29;
    double right = (20 * 0.5 + (1.5 + 9.5) / 2 * 9) / 29;
    int top = (int) Math.ceil(14 - down);
    int left = (int) Math.ceil(14 - right);
    assertThat(top).isBetween(0, 8);
    assertThat(placed.value(top, left)).isEqualTo(255f);
    assertThat(placed.value(top + 19, left + 9)).isEqualTo(255f);
    assertThat(values(placed).stream().filter(v -> v > 0)).hasSize(29);
  }

  @Test
  void scalesInkToTheBox() {
    float[] values = new float[105 * 105];
    for (int row = 10; row < 90; row++) {
      for (int column = 50; column < 90; column++) {
        values[row * 105 + column] = 255;
      }
    }
    GreyImage placed = new GreyImage(105, 105, values).placedAsMnist(28, 20);
    assertThat(values(placed).stream().filter(v -> v > 254)).hasSize(20 * 10);
    assertThat(placed.value(4, 9)).isEqualTo(255f);
    assertThat(placed.value(3, 9)).isZero();
    assertThat(placed.value(23, 18)).isEqualTo(255f);
  }

  @Test
  void leavesABlankPictureBlank() {
    assertThat(values(new GreyImage(5, 5, new float[25]).placedAsMnist(28, 20))).containsOnly(0f);
  }

  @Test
  void roundsWhenWritten() {
    byte[] bytes = new byte[5];
    row(-1, 0.5f, 254.4f, 300).write(bytes, 1);
    assertThat(bytes).containsExactly(0, 0, 1, (byte) 254, (byte) 255);
  }
}
