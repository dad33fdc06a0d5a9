package org.jeffreys.table;

import java.util.List;

/**
 * Values of a column that training had none like, and what they were encoded as.
 *
 * @param column its name
 * @param reason what is new about them
 * @param count the number of rows
 * @param levels the distinct texts that are new, by their first row
 */
public record EncodingNote(String column, Reason reason, long count, List<String> levels) {
  private static final int SHOWN = 5;

  /** What is new about values. */
  public enum Reason {
    /** A category that training did not have: encoded as other, which is all zeros. */
    UNSEEN,
    /** Missing, where nothing was missing in training: encoded as the mean, or as other. */
    FILLED
  }

  /** Copies the levels. */
  public EncodingNote {
    levels = List.copyOf(levels);
  }

  /** One line. */
  public String message() {
    String name = "column " + Messages.plain(column) + ": ";
    return switch (reason) {
      case UNSEEN ->
          name
              + Messages.count(count, "value")
              + " not seen in training, taken as other: "
              + Messages.list(levels, SHOWN);
      case FILLED ->
          name + Messages.count(count, "missing value") + ", of which training had none, filled in";
    };
  }
}
