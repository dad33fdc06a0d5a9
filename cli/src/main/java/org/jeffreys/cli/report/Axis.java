package org.jeffreys.cli.report;

import java.util.List;
import org.jeffreys.core.Check;

/**
 * An axis of a chart.
 *
 * @param name what it measures
 * @param unit the unit, shown in brackets; empty where the quantity has none
 * @param scale how values are spaced
 * @param min the least value shown; NaN leaves it to the data
 * @param max the greatest value shown; NaN leaves it to the data
 * @param labels what stands at 0, 1, 2 … of an axis of names; empty for numbers
 */
public record Axis(
    String name, String unit, Scale scale, double min, double max, List<String> labels) {
  /** How values are spaced. */
  public enum Scale {
    /** Evenly. */
    LINEAR,
    /** Evenly, with ticks at whole numbers only. */
    WHOLE,
    /** By their logarithm to base ten; values that are not positive are left out. */
    LOG,
    /** Names, the first of them at the top. */
    NAMES
  }

  /** Checks the range. */
  public Axis {
    labels = List.copyOf(labels);
    boolean ordered = Double.isNaN(min) || Double.isNaN(max) || min < max;
    Check.require(ordered, "max", "a value > min " + min, max);
    boolean fits = scale != Scale.LOG || Double.isNaN(min) || min > 0;
    Check.require(fits, "min", "a value > 0 on a logarithmic axis", min);
  }

  /** A linear axis over the range of the data. */
  public static Axis linear(String name) {
    return new Axis(name, "", Scale.LINEAR, Double.NaN, Double.NaN, List.of());
  }

  /** A linear axis of whole numbers, such as counts, over the range of the data. */
  public static Axis whole(String name) {
    return new Axis(name, "", Scale.WHOLE, Double.NaN, Double.NaN, List.of());
  }

  /** A logarithmic axis over the range of the data. */
  public static Axis log(String name) {
    return new Axis(name, "", Scale.LOG, Double.NaN, Double.NaN, List.of());
  }

  /** A vertical axis of names, from the top; series say their places from 0. */
  public static Axis names(List<String> labels) {
    Check.atLeast(labels.size(), 1, "number of labels");
    return new Axis("", "", Scale.NAMES, Double.NaN, Double.NaN, labels);
  }

  /** This axis with a unit. */
  public Axis in(String unit) {
    return new Axis(name, unit, scale, min, max, labels);
  }

  /** This axis from {@code min} to {@code max}; NaN leaves an end to the data. */
  public Axis range(double min, double max) {
    return new Axis(name, unit, scale, min, max, labels);
  }

  /** The name, with the unit in brackets. */
  String label() {
    return unit.isEmpty() ? name : name + " [" + unit + "]";
  }
}
