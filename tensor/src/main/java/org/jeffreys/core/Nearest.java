package org.jeffreys.core;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The known word that a mistyped one was probably meant to be. */
public final class Nearest {
  private Nearest() {}

  /** The word fewest single-letter edits away, or null if none is within a third of its length. */
  public static @Nullable String to(String typed, List<String> known) {
    return known.stream()
        .filter(word -> edits(typed, word) <= Math.max(1, word.length() / 3))
        .min(Comparator.comparingInt(word -> edits(typed, word)))
        .orElse(null);
  }

  /**
   * The least number of insertions, deletions, replacements and swaps of neighbours.
   *
   * @source Damerau (1964), Communications of the ACM 7(3), in its optimal string alignment form
   */
  static int edits(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 ? j : j == 0 ? i : step(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int step(int[][] cost, String from, String to, int i, int j) {
    int replace = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int best = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
    best = Math.min(best, cost[i - 1][j - 1] + replace);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
