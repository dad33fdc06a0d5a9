package org.jeffreys.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words for messages about what stands in a file: always one line, and never a long one. */
final class Messages {
  private static final int LONGEST = 40;

  private Messages() {}

  /** A failure of what stands at a place, which is {@code file} or {@code file:line}. */
  static UncheckedIOException content(String place, String expected, Object got) {
    String message = place + ": expected " + expected + ", got " + got;
    return new UncheckedIOException(message, new IOException(message));
  }

  /** As {@link #content(String, String, Object)}, with what to do about it. */
  static UncheckedIOException content(String place, String expected, Object got, String fix) {
    return content(place, expected, got + "; " + fix);
  }

  /** A text in quotes. */
  static String quoted(String text) {
    return "'" + plain(text) + "'";
  }

  /** A text cut to a few words, its control characters written as a question mark. */
  static String plain(String text) {
    String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    StringBuilder line = new StringBuilder();
    start
        .codePoints()
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) || isBreak(c) ? '?' : c));
    return line.toString();
  }

  private static boolean isBreak(int c) {
    return c == '\u2028' || c == '\u2029';
  }

  /** The first names, and how many more there are. */
  static String list(List<String> names, int shown) {
    List<String> first = new ArrayList<>();
    for (String name : names.subList(0, Math.min(shown, names.size()))) {
      first.add(plain(name));
    }
    if (names.size() > shown) {
      first.add("… " + (names.size() - shown) + " more");
    }
    return first.toString();
  }

  /** A number and its noun, in the plural unless it is 1. */
  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }
}
