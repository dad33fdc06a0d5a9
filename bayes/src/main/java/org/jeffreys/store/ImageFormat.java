package org.jeffreys.store;

import org.jeffreys.core.Check;
import org.jeffreys.data.ImageFolder;
import org.jeffreys.data.Invert;
import org.jeffreys.tensor.Shape;

/**
 * How images are made the inputs of a network: light on dark, of one size, 0 black to 1 white.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels 1 for grey
 * @param invert which pictures are turned to light on dark
 */
public record ImageFormat(int height, int width, int channels, Invert invert) {
  /** Checks the sizes. */
  public ImageFormat {
    Check.atLeast(height, 1, "height");
    Check.atLeast(width, 1, "width");
    Check.atLeast(channels, 1, "channels");
  }

  /** The shape of one image. */
  public Shape shape() {
    return Shape.of(height, width, channels);
  }

  /**
   * The reader of such images.
   *
   * @throws IllegalArgumentException if they are not grey
   */
  public ImageFolder reader() {
    Check.require(channels == 1, "channels", "1, grey images", channels);
    return new ImageFolder(height, width, invert);
  }
}
