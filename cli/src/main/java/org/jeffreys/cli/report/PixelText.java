package org.jeffreys.cli.report;

import java.awt.image.BufferedImage;
import org.jeffreys.core.Check;

/**
 * Captions in images, of letters of 5 x 7 pixels: a machine without fonts draws them as any other.
 * There are the letters and digits of ASCII, the space, and {@code .%-?:,/=>+()_}.
 */
public final class PixelText {
  /** The height of a line with the tails of its letters, in pixels at scale 1. */
  public static final int HEIGHT = 9;

  private static final int TAIL = 2;
  private static final int WIDTH = 5;
  private static final int ADVANCE = WIDTH + 1;

  private PixelText() {}

  /** The width of a line of text, in pixels; 0 where it is empty. */
  public static int width(String text, int scale) {
    return Math.max(0, text.length() * ADVANCE - 1) * scale;
  }

  /**
   * The text itself.
   *
   * @throws IllegalArgumentException if there is no glyph for one of its characters
   */
  public static String requireDrawable(String text, String name) {
    for (int i = 0; i < text.length(); i++) {
      Check.require(
          PixelGlyphs.ALL.containsKey(text.charAt(i)),
          name,
          "letters and digits of ASCII, spaces and .%-?:,/=>+()_",
          "'" + text + "'");
    }
    return text;
  }

  /**
   * Draws a line of text.
   *
   * @param left of the first letter, in pixels of the image
   * @param top of the line, in pixels of the image
   * @param scale the side of a letter's pixel, in pixels of the image
   * @param rgb the colour, {@code 0xRRGGBB}
   * @throws IllegalArgumentException if a character has no glyph
   */
  public static void draw(BufferedImage image, String text, int left, int top, int scale, int rgb) {
    Check.atLeast(scale, 1, "scale");
    requireDrawable(text, "text");
    for (int i = 0; i < text.length(); i++) {
      String glyph = PixelGlyphs.ALL.getOrDefault(text.charAt(i), "");
      int first = top + (PixelGlyphs.LOW.indexOf(text.charAt(i)) < 0 ? 0 : TAIL * scale);
      for (int k = 0; k < glyph.length(); k++) {
        if (glyph.charAt(k) == '#') {
          int x = left + (i * ADVANCE + k % WIDTH) * scale;
          fill(image, x, first + k / WIDTH * scale, scale, scale, rgb);
        }
      }
    }
  }

  /** Fills a rectangle. */
  static void fill(BufferedImage image, int left, int top, int width, int height, int rgb) {
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
  }
}
