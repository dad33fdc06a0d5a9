package org.jeffreys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TextTableTest {
  @Test
  void columnsAreAsWideAsTheyNeedToBe() {
    StringWriter out = new StringWriter();
    TextTable.of(Set.of(1), List.of("name", "n", "what"))
        .row(List.of("a", "12 ± 3", "x"))
        .row(List.of("longer", "4", ""))
        .print(new PrintWriter(out, true));
    assertThat(out.toString().lines())
        .containsExactly("name         n  what", "a       12 ± 3  x", "longer       4");
    TextTable table = TextTable.of(Set.of(), List.of("a", "b"));
    assertThatThrownBy(() -> table.row(List.of("x")))
        .hasMessage("cells: expected as many as the header has, got 1");
  }
}
