package org.jeffreys.store;

import java.util.List;
import java.util.Locale;
import org.jeffreys.core.Check;

/** Constants as words in files. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> E constant(String name, List<E> constants, String word) {
    return constants.stream()
        .filter(each -> of(each).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Check.failure(
                    name,
                    "one of " + constants.stream().map(Words::of).toList(),
                    "'" + word + "'"));
  }
}
