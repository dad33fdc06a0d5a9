package org.jeffreys.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jeffreys.core.Check;

/** Numbers as people read them, the same in every locale. */
public final class NumberText {
  private NumberText() {}

  /**
   * The value to {@code digits} significant digits, as {@code 0.0123}, {@code 1230} or {@code
   * 1.23e-7}; trailing zeros stay, for they were measured.
   */
  public static String significant(double value, int digits) {
    Check.atLeast(digits, 1, "digits");
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent > 9) {
      return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
    }
    int decimals = Math.max(0, digits - 1 - exponent);
    return rounded.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** As {@link #significant}, rounded up: for upper bounds, which must stay true. */
  public static String atMost(double value, int digits) {
    return directed(value, digits, RoundingMode.CEILING);
  }

  /** As {@link #significant}, rounded down: for lower bounds, which must stay true. */
  public static String atLeast(double value, int digits) {
    return directed(value, digits, RoundingMode.FLOOR);
  }

  private static String directed(double value, int digits, RoundingMode mode) {
    if (!Double.isFinite(value)) {
      return significant(value, digits);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, mode));
    return significant(rounded.doubleValue(), digits);
  }

  /** The value in percent with {@code decimals} digits after the point, as {@code 94.8 %}. */
  public static String percent(double fraction, int decimals) {
    Check.atLeast(decimals, 0, "decimals");
    return String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * fraction);
  }

  /** A count with commas between the thousands, as {@code 10,000}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
