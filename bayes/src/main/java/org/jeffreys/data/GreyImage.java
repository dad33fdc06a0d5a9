package org.jeffreys.data;

import java.util.Arrays;

/** A picture of one channel on the heap, 0 black to 255 white, rounded only when it is written. */
final class GreyImage {
  private static final float WHITE = 255;

  private final int height;
  private final int width;
  private final float[] values;

  /** A picture of given values, row by row; the array is handed over. */
  GreyImage(int height, int width, float[] values) {
    this.height = height;
    this.width = width;
    this.values = values;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  float value(int row, int column) {
    return values[row * width + column];
  }

  GreyImage inverted(Invert invert) {
    boolean needed = invert == Invert.ALWAYS || (invert == Invert.AUTO && borderMean() > WHITE / 2);
    if (!needed) {
      return this;
    }
    float[] inverted = new float[values.length];
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = WHITE - values[i];
    }
    return new GreyImage(height, width, inverted);
  }

  /** The mean of the outermost pixels. */
  float borderMean() {
    double sum = 0;
    int count = 0;
    for (int row = 0; row < height; row++) {
      boolean whole = row == 0 || row == height - 1;
      for (int column = 0; column < width; column += whole || width == 1 ? 1 : width - 1) {
        sum += value(row, column);
        count++;
      }
    }
    return (float) (sum / count);
  }

  /** Scaled to fit, keeping its proportions, and centred on the mean of its border. */
  GreyImage fitted(int toHeight, int toWidth) {
    double scale = Math.min((double) toHeight / height, (double) toWidth / width);
    GreyImage scaled = scaled(scale, toHeight, toWidth);
    int top = (toHeight - scaled.height) / 2;
    int left = (toWidth - scaled.width) / 2;
    return scaled.placed(toHeight, toWidth, top, left, borderMean());
  }

  /**
   * Light ink on black as MNIST places its digits: the box around the ink is scaled to {@code box}
   * pixels along its longer side, and the centre of mass put in the middle of the field.
   *
   * @source LeCun, Cortes and Burges, The MNIST database of handwritten digits; the rounding is
   *     that of its files, whose centres of mass all lie in [14, 15)
   */
  GreyImage placedAsMnist(int field, int box) {
    GreyImage ink = cropped();
    GreyImage scaled = ink.scaled((double) box / Math.max(ink.height, ink.width), box, box);
    double mass = 0;
    double down = 0;
    double right = 0;
    for (int row = 0; row < scaled.height; row++) {
      for (int column = 0; column < scaled.width; column++) {
        double value = scaled.value(row, column);
        mass += value;
        down += value * (row + 0.5);
        right += value * (column + 0.5);
      }
    }
    if (mass == 0) {
      return new GreyImage(field, field, new float[field * field]);
    }
    int top = (int) Math.ceil(field / 2.0 - down / mass);
    int left = (int) Math.ceil(field / 2.0 - right / mass);
    return scaled.placed(
        field,
        field,
        Math.max(0, Math.min(field - scaled.height, top)),
        Math.max(0, Math.min(field - scaled.width, left)),
        0);
  }

  /** The box around all that is not black; the whole where everything is. */
  private GreyImage cropped() {
    int top = height;
    int bottom = 0;
    int left = width;
    int right = 0;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        if (value(row, column) > 0) {
          top = Math.min(top, row);
          bottom = Math.max(bottom, row + 1);
          left = Math.min(left, column);
          right = Math.max(right, column + 1);
        }
      }
    }
    if (bottom == 0) {
      return this;
    }
    float[] box = new float[(bottom - top) * (right - left)];
    for (int row = top; row < bottom; row++) {
      System.arraycopy(values, row * width + left, box, (row - top) * (right - left), right - left);
    }
    return new GreyImage(bottom - top, right - left, box);
  }

  private GreyImage placed(int toHeight, int toWidth, int top, int left, float background) {
    float[] field = new float[toHeight * toWidth];
    Arrays.fill(field, background);
    for (int row = 0; row < height; row++) {
      System.arraycopy(values, row * width, field, (top + row) * toWidth + left, width);
    }
    return new GreyImage(toHeight, toWidth, field);
  }

  private GreyImage scaled(double scale, int mostHeight, int mostWidth) {
    int toHeight = (int) Math.max(1, Math.min(mostHeight, Math.round(height * scale)));
    int toWidth = (int) Math.max(1, Math.min(mostWidth, Math.round(width * scale)));
    return stretched(toWidth).transposed().stretched(toHeight).transposed();
  }

  private GreyImage transposed() {
    float[] swapped = new float[values.length];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        swapped[column * height + row] = value(row, column);
      }
    }
    return new GreyImage(width, height, swapped);
  }

  /** To another width: by the mean over what a new pixel covers, or linear between old ones. */
  private GreyImage stretched(int toWidth) {
    if (toWidth == width) {
      return this;
    }
    float[] stretched = new float[height * toWidth];
    double step = (double) width / toWidth;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < toWidth; column++) {
        stretched[row * toWidth + column] =
            (float) (step > 1 ? covered(row, column * step, step) : between(row, column, step));
      }
    }
    return new GreyImage(height, toWidth, stretched);
  }

  private double covered(int row, double start, double length) {
    double end = Math.min(width, start + length);
    double sum = 0;
    for (int column = (int) start; column < end; column++) {
      double share = Math.min(end, column + 1) - Math.max(start, column);
      sum += share * value(row, column);
    }
    return sum / (end - start);
  }

  private double between(int row, int column, double step) {
    double at = Math.max(0, Math.min(width - 1, (column + 0.5) * step - 0.5));
    int left = (int) at;
    int right = Math.min(width - 1, left + 1);
    double share = at - left;
    return (1 - share) * value(row, left) + share * value(row, right);
  }

  /** Writes the pixels, rounded, from {@code offset} on. */
  void write(byte[] into, int offset) {
    for (int i = 0; i < values.length; i++) {
      into[offset + i] = (byte) Math.max(0, Math.min(255, Math.round(values[i])));
    }
  }
}
