package org.jeffreys.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Guesses, from its first lines, how a CSV file is written: its delimiter, and its header. */
final class CsvDialect {
  /** The candidates; the earlier one wins where two divide the lines equally well. */
  private static final String DELIMITERS = "\t;,";

  private static final int LINES = 200;

  private CsvDialect() {}

  /**
   * The delimiter that the most lines have as often as the first line does; a comma if the first
   * line has none.
   */
  static char delimiter(String start) {
    List<int[]> counts = counts(start);
    char best = ',';
    int mostLines = 0;
    for (int k = 0; k < DELIMITERS.length(); k++) {
      int alike = 0;
      for (int[] line : counts) {
        alike += line[k] > 0 && line[k] == counts.get(0)[k] ? 1 : 0;
      }
      if (alike > mostLines) {
        best = DELIMITERS.charAt(k);
        mostLines = alike;
      }
    }
    return best;
  }

  /** How often each candidate stands outside of quotes in each of the first lines with any text. */
  private static List<int[]> counts(String text) {
    List<int[]> lines = new ArrayList<>();
    int[] line = new int[DELIMITERS.length()];
    boolean quoted = false;
    boolean atFieldStart = true;
    boolean empty = true;
    for (int i = 0; i < text.length() && lines.size() < LINES; i++) {
      char c = text.charAt(i);
      int candidate = DELIMITERS.indexOf(c);
      if (c == '"' && (quoted || atFieldStart)) {
        quoted = !quoted;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        if (!empty) {
          lines.add(line);
        }
        line = new int[DELIMITERS.length()];
        empty = true;
        atFieldStart = true;
        continue;
      } else if (!quoted && candidate >= 0) {
        line[candidate]++;
      }
      empty = false;
      atFieldStart = candidate >= 0 || (atFieldStart && c == ' ') || c == '"';
    }
    if (lines.isEmpty()) {
      lines.add(line);
    }
    return lines;
  }

  /**
   * Whether the first record is a header, by the rule that {@link CsvReader.Header#AUTO} states.
   */
  static boolean isHeader(List<String> first, List<List<String>> below, MissingTokens missing) {
    boolean allNamed = true;
    boolean namesNumbers = false;
    boolean recurs = false;
    for (int column = 0; column < first.size(); column++) {
      String name = first.get(column);
      if (isNumberOrDate(name)) {
        return false;
      }
      allNamed &= !name.isEmpty();
      if (!name.isEmpty()) {
        namesNumbers |= isNumeric(column, below, missing);
        recurs |= occurs(name, column, below);
      }
    }
    boolean distinct = new HashSet<>(first).size() == first.size();
    return namesNumbers || (allNamed && distinct && !recurs);
  }

  private static boolean isNumeric(int column, List<List<String>> rows, MissingTokens missing) {
    boolean any = false;
    for (List<String> row : rows) {
      String field = column < row.size() ? row.get(column) : "";
      if (!missing.contains(field)) {
        if (!isNumberOrDate(field)) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  private static boolean isNumberOrDate(String field) {
    return !Double.isNaN(NumberText.parse(field)) || !Double.isNaN(DateText.parse(field));
  }

  private static boolean occurs(String name, int column, List<List<String>> rows) {
    return rows.stream().anyMatch(row -> column < row.size() && row.get(column).equals(name));
  }
}
