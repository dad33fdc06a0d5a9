package org.jeffreys.uncertainty;

import java.util.Arrays;
import org.jeffreys.core.Check;

/** Scores sorted into groups of equal ones, each with its number of rows and of marked rows. */
final class Scores {
  private final double[] values;
  private final int[] sizes;
  private final int[] marks;

  private Scores(double[] values, int[] sizes, int[] marks) {
    this.values = values;
    this.sizes = sizes;
    this.marks = marks;
  }

  /** Checks that there are {@code size} scores, at least one, and no NaN. */
  static void check(double[] scores, int size, String name) {
    Check.atLeast(scores.length, 1, "number of " + name);
    Check.require(scores.length == size, name, size + ", one a row", scores.length);
    for (int row = 0; row < size; row++) {
      if (Double.isNaN(scores[row])) {
        throw Check.failure(name + "[" + row + "]", "a number", Double.NaN);
      }
    }
  }

  /** Groups from the least score to the greatest. */
  static Scores ascending(double[] scores, boolean[] marked, String name) {
    check(scores, marked.length, name);
    // 0 and -0 are one score.
    double[] sorted = Arrays.stream(scores).map(score -> score + 0.0).sorted().toArray();
    double[] values = Arrays.stream(sorted).distinct().toArray();
    int[] sizes = new int[values.length];
    int[] marks = new int[values.length];
    for (int row = 0; row < scores.length; row++) {
      int group = Arrays.binarySearch(values, scores[row] + 0.0);
      sizes[group]++;
      marks[group] += marked[row] ? 1 : 0;
    }
    return new Scores(values, sizes, marks);
  }

  int numGroups() {
    return values.length;
  }

  /** The score of a group. */
  double value(int group) {
    return values[group];
  }

  /** The number of rows in a group. */
  int size(int group) {
    return sizes[group];
  }

  /** The number of marked rows in a group. */
  int marked(int group) {
    return marks[group];
  }

  /** The number of rows. */
  int numRows() {
    return Arrays.stream(sizes).sum();
  }

  /** The number of marked rows. */
  int numMarked() {
    return Arrays.stream(marks).sum();
  }

  /** The groups from the greatest score to the least. */
  Scores reversed() {
    int last = values.length - 1;
    double[] reversed = new double[values.length];
    int[] reversedSizes = new int[values.length];
    int[] reversedMarks = new int[values.length];
    for (int group = 0; group <= last; group++) {
      reversed[group] = values[last - group];
      reversedSizes[group] = sizes[last - group];
      reversedMarks[group] = marks[last - group];
    }
    return new Scores(reversed, reversedSizes, reversedMarks);
  }
}
