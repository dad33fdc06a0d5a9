package org.jeffreys.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A column of categories: the distinct texts, and for each row which of them it has. */
public final class TextColumn implements Column {
  /** The code of a missing value. */
  public static final int MISSING = -1;

  private final int[] codes;
  private final List<String> levels;

  private TextColumn(int[] codes, List<String> levels) {
    this.codes = codes;
    this.levels = levels;
  }

  /** A column of the given texts; null stands for missing. */
  public static TextColumn of(@Nullable String... values) {
    Builder builder = new Builder();
    for (@Nullable String value : values) {
      builder.add(value);
    }
    return builder.build();
  }

  /**
   * The distinct texts, in the order of their first row. Some may have no row where this column is
   * a selection of rows.
   */
  public List<String> levels() {
    return levels;
  }

  /** The index of the row's text in {@link #levels()}, or {@link #MISSING}. */
  public int code(int row) {
    return codes[row];
  }

  /** The number of rows of each of the {@link #levels()}. */
  public int[] counts() {
    int[] counts = new int[levels.size()];
    for (int code : codes) {
      if (code != MISSING) {
        counts[code]++;
      }
    }
    return counts;
  }

  @Override
  public int numRows() {
    return codes.length;
  }

  @Override
  public boolean isMissing(int row) {
    return codes[row] == MISSING;
  }

  @Override
  public String text(int row) {
    return isMissing(row) ? "" : levels.get(codes[row]);
  }

  @Override
  public TextColumn rows(int... rows) {
    int[] selected = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = codes[rows[i]];
    }
    return new TextColumn(selected, levels);
  }

  /** Collects the texts of a column, row by row. */
  static final class Builder {
    private final Map<String, Integer> codeOf = new HashMap<>();
    private final List<String> levels = new ArrayList<>();
    private int[] codes = new int[16];
    private int size;

    void add(@Nullable String value) {
      if (size == codes.length) {
        codes = Arrays.copyOf(codes, 2 * size);
      }
      codes[size++] = value == null ? MISSING : codeOf.computeIfAbsent(value, this::newCode);
    }

    private int newCode(String value) {
      levels.add(value);
      return levels.size() - 1;
    }

    TextColumn build() {
      return new TextColumn(Arrays.copyOf(codes, size), List.copyOf(levels));
    }
  }
}
