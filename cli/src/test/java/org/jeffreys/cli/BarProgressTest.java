package org.jeffreys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import org.junit.jupiter.api.Test;

class BarProgressTest {
  @Test
  void endsWithTheWholeBarAndTheNote() {
    List<String> drawn = new ArrayList<>();
    try (var progress =
        new BarProgress(
            new PrintWriter(Writer.nullWriter()),
            new DelegatingProgressBarConsumer(drawn::add, 120))) {
      progress.advanceTo(1, "before the start nothing happens");
      progress.start("sampling", 300, "steps");
      progress.advanceTo(300, "log density -12.3");
    }
    assertThat(drawn.get(drawn.size() - 1))
        .startsWith("sampling steps 100% [=====")
        .contains("] 300/300 (")
        .contains("/s log density -12.3");
  }
}
