package org.jeffreys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.jeffreys.cli.report.ImageGrid.Frame;
import org.junit.jupiter.api.Test;

final class ImageGridTest {
  private static final byte[] STEPS = {0, 50, 100, (byte) 150, (byte) 200, (byte) 255};
  private static final int PAPER = 0xFFFFFF;
  private static final int TEXT = 0x333333;

  @Test
  void laysImagesOutInRowsWithFrames() throws IOException {
    byte[] png =
        ImageGrid.of(2, 3, 2)
            .zoom(4)
            .gap(5)
            .image(STEPS)
            .image(STEPS, "", Frame.WRONG)
            .image(STEPS, "", Frame.RIGHT)
            .png();
    BufferedImage sheet = read(png);
    // An image of 12 x 8 in a frame of 3.
    assertThat(sheet.getWidth()).isEqualTo(5 + 2 * (18 + 5));
    assertThat(sheet.getHeight()).isEqualTo(5 + 2 * (14 + 5));
    assertImage(sheet, 5, 5, PAPER);
    assertImage(sheet, 28, 5, 0xD55E00);
    assertImage(sheet, 5, 24, 0x009E73);
    assertThat(rgb(sheet, 30, 30)).isEqualTo(PAPER);
  }

  private static void assertImage(BufferedImage sheet, int left, int top, int frame) {
    for (int y = 0; y < 14; y++) {
      for (int x = 0; x < 18; x++) {
        boolean inside = x >= 3 && x < 15 && y >= 3 && y < 11;
        int grey = inside ? STEPS[(y - 3) / 4 * 3 + (x - 3) / 4] & 255 : 0;
        assertThat(rgb(sheet, left + x, top + y))
            .as("pixel %d, %d", x, y)
            .isEqualTo(inside ? grey * 0x010101 : frame);
      }
    }
    assertThat(rgb(sheet, left - 1, top)).isEqualTo(PAPER);
    assertThat(rgb(sheet, left, top - 1)).isEqualTo(PAPER);
  }

  @Test
  void labelsRowsAndWidensColumnsForCaptions() throws IOException {
    byte[] png =
        ImageGrid.of(2, 3, 4)
            .zoom(1)
            .gap(2)
            .row("I")
            .image(STEPS, "LIL", Frame.FLAGGED)
            .row("")
            .image(STEPS)
            .png();
    BufferedImage sheet = read(png);
    // The label takes 5, the caption 17; a row with captions is 8 + 11 high, one without 9.
    assertThat(sheet.getWidth()).isEqualTo(2 + 5 + 2 + 17 + 2);
    assertThat(sheet.getHeight()).isEqualTo(2 + 19 + 2 + 9 + 2);
    // The frame of 9 x 8 stands in the middle of 17, from 13 on.
    assertThat(rgb(sheet, 12, 2)).isEqualTo(PAPER);
    assertThat(rgb(sheet, 13, 2)).isEqualTo(0xE69F00);
    assertThat(rgb(sheet, 21, 9)).isEqualTo(0xE69F00);
    assertThat(rgb(sheet, 22, 9)).isEqualTo(PAPER);
    // The foot of the caption's first L.
    for (int x = 9; x < 14; x++) {
      assertThat(rgb(sheet, x, 18)).isEqualTo(TEXT);
    }
    // The stem of the label's I.
    assertThat(rgb(sheet, 4, 5)).isEqualTo(TEXT);
    assertThat(rgb(sheet, 3, 5)).isEqualTo(PAPER);
  }

  @Test
  void sameImagesGiveSameBytes() {
    ImageGrid grid = ImageGrid.of(2, 3, 2).textScale(2).image(STEPS, "5: 98%", Frame.NONE);
    assertThat(grid.png()).isEqualTo(grid.png());
  }

  @Test
  void keepsACopyOfThePixels() {
    byte[] pixels = STEPS.clone();
    ImageGrid grid = ImageGrid.of(2, 3, 2).image(pixels);
    byte[] before = grid.png();
    pixels[0] = 77;
    assertThat(grid.png()).isEqualTo(before);
  }

  @Test
  void refusesWhatItCannotDraw() {
    ImageGrid grid = ImageGrid.of(2, 3, 2);
    assertThatThrownBy(grid::png)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("image: expected at least one image, got none");
    assertThatThrownBy(() -> grid.image(new byte[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pixels: expected 6 bytes, 2 rows of 3, got 5");
    assertThatThrownBy(() -> grid.image(STEPS, "5 ± 1", Frame.NONE))
        .hasMessage(
            "caption: expected letters and digits of ASCII, spaces and .%-?:,/=>+()_, got '5 ± 1'");
    assertThatThrownBy(() -> grid.zoom(0))
        .hasMessage("zoom: expected an integer in [1, 64], got 0");
    assertThatThrownBy(() -> ImageGrid.of(2, 3, 0))
        .hasMessage("columns: expected an integer in [1, 4096], got 0");
    ImageGrid large = ImageGrid.of(4096, 4096, 1).zoom(64).image(new byte[4096 * 4096]);
    assertThatThrownBy(large::png)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "png: expected at most 100000000 pixels, got 262162 x 262162; draw fewer images or a"
                + " smaller zoom");
  }

  private static int rgb(BufferedImage sheet, int x, int y) {
    return sheet.getRGB(x, y) & 0xFFFFFF;
  }

  private static BufferedImage read(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }
}
