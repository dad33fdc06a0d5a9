package org.jeffreys.data;

import java.util.Arrays;

/**
 * The path of a pen as short straight segments, with its width at each vertex: a buffer, used for
 * one image after the other.
 */
final class Trace {
  private static final int STEPS = 7;

  private double[] x = new double[256];
  private double[] y = new double[256];
  private double[] width = new double[256];
  private boolean[] joined = new boolean[256];
  private int size;

  /** Begins another path. */
  void clear() {
    size = 0;
  }

  /** The number of vertices. */
  int size() {
    return size;
  }

  double x(int vertex) {
    return x[vertex];
  }

  double y(int vertex) {
    return y[vertex];
  }

  /** The width of the pen at a vertex, relative to the image's. */
  double width(int vertex) {
    return width[vertex];
  }

  /** Whether a segment ends at this vertex, which begins at the one before. */
  boolean joined(int vertex) {
    return joined[vertex];
  }

  /** Moves a vertex. */
  void move(int vertex, double toX, double toY) {
    x[vertex] = toX;
    y[vertex] = toY;
  }

  /**
   * Adds a curve through points {@code first} to {@code last}: a Catmull-Rom spline whose tangents
   * weigh the neighbours by the square roots of their distances, which forms no loops.
   *
   * @source Yuksel, Schaefer and Keyser (2011), Computer-Aided Design 43(7)
   */
  void addCurve(double[] px, double[] py, double[] pressure, int first, int last) {
    add(px[first], py[first], pressure[first], false);
    for (int from = first; from < last; from++) {
      int to = from + 1;
      double span = knotSpan(px, py, from, to);
      double startX = tangent(px, px, py, from, first, last) * span;
      double startY = tangent(py, px, py, from, first, last) * span;
      double endX = tangent(px, px, py, to, first, last) * span;
      double endY = tangent(py, px, py, to, first, last) * span;
      for (int step = 1; step <= STEPS; step++) {
        double t = (double) step / STEPS;
        double blend = t * t * (3 - 2 * t);
        double out = t * (1 - t) * (1 - t);
        double in = t * t * (t - 1);
        add(
            px[from] + blend * (px[to] - px[from]) + out * startX + in * endX,
            py[from] + blend * (py[to] - py[from]) + out * startY + in * endY,
            pressure[from] + t * (pressure[to] - pressure[from]),
            true);
      }
    }
  }

  /** The derivative of {@code p} at a point; at the ends, that of the chord. */
  private static double tangent(double[] p, double[] px, double[] py, int at, int first, int last) {
    double before = at == first ? 0 : (p[at] - p[at - 1]) / knotSpan(px, py, at - 1, at);
    double after = at == last ? 0 : (p[at + 1] - p[at]) / knotSpan(px, py, at, at + 1);
    if (at == first || at == last) {
      return before + after;
    }
    double h = knotSpan(px, py, at - 1, at);
    double k = knotSpan(px, py, at, at + 1);
    return (before * k + after * h) / (h + k);
  }

  /** Never 0, so that points that coincide divide nothing by zero. */
  private static double knotSpan(double[] px, double[] py, int from, int to) {
    double dx = px[to] - px[from];
    double dy = py[to] - py[from];
    return Math.sqrt(Math.sqrt(dx * dx + dy * dy)) + 1e-9;
  }

  private void add(double atX, double atY, double atWidth, boolean join) {
    if (size == x.length) {
      x = Arrays.copyOf(x, 2 * size);
      y = Arrays.copyOf(y, 2 * size);
      width = Arrays.copyOf(width, 2 * size);
      joined = Arrays.copyOf(joined, 2 * size);
    }
    x[size] = atX;
    y[size] = atY;
    width[size] = atWidth;
    joined[size++] = join;
  }

  /** Scales so that the longer side of the bounding box is {@code side}, centred at a point. */
  void fit(double side, double centre) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      left = Math.min(left, x[i]);
      right = Math.max(right, x[i]);
      top = Math.min(top, y[i]);
      bottom = Math.max(bottom, y[i]);
    }
    double scale = side / Math.max(right - left, bottom - top);
    for (int i = 0; i < size; i++) {
      x[i] = centre + scale * (x[i] - (left + right) / 2);
      y[i] = centre + scale * (y[i] - (top + bottom) / 2);
    }
  }

  /** Shifts the centre of mass of the ink, taken as length times width, to a point. */
  void centre(double toX, double toY) {
    double mass = 0;
    double massX = 0;
    double massY = 0;
    for (int i = 1; i < size; i++) {
      if (joined[i]) {
        double dx = x[i] - x[i - 1];
        double dy = y[i] - y[i - 1];
        double ink = Math.sqrt(dx * dx + dy * dy) * (width[i] + width[i - 1]);
        mass += ink;
        massX += ink * (x[i] + x[i - 1]) / 2;
        massY += ink * (y[i] + y[i - 1]) / 2;
      }
    }
    for (int i = 0; i < size; i++) {
      x[i] += toX - massX / mass;
      y[i] += toY - massY / mass;
    }
  }
}
