package org.jeffreys.data;

import java.util.Arrays;

/** Draws traces with a round pen into grey pixels, white ink on black paper. */
final class InkRaster {
  private final int side;
  private final double[] ink;
  private final double[] blurred;

  InkRaster(int side) {
    this.side = side;
    ink = new double[side * side];
    blurred = new double[side * side];
  }

  /**
   * Draws a trace: the covered part of a pixel is taken as a smooth step of the distance of its
   * centre to the path.
   *
   * @param radius of the pen, in pixels, at width 1
   */
  void draw(Trace trace, double radius) {
    Arrays.fill(ink, 0);
    for (int i = 1; i < trace.size(); i++) {
      if (trace.joined(i)) {
        segment(trace, i, radius);
      }
    }
  }

  private void segment(Trace trace, int end, double radius) {
    double x = trace.x(end - 1);
    double y = trace.y(end - 1);
    double dx = trace.x(end) - x;
    double dy = trace.y(end) - y;
    double inverse = 1 / (dx * dx + dy * dy + 1e-12);
    double startRadius = radius * trace.width(end - 1);
    double slope = radius * trace.width(end) - startRadius;
    double reach = startRadius + Math.max(slope, 0) + 0.5;
    int left = pixel(Math.min(x, x + dx) - reach - 0.5);
    int right = pixel(Math.max(x, x + dx) + reach + 0.5);
    int top = pixel(Math.min(y, y + dy) - reach - 0.5);
    int bottom = pixel(Math.max(y, y + dy) + reach + 0.5);
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        double px = column + 0.5 - x;
        double py = row + 0.5 - y;
        double t = Math.min(Math.max((px * dx + py * dy) * inverse, 0), 1);
        double ex = px - t * dx;
        double ey = py - t * dy;
        double square = ex * ex + ey * ey;
        if (square < reach * reach) {
          double covered = startRadius + t * slope + 0.5 - Math.sqrt(square);
          int at = row * side + column;
          ink[at] = Math.max(ink[at], smoothStep(covered));
        }
      }
    }
  }

  /** The nearest border between pixels, within the image. */
  private int pixel(double position) {
    return (int) Math.min(Math.max(position + 0.5, 0), side);
  }

  private static double smoothStep(double u) {
    double t = Math.min(Math.max(u, 0), 1);
    return t * t * (3 - 2 * t);
  }

  /** Blurs by the weights {@code (a, 1 - 2a, a)} along both axes; what leaves the image is lost. */
  void blur(double a) {
    pass(ink, blurred, a, 1);
    pass(blurred, ink, a, side);
  }

  private void pass(double[] from, double[] to, double a, int stride) {
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int at = row * side + column;
        int place = stride == 1 ? column : row;
        double before = place == 0 ? 0 : from[at - stride];
        double after = place == side - 1 ? 0 : from[at + stride];
        to[at] = (1 - 2 * a) * from[at] + a * (before + after);
      }
    }
  }

  /** Writes the image as bytes: {@code gain} times the ink, at most full, times 255, rounded. */
  void write(double gain, byte[] into, int offset) {
    for (int i = 0; i < ink.length; i++) {
      into[offset + i] = (byte) (int) (255 * Math.min(1, gain * ink[i]) + 0.5);
    }
  }
}
