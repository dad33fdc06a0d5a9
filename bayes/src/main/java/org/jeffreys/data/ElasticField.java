package org.jeffreys.data;

import org.jeffreys.tensor.HostStream;

/**
 * A smooth random displacement of the plane: uniform noise on a lattice of 4 pixels, smoothed by
 * the binomial weights that stand for a Gaussian of one lattice step, and interpolated linearly. It
 * covers -4 to 32 and goes on outside as at its border.
 *
 * @source Simard, Steinkraus and Platt (2003), ICDAR, section 2
 */
final class ElasticField {
  private static final double SPACING = 4;
  private static final double ORIGIN = -4;
  private static final double[] BINOMIAL = {1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0};
  private static final int KNOTS = 10;
  private static final int NOISE = KNOTS + BINOMIAL.length - 1;

  private final double[] noise = new double[NOISE * NOISE];
  private final double[] rows = new double[NOISE * KNOTS];
  private final double[] along = new double[KNOTS * KNOTS];
  private final double[] down = new double[KNOTS * KNOTS];

  /** Draws another field. */
  void draw(HostStream stream) {
    smooth(stream, along);
    smooth(stream, down);
  }

  private void smooth(HostStream stream, double[] into) {
    for (int i = 0; i < noise.length; i++) {
      noise[i] = 2 * stream.nextDouble() - 1;
    }
    for (int row = 0; row < NOISE; row++) {
      for (int column = 0; column < KNOTS; column++) {
        double sum = 0;
        for (int k = 0; k < BINOMIAL.length; k++) {
          sum += BINOMIAL[k] * noise[row * NOISE + column + k];
        }
        rows[row * KNOTS + column] = sum;
      }
    }
    for (int row = 0; row < KNOTS; row++) {
      for (int column = 0; column < KNOTS; column++) {
        double sum = 0;
        for (int k = 0; k < BINOMIAL.length; k++) {
          sum += BINOMIAL[k] * rows[(row + k) * KNOTS + column];
        }
        into[row * KNOTS + column] = sum;
      }
    }
  }

  /** Moves every vertex by {@code strength} times the field, in pixels. */
  void displace(Trace trace, double strength) {
    for (int i = 0; i < trace.size(); i++) {
      double x = trace.x(i);
      double y = trace.y(i);
      trace.move(i, x + strength * at(along, x, y), y + strength * at(down, x, y));
    }
  }

  private static double at(double[] field, double x, double y) {
    double u = Math.min(Math.max((x - ORIGIN) / SPACING, 0), KNOTS - 1);
    double v = Math.min(Math.max((y - ORIGIN) / SPACING, 0), KNOTS - 1);
    int column = Math.min((int) u, KNOTS - 2);
    int row = Math.min((int) v, KNOTS - 2);
    double s = u - column;
    double t = v - row;
    int knot = row * KNOTS + column;
    double above = field[knot] + s * (field[knot + 1] - field[knot]);
    double below = field[knot + KNOTS] + s * (field[knot + KNOTS + 1] - field[knot + KNOTS]);
    return above + t * (below - above);
  }
}
