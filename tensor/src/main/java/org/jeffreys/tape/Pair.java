package org.jeffreys.tape;

import java.util.function.DoubleBinaryOperator;

/** Functions of two numbers, with their derivatives. */
@SuppressWarnings("ImmutableEnumChecker") // of lambdas without state
public enum Pair {
  /** {@code x + y}. */
  ADD(1, (x, y) -> x + y, (x, y, z) -> 1, (x, y, z) -> 1),
  /** {@code x - y}. */
  SUBTRACT(1, (x, y) -> x - y, (x, y, z) -> 1, (x, y, z) -> -1),
  /** {@code x y}. */
  MULTIPLY(1, (x, y) -> x * y, (x, y, z) -> y, (x, y, z) -> x),
  /** {@code x / y}. */
  DIVIDE(4, (x, y) -> x / y, (x, y, z) -> 1 / y, (x, y, z) -> -z / y),
  /** {@code x^y}, whose derivative by y is where x is above 0. */
  POWER(
      40,
      Math::pow,
      (x, y, z) -> y == 0 ? 0 : y * Math.pow(x, y - 1),
      (x, y, z) -> x == 0 && y >= 0 ? 0 : z * Math.log(x)),
  /** The greater one; equal ones share the derivative. */
  MAXIMUM(1, Math::max, (x, y, z) -> share(x > y, x == y), (x, y, z) -> share(y > x, x == y)),
  /** The lesser one; equal ones share the derivative. */
  MINIMUM(1, Math::min, (x, y, z) -> share(x < y, x == y), (x, y, z) -> share(y < x, x == y)),
  /** x, raised to y where it is below; the derivative by x at y is 1. */
  CLAMP_MIN(1, Math::max, (x, y, z) -> truth(x >= y), (x, y, z) -> truth(x < y)),
  /** x, lowered to y where it is above; the derivative by x at y is 1. */
  CLAMP_MAX(1, Math::min, (x, y, z) -> truth(x <= y), (x, y, z) -> truth(x > y)),
  /** {@code log(e^x + e^y)}. */
  LOG_ADD_EXP(
      50,
      Pair::logAddExp,
      (x, y, z) -> 1 / (1 + Math.exp(y - x)),
      (x, y, z) -> 1 / (1 + Math.exp(x - y))),
  /** {@code x log y}, 0 where x is 0. */
  X_LOG_Y(
      25,
      (x, y) -> Double.isNaN(y) ? y : x == 0 ? 0 : x * Math.log(y),
      (x, y, z) -> x == 0 && y <= 0 ? 0 : Math.log(y),
      (x, y, z) -> x / y),
  /** 1 where {@code x > y}, else 0. */
  GREATER(1, (x, y) -> truth(x > y), (x, y, z) -> 0, (x, y, z) -> 0),
  /** 1 where {@code x < y}, else 0. */
  LESS(1, (x, y) -> truth(x < y), (x, y, z) -> 0, (x, y, z) -> 0),
  /** 1 where both are equal, else 0. */
  EQUAL(1, (x, y) -> truth(x == y), (x, y, z) -> 0, (x, y, z) -> 0);

  /** A derivative where the function of x and y is z. */
  @FunctionalInterface
  private interface Slope {
    double at(double x, double y, double z);
  }

  private final int nanos;
  private final DoubleBinaryOperator function;
  private final Slope first;
  private final Slope second;

  Pair(int nanos, DoubleBinaryOperator function, Slope first, Slope second) {
    this.nanos = nanos;
    this.function = function;
    this.first = first;
    this.second = second;
  }

  private static double truth(boolean holds) {
    return holds ? 1 : 0;
  }

  private static double share(boolean ahead, boolean equal) {
    return ahead ? 1 : equal ? 0.5 : 0;
  }

  private static double logAddExp(double x, double y) {
    return x == y && Double.isInfinite(x)
        ? x
        : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
  }

  /** About how long one takes, with its derivatives. */
  int nanos() {
    return nanos;
  }

  double at(double x, double y) {
    return function.applyAsDouble(x, y);
  }

  /** The derivative by x where the function is z. */
  double first(double x, double y, double z) {
    return first.at(x, y, z);
  }

  /** The derivative by y where the function is z. */
  double second(double x, double y, double z) {
    return second.at(x, y, z);
  }
}
