package org.jeffreys.table;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a reader is told of a file's columns before it reads them.
 *
 * @param kinds of the columns that are known by name
 * @param others the kind of all other columns
 * @param required names without which the file is refused
 * @param unnamed the names of the columns of a file without a header, each list for files of its
 *     width; empty: c1, c2, and so on
 */
record ColumnPlan(
    Map<String, Kind> kinds, Kind others, Set<String> required, List<List<String>> unnamed) {

  /** What a column holds. */
  enum Kind {
    /** To be found out. */
    ANY,
    /** Numbers; anything else is refused. */
    NUMBERS,
    /** Dates; anything else is refused. */
    DATES,
    /** Texts, whatever they look like. */
    TEXT
  }

  /** Nothing is known. */
  static final ColumnPlan UNKNOWN = new ColumnPlan(Map.of(), Kind.ANY, Set.of(), List.of());

  Kind kindOf(String name) {
    return kinds.getOrDefault(name, others);
  }
}
