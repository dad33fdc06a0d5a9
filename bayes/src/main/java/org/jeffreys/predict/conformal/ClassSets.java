package org.jeffreys.predict.conformal;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.uncertainty.Proportion;

/**
 * A set of classes for each row.
 *
 * @param rows the classes of each row in increasing order; none where no class conforms
 */
public record ClassSets(List<List<Integer>> rows) {

  /** Copies the lists. */
  public ClassSets {
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** The number of rows. */
  public int numRows() {
    return rows.size();
  }

  /** The classes of a row, in increasing order. */
  public List<Integer> get(int row) {
    return rows.get(Check.index(row, rows.size(), "row"));
  }

  /** The mean number of classes; NaN of no rows. */
  public double meanSize() {
    return rows.stream().mapToInt(List::size).average().orElse(Double.NaN);
  }

  /**
   * How many hold what came true.
   *
   * @throws IllegalArgumentException if there is not one label a row
   */
  public Proportion coverage(int[] labels) {
    Check.require(
        labels.length == rows.size(), "labels", rows.size() + ", one a row", labels.length);
    int covered = 0;
    for (int row = 0; row < labels.length; row++) {
      covered += rows.get(row).contains(labels[row]) ? 1 : 0;
    }
    return new Proportion(covered, labels.length);
  }
}
