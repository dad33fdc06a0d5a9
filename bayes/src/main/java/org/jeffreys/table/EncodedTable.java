package org.jeffreys.table;

import java.util.List;

/** The features of a table as numbers, one row each. Immutable. */
public final class EncodedTable {
  private final double[][] rows;
  private final List<String> names;
  private final List<EncodingNote> notes;

  EncodedTable(double[][] rows, List<String> names, List<EncodingNote> notes) {
    this.rows = rows;
    this.names = List.copyOf(names);
    this.notes = List.copyOf(notes);
  }

  /** The number of rows. */
  public int numRows() {
    return rows.length;
  }

  /** The number of numbers in a row. */
  public int width() {
    return names.size();
  }

  /** What each number of a row is. */
  public List<String> featureNames() {
    return names;
  }

  /** What training had none like, column by column; empty if there was nothing. */
  public List<EncodingNote> notes() {
    return notes;
  }

  /** The number at a row and a column. */
  public double get(int row, int column) {
    return rows[row][column];
  }

  /**
   * A copy of the rows.
   *
   * @return @shape [n][width]
   */
  public double[][] toRows() {
    double[][] copy = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      copy[row] = rows[row].clone();
    }
    return copy;
  }

  /**
   * The rows one after the other, in single precision.
   *
   * @return @shape [n * width]
   */
  public float[] toFloats() {
    float[] flat = new float[rows.length * width()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) rows[i / width()][i % width()];
    }
    return flat;
  }
}
