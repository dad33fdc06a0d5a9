package org.jeffreys.data;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;

/**
 * The path of a pen: points {@code x,y} in a box of 100 x 100, y downwards, joined by smooth
 * curves. A point with {@code !} is a corner, {@code ;} lifts the pen.
 *
 * <pre>{@code
 * 18,6 50,5 82,4! 62,40 46,100; 36,50 78,48      a seven with its bar
 * }</pre>
 */
final class Skeleton {
  /** The side of the box. */
  static final double BOX = 100;

  private final double[] x;
  private final double[] y;
  private final int[] first;
  private final int[] last;

  private Skeleton(List<double[]> points, List<int[]> pieces) {
    x = points.stream().mapToDouble(point -> point[0]).toArray();
    y = points.stream().mapToDouble(point -> point[1]).toArray();
    first = pieces.stream().mapToInt(piece -> piece[0]).toArray();
    last = pieces.stream().mapToInt(piece -> piece[1]).toArray();
  }

  /** Reads a path. */
  static Skeleton of(String path) {
    List<double[]> points = new ArrayList<>();
    List<int[]> pieces = new ArrayList<>();
    for (String stroke : path.split(";", -1)) {
      int start = points.size();
      for (String point : stroke.strip().split("\\s+", -1)) {
        boolean corner = point.endsWith("!");
        points.add(coordinates(corner ? point.substring(0, point.length() - 1) : point));
        if (corner) {
          pieces.add(new int[] {start, points.size() - 1});
          start = points.size() - 1;
        }
      }
      Check.require(start < points.size() - 1, "path", "strokes of two points or more", path);
      pieces.add(new int[] {start, points.size() - 1});
    }
    return new Skeleton(points, pieces);
  }

  private static double[] coordinates(String point) {
    String[] numbers = point.split(",", -1);
    Check.require(numbers.length == 2, "point", "x,y", point);
    return new double[] {Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])};
  }

  /** The number of points. */
  int size() {
    return x.length;
  }

  /** How far right a point lies. */
  double x(int point) {
    return x[point];
  }

  /** How far down a point lies. */
  double y(int point) {
    return y[point];
  }

  /** The number of smooth pieces; two that meet in a corner share its point. */
  int pieces() {
    return first.length;
  }

  /** The first point of a piece. */
  int first(int piece) {
    return first[piece];
  }

  /** The last point of a piece. */
  int last(int piece) {
    return last[piece];
  }
}
