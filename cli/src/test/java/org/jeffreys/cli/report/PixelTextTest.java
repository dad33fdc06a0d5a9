package org.jeffreys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PixelTextTest {
  @Test
  void drawsLettersOfSquarePixels() {
    BufferedImage image = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
    PixelText.draw(image, "7p", 2, 1, 2, 0xFFFFFF);
    StringBuilder rows = new StringBuilder();
    for (int y = 1; y < 19; y += 2) {
      for (int x = 2; x < 24; x += 2) {
        assertThat(image.getRGB(x + 1, y + 1)).isEqualTo(image.getRGB(x, y));
        rows.append(image.getRGB(x, y) == 0xFFFFFFFF ? '#' : '.');
      }
      rows.append('\n');
    }
    assertThat(rows)
        .hasToString(
            """
            #####......
            ....#......
            ...#..####.
            ..#...#...#
            .#....#...#
            .#....#...#
            .#....####.
            ......#....
            ......#....
            """);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xFF000000);
    assertThat(PixelText.width("7p", 2)).isEqualTo(22);
    assertThat(PixelText.width("", 3)).isZero();
  }

  @Test
  void glyphsAreWholeAndDiffer() {
    String wanted = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .%-?:,/=>+()_";
    assertThat(PixelGlyphs.ALL.keySet())
        .isEqualTo(wanted.chars().mapToObj(c -> (char) c).collect(Collectors.toSet()));
    assertThat(PixelGlyphs.ALL.values()).allMatch(rows -> rows.matches("[.#]{35}"));
    assertThat(new HashSet<>(PixelGlyphs.ALL.values())).hasSize(wanted.length());
  }

  @Test
  void refusesWhatHasNoGlyph() {
    BufferedImage image = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
    assertThatThrownBy(() -> PixelText.draw(image, "née", 0, 0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "text: expected letters and digits of ASCII, spaces and .%-?:,/=>+()_, got 'née'");
    assertThatThrownBy(() -> PixelText.draw(image, "n", 0, 0, 0, 0))
        .hasMessage("scale: expected an integer >= 1, got 0");
  }
}
