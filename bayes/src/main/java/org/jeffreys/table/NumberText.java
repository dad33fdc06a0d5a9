package org.jeffreys.table;

import java.util.Locale;
import java.util.Set;

/** Numbers as the fields of a table write them: decimal, with a point and an optional exponent. */
final class NumberText {
  private static final Set<String> INFINITIES = Set.of("inf", "infinity");
  private static final double EXACT_INTEGERS = 1e15;

  private NumberText() {}

  /**
   * The number that is written; NaN if it is none. Infinite for {@code inf} and {@code infinity} in
   * any case, and for what is too large.
   */
  static double parse(String text) {
    int start = !text.isEmpty() && isSign(text.charAt(0)) ? 1 : 0;
    if (start == text.length()) {
      return Double.NaN;
    }
    char first = text.charAt(start);
    if (first == 'i' || first == 'I') {
      boolean infinite = INFINITIES.contains(text.substring(start).toLowerCase(Locale.ROOT));
      double sign = text.charAt(0) == '-' ? -1 : 1;
      return infinite ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return isDecimal(text, start) ? Double.parseDouble(text) : Double.NaN;
  }

  private static boolean isDecimal(String text, int start) {
    int point = afterDigits(text, start);
    int digits = point - start;
    int end = point;
    if (point < text.length() && text.charAt(point) == '.') {
      end = afterDigits(text, point + 1);
      digits += end - point - 1;
    }
    if (digits == 0) {
      return false;
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1;
      if (exponent < text.length() && isSign(text.charAt(exponent))) {
        exponent++;
      }
      end = afterDigits(text, exponent);
      return end == text.length() && end > exponent;
    }
    return end == text.length();
  }

  private static int afterDigits(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-';
  }

  /** One spelling of each number: whole ones without a point. */
  static String format(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }

  /** The spelling of {@link #format} where the text is a finite number; else the text. */
  static String normalise(String text) {
    double value = parse(text);
    return Double.isFinite(value) ? format(value) : text;
  }
}
