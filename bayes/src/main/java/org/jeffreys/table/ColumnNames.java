package org.jeffreys.table;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jeffreys.core.Check;
import org.jeffreys.core.Nearest;
import org.jspecify.annotations.Nullable;

/** The names of a table's columns, in order, and how people point at one. */
final class ColumnNames {
  /** How many names a message lists. */
  static final int SHOWN = 40;

  private final List<String> all;
  private final Map<String, Integer> indices = new HashMap<>();

  /**
   * Checks that the names are distinct.
   *
   * @throws IllegalArgumentException naming the first that occurs twice
   */
  ColumnNames(List<String> names) {
    all = List.copyOf(names);
    for (int i = 0; i < all.size(); i++) {
      Integer earlier = indices.putIfAbsent(all.get(i), i);
      if (earlier != null) {
        throw Check.failure(
            "names", "distinct names", duplicate(all.get(i), earlier.intValue(), i));
      }
    }
  }

  private static String duplicate(String name, int first, int second) {
    return Messages.quoted(name) + " in columns " + (first + 1) + " and " + (second + 1);
  }

  /** The first name that occurs twice, in words; null if there is none. */
  static @Nullable String duplicate(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (!seen.add(names.get(i))) {
        return duplicate(names.get(i), names.indexOf(names.get(i)), i);
      }
    }
    return null;
  }

  List<String> all() {
    return all;
  }

  boolean contains(String name) {
    return indices.containsKey(name);
  }

  /** The place of a name, which must be there. */
  int indexOf(String name) {
    return Check.present(indices.get(name), "column " + Messages.quoted(name));
  }

  /**
   * The column that is pointed at: by its name; else by its number from 1, or from the end as -1;
   * or as {@code first} or {@code last}.
   *
   * @param option what to call the argument in a message
   */
  int find(String reference, String option) {
    Integer named = indices.get(reference);
    if (named != null) {
      return named;
    }
    int number =
        switch (reference) {
          case "first" -> 1;
          case "last" -> -1;
          default -> number(reference);
        };
    int index = number < 0 ? all.size() + number : number - 1;
    if (number == 0 || index < 0 || index >= all.size()) {
      throw unknown(reference, option);
    }
    return index;
  }

  private static int number(String reference) {
    try {
      return Integer.parseInt(reference);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private IllegalArgumentException unknown(String reference, String option) {
    @Nullable String nearest = Nearest.to(reference, all);
    return new IllegalArgumentException(
        option
            + ": expected one of "
            + Messages.list(all, SHOWN)
            + ", got "
            + Messages.quoted(reference)
            + (nearest == null ? "" : "; did you mean " + Messages.plain(nearest) + "?"));
  }
}
