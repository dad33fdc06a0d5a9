package org.jeffreys.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class LineProgressTest {
  private final StringWriter text = new StringWriter();
  private long millis;
  private final LineProgress progress =
      new LineProgress(new PrintWriter(text), () -> millis * 1_000_000);

  @Test
  void saysAtMostEveryTwoSecondsAndAtTheEnd() {
    progress.start("sampling", 50_000, "steps");
    for (millis = 0; millis < 5000; millis += 10) {
      progress.advanceTo(millis / 10 * 24, "log density -123.4");
    }
    millis = 20_000;
    progress.advanceTo(50_000, "log density -120.1");
    progress.close();
    progress.close();
    assertThat(text.toString().lines())
        .containsExactly(
            "sampling: 4800 of 50000 steps, 2400 steps/s, 19 s left, log density -123.4",
            "sampling: 9600 of 50000 steps, 2400 steps/s, 17 s left, log density -123.4",
            "sampling: 50000 of 50000 steps, 2500 steps/s, in 20 s, log density -120.1");
  }

  @Test
  void aSlowTaskSpeaksEveryHalfMinute() {
    progress.start("training", 100_000, "epochs");
    for (millis = 0; millis <= 65_000; millis += 1000) {
      progress.advanceTo(millis / 10_000, "");
    }
    assertThat(text.toString().lines())
        .containsExactly(
            "training: 3 of 100000 epochs, 0.1 epochs/s, 277 h 46 min left",
            "training: 6 of 100000 epochs, 0.1 epochs/s, 277 h 45 min left");
  }

  @Test
  void aNewTaskEndsTheOneBefore() {
    progress.start("warm-up", 10, "steps");
    millis = 100;
    progress.advanceTo(10, "");
    progress.start("sampling", 10, "steps");
    progress.close();
    assertThat(text.toString().lines())
        .containsExactly(
            "warm-up: 10 of 10 steps, 100 steps/s, in 0.1 s", "sampling: 0 of 10 steps, in 0.0 s");
    assertThatThrownBy(() -> progress.start("none", 0, "steps"))
        .hasMessage("total: expected an integer >= 1, got 0");
  }
}
