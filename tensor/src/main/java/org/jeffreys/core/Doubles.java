package org.jeffreys.core;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** An immutable vector of doubles: what records carry where others would carry an array. */
public final class Doubles {
  private final double[] values;

  private Doubles(double[] values) {
    this.values = values;
  }

  /** A vector of the given values, copied. */
  public static Doubles of(double... values) {
    return new Doubles(values.clone());
  }

  /** The values of a stream, in its order. */
  public static Doubles of(DoubleStream values) {
    return new Doubles(values.toArray());
  }

  /** The number of values. */
  public int size() {
    return values.length;
  }

  /** The value at {@code index}. */
  public double get(int index) {
    return values[Check.index(index, values.length, "index")];
  }

  /** A stream of the values, in order. */
  public DoubleStream stream() {
    return Arrays.stream(values);
  }

  /** A copy of the values. */
  public double[] toArray() {
    return values.clone();
  }

  /** A vector of {@code function} applied to each value. */
  public Doubles map(DoubleUnaryOperator function) {
    return of(stream().map(function));
  }

  /** The arithmetic mean; NaN where there are no values. */
  public double mean() {
    return stream().average().orElse(Double.NaN);
  }

  /** The greatest value, NaN if any is NaN; negative infinity where there are no values. */
  public double max() {
    return stream().reduce(Double.NEGATIVE_INFINITY, Math::max);
  }

  /** The least value, NaN if any is NaN; positive infinity where there are no values. */
  public double min() {
    return stream().reduce(Double.POSITIVE_INFINITY, Math::min);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Doubles that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
