package org.jeffreys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CsvRowsTest {
  @Test
  void writesNumbersThatReadBackTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      StringWriter out = new StringWriter();
      CsvRows rows = new CsvRows(out, "chain", "x", "y", "note");
      rows.add(3).add(0.1 + 0.2).add(0.1f).add("a,\"b\"").end();
      rows.add(4).add(Double.NaN).add(Float.NEGATIVE_INFINITY).add("").end();
      assertThat(out)
          .hasToString(
              "chain,x,y,note\n3,0.30000000000000004,0.1,\"a,\"\"b\"\"\"\n4,NaN,-Infinity,\n");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void refusesRowsOfAnotherLength() {
    CsvRows rows = new CsvRows(new StringWriter(), "a", "b");
    assertThatThrownBy(rows::end).hasMessage("row: expected 2 cells, got 0");
    rows.add(1);
    assertThatThrownBy(rows::end).hasMessage("row: expected 2 cells, got 1");
    rows.add(2);
    assertThatThrownBy(() -> rows.add(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row: expected 2 cells, got 3 or more");
  }
}
