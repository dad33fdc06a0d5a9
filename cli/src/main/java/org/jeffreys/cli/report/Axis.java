package org.jeffreys.cli.report;

import org.jeffreys.core.Check;

/**
 * An axis of a chart.
 *
 * @param name what it measures
 * @param unit the unit, shown in brackets; empty where the quantity has none
 * @param scale how values are spaced
 * @param min the least value shown; NaN leaves it to the data
 * @param max the greatest value shown; NaN leaves it to the data
 */
public record Axis(String name, String unit, Scale scale, double min, double max) {
  /** How values are spaced. */
  public enum Scale {
    /** Evenly. */
    LINEAR,
    /** Evenly, with ticks at whole numbers only. */
    WHOLE,
    /** By their logarithm to base ten; values that are not positive are left out. */
    LOG
  }

  /** Checks the range. */
  public Axis {
    boolean ordered = Double.isNaN(min) || Double.isNaN(max) || min < max;
    Check.require(ordered, "max", "a value > min " + min, max);
    boolean fits = scale != Scale.LOG || Double.isNaN(min) || min > 0;
    Check.require(fits, "min", "a value > 0 on a logarithmic axis", min);
  }

  /** A linear axis over the range of the data. */
  public static Axis linear(String name) {
    return new Axis(name, "", Scale.LINEAR, Double.NaN, Double.NaN);
  }

  /** A linear axis of whole numbers, such as counts, over the range of the data. */
  public static Axis whole(String name) {
    return new Axis(name, "", Scale.WHOLE, Double.NaN, Double.NaN);
  }

  /** A logarithmic axis over the range of the data. */
  public static Axis log(String name) {
    return new Axis(name, "", Scale.LOG, Double.NaN, Double.NaN);
  }

  /** This axis with a unit. */
  public Axis in(String unit) {
    return new Axis(name, unit, scale, min, max);
  }

  /** This axis from {@code min} to {@code max}; NaN leaves an end to the data. */
  public Axis range(double min, double max) {
    return new Axis(name, unit, scale, min, max);
  }

  /** The name, with the unit in brackets. */
  String label() {
    return unit.isEmpty() ? name : name + " [" + unit + "]";
  }
}
