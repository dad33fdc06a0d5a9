package org.jeffreys.table;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The words that stand for a missing value, in any case; an empty field always does. */
final class MissingTokens {
  private final Set<String> words;
  private final int longest;

  MissingTokens(Set<String> words) {
    this.words =
        words.stream().map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    longest = this.words.stream().mapToInt(String::length).max().orElse(0);
  }

  boolean contains(String field) {
    return field.isEmpty()
        || (field.length() <= longest && words.contains(field.toLowerCase(Locale.ROOT)));
  }
}
