package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;

final class EstimatesTest {
  private static final Doubles VALUES = Doubles.of(1, 2);
  private static final Doubles ERRORS = Doubles.of(0.1, 0.2);

  @Test
  void errorsAreComputedOnceAndOnlyIfAskedFor() {
    var count = new AtomicInteger();
    var estimates =
        Estimates.withErrors(
            VALUES,
            () -> {
              count.incrementAndGet();
              return ERRORS;
            });
    assertThat(estimates.value()).isEqualTo(VALUES);
    assertThat(estimates.size()).isEqualTo(2);
    assertThat(count).hasValue(0);
    assertThat(estimates.get(1)).isEqualTo(new Estimate(2, 0.2));
    assertThat(estimates.standardError()).isEqualTo(ERRORS);
    assertThat(count).hasValue(1);
  }

  @Test
  void areEqualHoweverTheErrorsCame() {
    var estimates = new Estimates(VALUES, ERRORS);
    var late = Estimates.withErrors(VALUES, () -> ERRORS);
    assertThat(late).isEqualTo(estimates).hasSameHashCodeAs(estimates);
    assertThat(late).hasToString("Estimates[value=[1.0, 2.0], standardError=[0.1, 0.2]]");
    assertThat(late).isNotEqualTo(new Estimates(VALUES, Doubles.of(0.1, 0.3)));
    assertThat(late).isNotEqualTo(new Estimates(Doubles.of(1, 3), ERRORS));
  }

  @Test
  void haveAsManyErrorsAsValues() {
    String message = "standardError: expected 2 numbers, one a value, got 1";
    assertThatThrownBy(() -> new Estimates(VALUES, Doubles.of(1))).hasMessage(message);
    var late = Estimates.withErrors(VALUES, () -> Doubles.of(1));
    assertThatThrownBy(late::standardError).hasMessage(message);
  }
}
