package org.jeffreys.core;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks of arguments, all with one form of message: {@code name: expected …, got …[; fix]}.
 *
 * <p>Each returns the checked value and throws {@link IllegalArgumentException}.
 */
public final class Check {
  private Check() {}

  /** Checks that {@code value} is finite and greater than zero. */
  public static double positive(double value, String name) {
    require(value > 0 && value < Double.POSITIVE_INFINITY, name, "a finite value > 0", value);
    return value;
  }

  /** Checks that {@code value} is finite and not negative. */
  public static double nonNegative(double value, String name) {
    require(value >= 0 && value < Double.POSITIVE_INFINITY, name, "a finite value >= 0", value);
    return value;
  }

  /** Checks that {@code value} is neither infinite nor NaN. */
  public static double finite(double value, String name) {
    require(Double.isFinite(value), name, "a finite value", value);
    return value;
  }

  /** Checks that {@code value} lies in (0, 1). */
  public static double openUnit(double value, String name) {
    require(value > 0 && value < 1, name, "a value in (0, 1)", value);
    return value;
  }

  /** Checks that {@code value} lies in [0, 1]. */
  public static double unit(double value, String name) {
    require(value >= 0 && value <= 1, name, "a value in [0, 1]", value);
    return value;
  }

  /** Checks that {@code value} is at least {@code least}. */
  public static int atLeast(int value, int least, String name) {
    if (value < least) {
      throw failure(name, "an integer >= " + least, value);
    }
    return value;
  }

  /** Checks that {@code value} is at least {@code least}. */
  public static long atLeast(long value, long least, String name) {
    if (value < least) {
      throw failure(name, "an integer >= " + least, value);
    }
    return value;
  }

  /** Checks that {@code index} lies in [0, {@code size}). */
  public static int index(int index, int size, String name) {
    if (index < 0 || index >= size) {
      throw failure(name, "an index in [0, " + size + ")", index);
    }
    return index;
  }

  /** Checks that {@code value} is there. */
  public static <T> T present(@Nullable T value, String name) {
    if (value == null) {
      throw failure(name, "a value", "none");
    }
    return value;
  }

  /** Throws {@code name: expected <expected>, got <got>} unless {@code holds}. */
  public static void require(boolean holds, String name, String expected, Object got) {
    if (!holds) {
      throw failure(name, expected, got);
    }
  }

  /** As {@link #require(boolean, String, String, Object)}, with what to do about it. */
  public static void require(boolean holds, String name, String expected, Object got, String fix) {
    if (!holds) {
      throw new IllegalArgumentException(message(name, expected, got) + "; " + fix);
    }
  }

  /** The exception with the message {@code name: expected <expected>, got <got>}. */
  public static IllegalArgumentException failure(String name, String expected, Object got) {
    return new IllegalArgumentException(message(name, expected, got));
  }

  private static String message(String name, String expected, Object got) {
    return String.format(Locale.ROOT, "%s: expected %s, got %s", name, expected, text(got));
  }

  private static String text(Object got) {
    return got instanceof long[] shape ? Arrays.toString(shape) : String.valueOf(got);
  }
}
