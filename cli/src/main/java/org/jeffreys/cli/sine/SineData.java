package org.jeffreys.cli.sine;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.Dataset;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Device;
import org.jeffreys.tensor.HostStream;

/**
 * The problem: 1,000 points of sin x, half of them on [-4, -1] and half on [1, 4], and a grid on
 * [-4, 4] to predict for.
 *
 * @param x the points' places
 * @param y what was observed there
 */
record SineData(Doubles x, Doubles y) {
  /** The number of points. */
  static final int SIZE = 1000;

  /** The number of places of the grid. */
  static final int GRID = 401;

  /** A part of the axis. */
  enum Region {
    /** Where there are data, away from their ends. */
    DATA(1.2, 3.6),
    /** Where there are none. */
    GAP(-1, 0.9),
    /** The outer ends. */
    EDGE(3.8, 5);

    private final double above;
    private final double below;

    Region(double above, double below) {
      this.above = above;
      this.below = below;
    }

    /** The rows of the grid that lie in it. */
    int[] rows() {
      return IntStream.range(0, GRID)
          .filter(row -> Math.abs(place(row)) > above && Math.abs(place(row)) < below)
          .toArray();
    }
  }

  /** Draws the points. */
  static SineData draw(long seed, double noise) {
    HostStream stream = HostStream.keyed(seed, "data", 0);
    double[] x = new double[SIZE];
    double[] y = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double place = 1 + 3 * stream.nextDouble();
      x[i] = i < SIZE / 2 ? place - 5 : place;
      y[i] = Math.sin(x[i]) + (noise > 0 ? noise * stream.nextNormal() : 0);
    }
    return new SineData(Doubles.of(x), Doubles.of(y));
  }

  /** The points as tensors. */
  Dataset dataset(Device device) {
    Dataset dataset = Dataset.of(DType.FLOAT32, column(x), column(y));
    return dataset.to(device);
  }

  /** The grid's place of a row. */
  static double place(int row) {
    return -4 + row * 8.0 / (GRID - 1);
  }

  /** The grid as inputs. */
  static double[][] grid() {
    return IntStream.range(0, GRID)
        .mapToObj(row -> new double[] {place(row)})
        .toArray(double[][]::new);
  }

  /** The grid's places. */
  static Doubles places() {
    return Doubles.of(IntStream.range(0, GRID).mapToDouble(SineData::place));
  }

  /** The true function on the grid. */
  static Doubles truth() {
    return places().map(Math::sin);
  }

  private static double[][] column(Doubles values) {
    return Arrays.stream(values.toArray())
        .mapToObj(value -> new double[] {value})
        .toArray(double[][]::new);
  }
}
