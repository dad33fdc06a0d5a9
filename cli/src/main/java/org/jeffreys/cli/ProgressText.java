package org.jeffreys.cli;

import java.util.Locale;

/** Rates and spans of time as people read them. */
final class ProgressText {
  private ProgressText() {}

  /** Such as {@code 2430 steps/s}, with a decimal below ten. */
  static String rate(double perSecond, String unit) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f %s/s" : "%.0f %s/s", perSecond, unit);
  }

  /** Such as {@code 0.4 s}, {@code 15 s}, {@code 4 min 05 s} or {@code 2 h 10 min}. */
  static String span(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
  }
}
