package org.jeffreys.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads PNG and JPEG pictures of any colour as grey: Y = 0.299 R + 0.587 G + 0.114 B, on white
 * where they are transparent. Grey pictures keep their values; an orientation in Exif is not
 * applied.
 *
 * @source ITU-R BT.601 (luma)
 */
final class PictureDecoder {
  /** More would not fit in the launcher's heap. */
  private static final long MOST_PIXELS = 16_000_000;

  private static final String EXPECTED = "a PNG or JPEG picture";

  private PictureDecoder() {}

  /**
   * Reads a picture.
   *
   * @param name of the file, for messages
   */
  static GreyImage decode(InputStream in, Object name) {
    try (ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw FileFailure.content(name, EXPECTED, "something else");
      }
      ImageReader reader = readers.next();
      try {
        return grey(decode(reader, stream, name));
      } finally {
        reader.dispose();
      }
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw FileFailure.content(name, EXPECTED, "a damaged one (" + oneLine(e) + ")");
    }
  }

  private static BufferedImage decode(ImageReader reader, ImageInputStream stream, Object name)
      throws IOException {
    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
    if (!format.equals("png") && !format.equals("jpeg")) {
      throw FileFailure.content(name, EXPECTED, "a picture of the format " + format);
    }
    reader.setInput(stream, true, true);
    long height = reader.getHeight(0);
    long width = reader.getWidth(0);
    if (height * width > MOST_PIXELS) {
      throw FileFailure.content(
          name, "at most " + MOST_PIXELS + " pixels", height + " x " + width + "; make it smaller");
    }
    // A JPEG that ends early is no error to the reader, which makes up the rest.
    AtomicBoolean truncated = new AtomicBoolean();
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          if (warning.contains("Truncated") || warning.contains("premature end")) {
            truncated.set(true);
          }
        });
    BufferedImage image = reader.read(0);
    if (truncated.get()) {
      throw FileFailure.content(name, EXPECTED, "a truncated one");
    }
    return image;
  }

  private static GreyImage grey(BufferedImage image) {
    int height = image.getHeight();
    int width = image.getWidth();
    float[] values = new float[height * width];
    ColorModel colours = image.getColorModel();
    // Such a model is taken to be linear in light, so that getRGB would brighten the values.
    boolean isGrey = colours.getNumColorComponents() == 1 && image.getRaster().getNumBands() <= 2;
    for (int row = 0; row < height; row++) {
      if (isGrey) {
        greyRow(image, row, values);
      } else {
        int[] argb = image.getRGB(0, row, width, 1, null, 0, width);
        for (int column = 0; column < width; column++) {
          values[row * width + column] = luma(argb[column]);
        }
      }
    }
    return new GreyImage(height, width, values);
  }

  private static void greyRow(BufferedImage image, int row, float[] values) {
    int width = image.getWidth();
    ColorModel colours = image.getColorModel();
    float white = (1 << colours.getComponentSize(0)) - 1;
    int[] grey = image.getRaster().getSamples(0, row, width, 1, 0, (int[]) null);
    int[] alpha =
        colours.hasAlpha() ? image.getRaster().getSamples(0, row, width, 1, 1, (int[]) null) : null;
    for (int column = 0; column < width; column++) {
      float opaque = alpha == null ? 1 : alpha[column] / white;
      values[row * width + column] = 255 * (1 - opaque + opaque * grey[column] / white);
    }
  }

  private static float luma(int argb) {
    float opaque = (argb >>> 24) / 255f;
    float y = 0.299f * (argb >> 16 & 0xff) + 0.587f * (argb >> 8 & 0xff) + 0.114f * (argb & 0xff);
    return 255 * (1 - opaque) + opaque * y;
  }

  private static String oneLine(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
  }
}
