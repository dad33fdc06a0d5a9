package org.jeffreys.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TableTest {
  private static final Table TABLE =
      Table.of(
          "houses.csv",
          List.of("area", "price", "2"),
          List.of(
              NumericColumn.of(50, Double.NaN, 80),
              NumericColumn.of(1, 2, 3),
              TextColumn.of("a", null, "a")));

  @Test
  void columnsAreFoundByNameNumberAndEnd() {
    assertThat(TABLE.nameOf("price", "--target")).isEqualTo("price");
    assertThat(TABLE.nameOf("1", "--target")).isEqualTo("area");
    assertThat(TABLE.nameOf("2", "--target")).as("a name comes before a number").isEqualTo("2");
    assertThat(TABLE.nameOf("first", "--target")).isEqualTo("area");
    assertThat(TABLE.nameOf("last", "--target")).isEqualTo("2");
    assertThat(TABLE.nameOf("-2", "--target")).isEqualTo("price");
    assertThat(TABLE.column("-3")).isSameAs(TABLE.column(0));
  }

  @Test
  void anUnknownColumnIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> TABLE.nameOf("prize", "--target"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--target: expected one of [area, price, 2], got 'prize'; did you mean price?");
    for (String reference : List.of("0", "4", "-4", "1.5", "", "99999999999")) {
      assertThatThrownBy(() -> TABLE.nameOf(reference, "--time"))
          .hasMessageStartingWith("--time: expected one of [area, price, 2], got '" + reference);
    }
  }

  @Test
  void aWideTableListsItsFirstColumns() {
    List<String> names = IntStream.rangeClosed(1, 100).mapToObj(i -> "col" + i).toList();
    Table wide = Table.of("w", names, Collections.nCopies(100, NumericColumn.of(1)));
    assertThatThrownBy(() -> wide.nameOf("y", "--target"))
        .hasMessageEndingWith("col39, col40, … 60 more], got 'y'");
  }

  @Test
  void rowsAreSelectedInOrder() {
    Table selected = TABLE.rows(2, 0, 2);
    assertThat(((NumericColumn) selected.column("area")).toArray()).containsExactly(80, 50, 80);
    assertThat(selected.column("2").text(1)).isEqualTo("a");
    assertThat(selected.place(0)).isEqualTo("houses.csv:3");
    assertThat(TABLE.rows().numRows()).isZero();
    assertThatThrownBy(() -> TABLE.rows(3)).hasMessage("row: expected an index in [0, 3), got 3");
  }

  @Test
  void refusesColumnsThatDoNotFit() {
    List<Column> columns = List.of(NumericColumn.of(1, 2), NumericColumn.of(1));
    assertThatThrownBy(() -> Table.of("t", List.of("a", "b"), columns))
        .hasMessage("columns[1]: expected 2 rows, got 1");
    assertThatThrownBy(
            () -> Table.of("t", List.of("a", "a"), List.of(TextColumn.of("x"), TextColumn.of("y"))))
        .hasMessage("names: expected distinct names, got 'a' in columns 1 and 2");
    assertThatThrownBy(() -> NumericColumn.of(1, Double.NEGATIVE_INFINITY))
        .hasMessage("values[1]: expected a finite number or NaN, got -Infinity");
  }

  @Test
  void numbersAreDecimal() {
    for (String text : List.of("1", "-1.", "+.5", "1e5", "1.5E-3", "007")) {
      assertThat(NumberText.parse(text)).isEqualTo(Double.parseDouble(text));
    }
    for (String text :
        List.of("", "-", ".", "e5", "1e", "1e+", "1d", "0x1p3", "1 2", "1,5", "--1", "NaN", "i")) {
      assertThat(NumberText.parse(text)).as(text).isNaN();
    }
    assertThat(NumberText.parse("-Inf")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(NumberText.format(1e15)).isEqualTo("1.0E15");
    assertThat(NumberText.normalise("1.50")).isEqualTo("1.5");
    assertThat(NumberText.normalise("02.0")).isEqualTo("2");
    assertThat(NumberText.normalise("x1")).isEqualTo("x1");
  }

  @Test
  void datesAreDaysSince1970() {
    assertThat(DateText.parse("1970-01-02")).isEqualTo(1);
    assertThat(DateText.parse("1969-12")).isEqualTo(-31);
    assertThat(DateText.parse("1970-01-01 18:00")).isEqualTo(0.75);
    assertThat(DateText.parse("1970-01-01T00:00:00.5Z")).isEqualTo(0.5 / 86_400);
    assertThat(DateText.parse("1970-01-01T06:00:00+06:00")).isZero();
    for (String text :
        List.of("1970-02-30", "1970-13", "70-01-01", "1970-01-01T25:00", "1970-1-1", "1970-01x")) {
      assertThat(DateText.parse(text)).as(text).isNaN();
    }
    for (String text : List.of("2024-02-29", "2024-02-29T23:59:58Z", "1812-06-24T04:00:00.250Z")) {
      assertThat(DateText.format(DateText.parse(text))).isEqualTo(text);
    }
  }
}
