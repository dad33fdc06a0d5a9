package org.jeffreys.table;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates and date-times in the form of ISO 8601, as days since 1970-01-01 UTC.
 *
 * <p>{@code 2024-05}, {@code 2024-05-31}, {@code 2024-05-31T14:30}, with a blank for the T, with
 * seconds and their fraction, with {@code Z} or an offset; without an offset it is taken as UTC.
 */
final class DateText {
  private static final double SECONDS_A_DAY = 86_400;
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})-(\\d{2})(?:-(\\d{2})"
              + "(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:?\\d{2})?)?)?");

  private DateText() {}

  /** The days since 1970-01-01; NaN if the text is no date. */
  static double parse(String text) {
    if (text.length() < 7 || text.charAt(4) != '-') {
      return Double.NaN;
    }
    Matcher match = FORM.matcher(text);
    if (!match.matches()) {
      return Double.NaN;
    }
    try {
      LocalDateTime time =
          LocalDateTime.of(
              number(match.group(1), 0),
              number(match.group(2), 0),
              number(match.group(3), 1),
              number(match.group(4), 0),
              number(match.group(5), 0),
              number(match.group(6), 0));
      @Nullable String fraction = match.group(7);
      @Nullable String offset = match.group(8);
      int east = offset == null ? 0 : ZoneOffset.of(offset).getTotalSeconds();
      double seconds = time.toLocalTime().toSecondOfDay() - east;
      seconds += fraction == null ? 0 : Double.parseDouble(fraction);
      return time.toLocalDate().toEpochDay() + seconds / SECONDS_A_DAY;
    } catch (DateTimeException e) {
      return Double.NaN;
    }
  }

  private static int number(@Nullable String digits, int absent) {
    return digits == null ? absent : Integer.parseInt(digits);
  }

  /** The date, or the date and time in UTC to the millisecond. */
  static String format(double days) {
    long millis = Math.round(days * SECONDS_A_DAY * 1000);
    String text = Instant.ofEpochMilli(millis).toString();
    return text.endsWith("T00:00:00Z") ? text.substring(0, text.length() - 10) : text;
  }
}
