package org.jeffreys.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Activation functions over arrays, beside those of double precision. */
final class ActivationLoopsTest {
  private static DoubleUnaryOperator exact(Activation activation) {
    return switch (activation) {
      case RELU -> x -> Math.max(x, 0);
      case TANH -> Math::tanh;
      case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
      case SOFTPLUS -> x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case SILU -> x -> x / (1 + Math.exp(-x));
    };
  }

  private static float[] applied(Activation activation, float... x) {
    float[] values = x.clone();
    activation.apply(values, values.length, new double[ActivationLoops.SOME]);
    return values;
  }

  /** Failed with one power of two fewer, and with a series two terms shorter. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void areExactRelatively(Activation activation) {
    Random random = new Random(1);
    float[] x = new float[100_000];
    for (int k = 0; k < x.length; k++) {
      double size = k % 2 == 0 ? 85 * random.nextDouble() : Math.exp(-40 * random.nextDouble());
      x[k] = (float) (random.nextBoolean() ? size : -size);
    }
    float[] found = applied(activation, x);
    double worst = 0;
    for (int k = 0; k < x.length; k++) {
      double expected = exact(activation).applyAsDouble(x[k]);
      double error = Math.abs(found[k] - expected);
      worst = Math.max(worst, error == 0 ? 0 : error / Math.abs(expected));
    }
    assertThat(worst).isLessThan(1e-7);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void keepNotANumber(Activation activation) {
    assertThat(applied(activation, 1, Float.NaN)[1]).isNaN();
  }

  @Test
  void reachTheirLimits() {
    float[] ends = {Float.NEGATIVE_INFINITY, -1000, 1000, Float.POSITIVE_INFINITY};
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(applied(Activation.RELU, ends)).containsExactly(0, 0, 1000, infinity);
    assertThat(applied(Activation.TANH, ends)).containsExactly(-1, -1, 1, 1);
    assertThat(applied(Activation.SIGMOID, ends))
        .containsExactly(new float[] {0, 0, 1, 1}, within(1e-37f));
    assertThat(applied(Activation.SOFTPLUS, ends))
        .containsExactly(new float[] {0, 0, 1000, infinity}, within(1e-37f));
    assertThat(applied(Activation.SILU, -1000, 1000))
        .containsExactly(new float[] {0, 1000}, within(1e-35f));
  }

  @Test
  void takeOnlySoManyValues() {
    float[] values = new float[2 * ActivationLoops.SOME + 5];
    values[values.length - 1] = 2;
    values[values.length - 2] = 2;
    Activation.TANH.apply(values, values.length - 1, new double[ActivationLoops.SOME]);
    assertThat(values[values.length - 1]).isEqualTo(2);
    assertThat(values[values.length - 2]).isEqualTo((float) Math.tanh(2));
  }
}
