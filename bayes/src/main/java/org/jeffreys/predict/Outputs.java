package org.jeffreys.predict;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;

/**
 * What a network put out for some rows, once for each draw: immutable, in the precision it came in.
 *
 * <p>Each draw has its own array, so that there may be more than 2³¹ numbers in all.
 *
 * @shape [draws, rows, width]
 */
public final class Outputs {
  private final float[][] floats;
  private final double[][] doubles;
  private final int numRows;
  private final int width;

  private Outputs(float[][] floats, double[][] doubles, int numRows, int width) {
    this.floats = floats;
    this.doubles = doubles;
    this.numRows = numRows;
    this.width = width;
    for (int draw = 0; draw < numDraws(); draw++) {
      checkFinite(draw);
    }
  }

  /**
   * Outputs in single precision, copied.
   *
   * @shape values [draws, rows, width], row-major
   * @throws IllegalArgumentException if the length is not the product of the shape
   * @throws NumericalException if a number is not finite
   */
  public static Outputs of(float[] values, int numDraws, int numRows, int width) {
    int stride = stride(values.length, numDraws, numRows, width);
    float[][] byDraw = new float[numDraws][];
    for (int draw = 0; draw < numDraws; draw++) {
      byDraw[draw] = Arrays.copyOfRange(values, draw * stride, (draw + 1) * stride);
    }
    return new Outputs(byDraw, new double[0][], numRows, width);
  }

  /** As {@link #of(float[], int, int, int)}, in double precision. */
  public static Outputs of(double[] values, int numDraws, int numRows, int width) {
    int stride = stride(values.length, numDraws, numRows, width);
    double[][] byDraw = new double[numDraws][];
    for (int draw = 0; draw < numDraws; draw++) {
      byDraw[draw] = Arrays.copyOfRange(values, draw * stride, (draw + 1) * stride);
    }
    return new Outputs(new float[0][], byDraw, numRows, width);
  }

  /**
   * Outputs in single precision that came draw by draw, copied.
   *
   * @shape byDraw [draws][rows x width], each row-major
   * @throws IllegalArgumentException if a draw's length is not rows x width
   * @throws NumericalException if a number is not finite
   */
  public static Outputs ofDraws(float[][] byDraw, int numRows, int width) {
    Check.atLeast(byDraw.length, 1, "number of draws");
    float[][] copy = new float[byDraw.length][];
    for (int draw = 0; draw < copy.length; draw++) {
      stride(byDraw[draw].length, 1, numRows, width);
      copy[draw] = byDraw[draw].clone();
    }
    return new Outputs(copy, new double[0][], numRows, width);
  }

  /** As {@link #ofDraws(float[][], int, int)}, in double precision. */
  public static Outputs ofDraws(double[][] byDraw, int numRows, int width) {
    Check.atLeast(byDraw.length, 1, "number of draws");
    double[][] copy = new double[byDraw.length][];
    for (int draw = 0; draw < copy.length; draw++) {
      stride(byDraw[draw].length, 1, numRows, width);
      copy[draw] = byDraw[draw].clone();
    }
    return new Outputs(new float[0][], copy, numRows, width);
  }

  /** The number of draws. */
  public int numDraws() {
    return Math.max(floats.length, doubles.length);
  }

  /** The number of rows. */
  public int numRows() {
    return numRows;
  }

  /** The number of outputs of the network, for one row. */
  public int width() {
    return width;
  }

  /** The network's output {@code output} for {@code row} in {@code draw}. */
  public double get(int draw, int row, int output) {
    int index = row * width + output;
    return floats.length > 0 ? floats[draw][index] : doubles[draw][index];
  }

  private static int stride(int length, int numDraws, int numRows, int width) {
    Check.atLeast(numDraws, 1, "numDraws");
    Check.atLeast(numRows, 1, "numRows");
    Check.atLeast(width, 1, "width");
    long expected = (long) numRows * width;
    Check.require(
        length % expected == 0 && length / expected == numDraws,
        "outputs",
        expected * numDraws + " numbers for [" + numDraws + ", " + numRows + ", " + width + "]",
        length);
    return (int) expected;
  }

  private void checkFinite(int draw) {
    for (int row = 0; row < numRows; row++) {
      for (int output = 0; output < width; output++) {
        double value = get(draw, row, output);
        if (!Double.isFinite(value)) {
          throw new NumericalException(
              String.format(
                  "outputs: expected finite numbers, got %s in draw %d, row %d, output %d;"
                      + " leave out draws that diverged",
                  value, draw, row, output));
        }
      }
    }
  }
}
