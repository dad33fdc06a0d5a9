package org.jeffreys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void barsNeedACursorThatMoves() {
    assertThat(Terminal.canMoveCursor(Map.of("TERM", "xterm-256color"))).isTrue();
    assertThat(Terminal.canMoveCursor(Map.of("TERM", "dumb"))).isFalse();
    assertThat(Terminal.canMoveCursor(Map.of())).isFalse();
    assertThat(Terminal.canMoveCursor(Map.of("WINDIR", "C:\\Windows"))).isTrue();
  }
}
