package org.jeffreys.cli.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jeffreys.core.Check;

/** A table of plain text, its columns as wide as they need to be. */
public final class TextTable {
  private static final String BETWEEN = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final Set<Integer> right;

  private TextTable(Set<Integer> right) {
    this.right = right;
  }

  /**
   * Begins a table.
   *
   * @param right the columns, from 0, that are aligned to the right
   */
  public static TextTable of(Set<Integer> right, List<String> header) {
    Check.atLeast(header.size(), 1, "header");
    return new TextTable(Set.copyOf(right)).row(header);
  }

  /** Adds a row. */
  public TextTable row(List<String> cells) {
    boolean fits = rows.isEmpty() || cells.size() == rows.get(0).size();
    Check.require(fits, "cells", "as many as the header has", cells.size());
    rows.add(List.copyOf(cells));
    return this;
  }

  /** Prints it. */
  public void print(PrintWriter out) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int k = 0; k < widths.length; k++) {
        widths[k] = Math.max(widths[k], length(row.get(k)));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int k = 0; k < widths.length; k++) {
        String gap = " ".repeat(widths[k] - length(row.get(k)));
        line.append(right.contains(k) ? gap + row.get(k) : row.get(k) + gap).append(BETWEEN);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
