package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jeffreys.tensor.Scope;
import org.junit.jupiter.api.Test;

final class ProgramDataTest {
  private static final ProgramData DATA =
      new ProgramData(
          Map.of(
              "n", 3,
              "x", 1.5,
              "v", List.of(1, 2.5, 3),
              "m", List.of(List.of(1, 2), List.of(3, 4), List.of(5, 6)),
              "ragged", List.of(List.of(1, 2), List.of(3)),
              "mixed", List.of(1, List.of(2)),
              "text", "a"));

  @Test
  void numbersAndListsBecomeTensors() {
    try (Scope scope = Scope.open()) {
      assertThat(DATA.count("n")).isEqualTo(3);
      assertThat(DATA.number("x")).isEqualTo(1.5);
      assertThat(DATA.tensor("v").toDoubles()).containsExactly(1, 2.5, 3);
      assertThat(DATA.tensor("m").shape()).containsExactly(3, 2);
      assertThat(DATA.tensor("m").toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(DATA.tensor("x").item()).isEqualTo(1.5);
    }
  }

  @Test
  void saysWhatDoesNotFit() {
    refused(() -> DATA.number("z"), "data: expected a value z, got those of [m, mixed, n, ");
    refused(() -> DATA.count("x"), "data, x: expected a count, got 1.5");
    refused(() -> DATA.tensor("text"), "data, text: expected numbers, got a");
    refused(
        () -> DATA.tensor("ragged"), "data, ragged: expected lists of one length, got one of 1");
    refused(() -> DATA.tensor("mixed"), "data, mixed: expected lists of one");
    refused(() -> DATA.tensor("v", 4), "data, v: expected shape [4], got [3]");
  }

  private static void refused(Runnable read, String message) {
    assertThatThrownBy(
            () -> {
              try (Scope scope = Scope.open()) {
                read.run();
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
