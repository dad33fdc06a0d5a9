package org.jeffreys.inference.mcmc;

import java.util.Arrays;

/** What one chain notes of each of its draws. */
final class ChainRecord {
  /** The numbers noted of a draw, in the order of {@link DrawStatistics}. */
  static final int COLUMNS = 7;

  private final double[] values;
  private int count;

  ChainRecord(int numSamples) {
    values = new double[numSamples * COLUMNS];
  }

  int count() {
    return count;
  }

  void add(double stepSize, Transition made) {
    int at = count * COLUMNS;
    values[at] = made.chosen().logProb();
    values[at + 1] = made.chosen().energy();
    values[at + 2] = made.acceptance();
    values[at + 3] = stepSize;
    values[at + 4] = made.leapfrogs();
    values[at + 5] = made.depth();
    values[at + 6] = made.divergent() ? 1 : 0;
    count++;
  }

  double at(int draw, int column) {
    return values[draw * COLUMNS + column];
  }

  double[] content() {
    return Arrays.copyOf(values, count * COLUMNS);
  }

  void restore(double[] content) {
    System.arraycopy(content, 0, values, 0, content.length);
    count = content.length / COLUMNS;
  }
}
