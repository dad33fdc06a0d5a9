package org.jeffreys.data;

import org.jeffreys.tensor.HostStream;

/**
 * A writer's hand: turns the skeleton of a glyph into an image, differently for each stream. Not
 * for several threads at once.
 *
 * <p>Only sums, products, quotients, square roots and {@link StrictMath} are used, so that the
 * bytes are the same on every machine.
 */
final class Handwriting {
  private static final double TURN = StrictMath.toRadians(15);

  private final int side;
  private final Trace trace = new Trace();
  private final ElasticField field = new ElasticField();
  private final InkRaster raster;
  private final double[] style = new double[6];
  private double[] x = new double[32];
  private double[] y = new double[32];
  private double[] pressure = new double[32];

  Handwriting(int side) {
    this.side = side;
    raster = new InkRaster(side);
  }

  /** Writes a glyph into an image of {@code side * side} bytes. */
  void write(Skeleton glyph, HostStream stream, byte[] into, int offset) {
    double hurry = stream.nextDouble();
    double carelessness = 0.55 + 1.3 * hurry * hurry;
    place(glyph, carelessness, stream);
    turn(glyph.size(), stream);
    trace.clear();
    for (int piece = 0; piece < glyph.pieces(); piece++) {
      trace.addCurve(x, y, pressure, glyph.first(piece), glyph.last(piece));
    }
    double centre = side / 2.0;
    double size = side * (0.62 + 0.07 * bell(stream));
    trace.fit(size, centre);
    field.draw(stream);
    field.displace(trace, 5 * carelessness);
    trace.fit(size, centre);
    trace.centre(centre + bell(stream), centre + bell(stream));
    raster.draw(trace, 1.2 + 0.6 * bell(stream));
    raster.blur(0.02 + 0.1 * stream.nextDouble());
    raster.write(0.85 + 0.3 * stream.nextDouble(), into, offset);
  }

  /**
   * Puts the box of the skeleton on [-1, 1], bends it by a quadratic map of the plane, the writer's
   * style, and jitters each point.
   */
  private void place(Skeleton glyph, double carelessness, HostStream stream) {
    if (glyph.size() > x.length) {
      x = new double[glyph.size()];
      y = new double[glyph.size()];
      pressure = new double[glyph.size()];
    }
    for (int k = 0; k < style.length; k++) {
      style[k] = 0.36 * carelessness * bell(stream);
    }
    double jitter = 0.14 * carelessness;
    for (int i = 0; i < glyph.size(); i++) {
      double u = 2 * glyph.x(i) / Skeleton.BOX - 1;
      double v = 2 * glyph.y(i) / Skeleton.BOX - 1;
      double bentU = style[0] * u * u + style[1] * u * v + style[2] * v * v;
      double bentV = style[3] * u * u + style[4] * u * v + style[5] * v * v;
      x[i] = u + bentU + jitter * bell(stream);
      y[i] = v + bentV + jitter * bell(stream);
      pressure[i] = 1 + 0.3 * bell(stream);
    }
  }

  /** Scales the axes apart, slants and rotates. */
  private void turn(int size, HostStream stream) {
    double stretch = 0.95 + 0.35 * bell(stream);
    double slant = 0.12 + 0.5 * bell(stream);
    double angle = TURN * bell(stream);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    for (int i = 0; i < size; i++) {
      double across = stretch * x[i] - slant * y[i];
      double down = y[i];
      x[i] = cos * across - sin * down;
      y[i] = sin * across + cos * down;
    }
  }

  /** A number in (-1, 1) with standard deviation 1/3: the mean of three uniform ones. */
  private static double bell(HostStream stream) {
    double sum = stream.nextDouble() + stream.nextDouble() + stream.nextDouble();
    return sum * (2.0 / 3) - 1;
  }
}
