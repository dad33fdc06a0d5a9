package org.jeffreys.store;

/** Texts from files, made fit for a message of one line. */
final class OneLine {
  private static final int LONGEST = 1000;

  private OneLine() {}

  /** The text without breaks and control characters, shortened where it is very long. */
  static String of(String text) {
    String head = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return head.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
  }
}
