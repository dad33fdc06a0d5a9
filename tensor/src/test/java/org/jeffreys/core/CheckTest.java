package org.jeffreys.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class CheckTest {

  @Test
  void acceptedValuesComeBack() {
    assertThat(Check.positive(Double.MIN_VALUE, "scale")).isEqualTo(Double.MIN_VALUE);
    assertThat(Check.nonNegative(0, "temperature")).isZero();
    assertThat(Check.finite(-3, "loc")).isEqualTo(-3);
    assertThat(Check.openUnit(0.5, "rate")).isEqualTo(0.5);
    assertThat(Check.unit(1, "probs")).isEqualTo(1);
    assertThat(Check.atLeast(1, 1, "numChains")).isEqualTo(1);
    assertThat(Check.atLeast(5L, 1L, "numSamples")).isEqualTo(5L);
    assertThat(Check.index(2, 3, "index")).isEqualTo(2);
    Check.require(true, "name", "anything", null);
  }

  @Test
  void messagesNameValueAndConstraint() {
    refused(() -> Check.positive(-0.1, "scale"), "scale: expected a finite value > 0, got -0.1");
    refused(
        () -> Check.nonNegative(-1, "temperature"),
        "temperature: expected a finite value >= 0, got -1.0");
    refused(() -> Check.openUnit(1, "rate"), "rate: expected a value in (0, 1), got 1.0");
    refused(() -> Check.unit(1.5, "probs"), "probs: expected a value in [0, 1], got 1.5");
    refused(() -> Check.atLeast(0, 1, "numChains"), "numChains: expected an integer >= 1, got 0");
    refused(() -> Check.atLeast(0L, 1L, "numData"), "numData: expected an integer >= 1, got 0");
    refused(() -> Check.index(3, 3, "index"), "index: expected an index in [0, 3), got 3");
    refused(() -> Check.index(-1, 3, "index"), "index: expected an index in [0, 3), got -1");
  }

  @Test
  void notANumberAndInfinityAreRefused() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(() -> Check.positive(value, "x"), "x: expected a finite value > 0, got " + value);
      refused(() -> Check.nonNegative(value, "x"), "x: expected a finite value >= 0, got " + value);
      refused(() -> Check.finite(value, "x"), "x: expected a finite value, got " + value);
      refused(() -> Check.openUnit(value, "x"), "x: expected a value in (0, 1), got " + value);
      refused(() -> Check.unit(value, "x"), "x: expected a value in [0, 1], got " + value);
    }
  }

  @Test
  void fixesAndShapesAreSpelledOut() {
    refused(
        () ->
            Check.require(
                false,
                "logits",
                "shape [batch, classes]",
                new long[] {128},
                "add the class axis with unsqueeze(1)"),
        "logits: expected shape [batch, classes], got [128]; add the class axis with unsqueeze(1)");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
