package org.jeffreys.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jeffreys.tensor.HostStream;
import org.junit.jupiter.api.Test;

final class TableSplitTest {
  private static int[] strata(int size, HostStream rng) {
    return IntStream.range(0, size)
        .map(i -> (int) rng.nextLong(3) * (int) rng.nextLong(2))
        .toArray();
  }

  private static long count(int[] strata, int[] rows, int stratum) {
    return IntStream.of(rows).filter(row -> strata[row] == stratum).count();
  }

  private static void assertParts(int seed, TableSplit split, int size) {
    int[] all =
        Stream.of(split.train(), split.validation(), split.test())
            .flatMapToInt(IntStream::of)
            .sorted()
            .toArray();
    assertThat(all).as("seed %d", seed).containsExactly(IntStream.range(0, size).toArray());
  }

  @Test
  void randomSplitsKeepStrataInProportion() {
    for (int seed = 0; seed < 200; seed++) {
      HostStream rng = HostStream.keyed(seed, "splits", 0);
      int size = 5 + (int) rng.nextLong(300);
      int[] strata = strata(size, rng);
      TableSplit split = TableSplit.random(strata, 0.2, 0.1, rng.nextLong());
      assertParts(seed, split, size);
      assertThat(split.test()).hasSize(Math.max(1, Math.round(size * 0.1f))).isSorted();
      assertThat(split.validation()).hasSize(Math.max(1, Math.round(size * 0.2f)));
      for (int k = 0; k < 3; k++) {
        double of = count(strata, IntStream.range(0, size).toArray(), k) / (double) size;
        assertThat(Math.abs(count(strata, split.test(), k) - of * split.test().length))
            .as("seed %d", seed)
            .isLessThan(2);
        assertThat(Math.abs(count(strata, split.train(), k) - of * split.train().length))
            .as("seed %d", seed)
            .isLessThan(2);
      }
    }
  }

  /** Each row is held out with the probability of its share; without a random start it is not. */
  @Test
  void eachRowIsAsLikelyHeldOut() {
    int[] strata = {0, 1, 1, 1, 1, 2, 2, 2, 2, 2};
    int[] tested = new int[10];
    int runs = 4_000;
    for (int seed = 0; seed < runs; seed++) {
      for (int row : TableSplit.random(strata, 0.2, 0.3, seed).test()) {
        tested[row]++;
      }
    }
    double standardError = Math.sqrt(runs * 0.3 * 0.7);
    for (int count : tested) {
      assertThat(Math.abs(count - 0.3 * runs)).isLessThan(5 * standardError);
    }
  }

  @Test
  void theSeedIsAllThatARandomSplitDependsOn() {
    int[] strata = new int[50];
    assertThat(TableSplit.random(strata, 0.1, 0.2, 7).test())
        .isEqualTo(TableSplit.random(strata, 0.1, 0.2, 7).test())
        .isNotEqualTo(TableSplit.random(strata, 0.1, 0.2, 8).test());
    assertThat(TableSplit.random(strata, 0, 0, 7).train()).hasSize(50);
    assertThatThrownBy(() -> TableSplit.random(strata, 0.5, 0.5, 0))
        .hasMessage(
            "split: expected at least one row to learn from, got none of 50 rows; "
                + "give smaller shares for validation and test");
    assertThatThrownBy(() -> TableSplit.random(strata, 0, 1, 0))
        .hasMessage("test: expected a share in [0, 1), got 1.0");
  }

  @Test
  void foldsTestEachRowOnce() {
    for (int seed = 0; seed < 100; seed++) {
      HostStream rng = HostStream.keyed(seed, "splits", 0);
      int size = 10 + (int) rng.nextLong(200);
      int[] strata = strata(size, rng);
      List<TableSplit> folds = TableSplit.folds(strata, 7, rng.nextLong());
      int[] tested =
          folds.stream().flatMapToInt(fold -> IntStream.of(fold.test())).sorted().toArray();
      assertThat(tested).as("seed %d", seed).containsExactly(IntStream.range(0, size).toArray());
      for (TableSplit fold : folds) {
        assertParts(seed, fold, size);
        assertThat(fold.test().length).as("seed %d", seed).isBetween(size / 7, size / 7 + 1);
        for (int k = 0; k < 3; k++) {
          long all = count(strata, IntStream.range(0, size).toArray(), k);
          assertThat(count(strata, fold.test(), k))
              .as("seed %d", seed)
              .isBetween(all / 7, all / 7 + 1);
        }
      }
    }
    assertThatThrownBy(() -> TableSplit.folds(new int[5], 6, 0))
        .hasMessage("numFolds: expected an integer in [2, 5], got 6");
  }

  @Test
  void splitsInTimeLearnFromThePast() {
    double[] times = {5, 1, 4, 2, 3, 9, 8, 7, 6, 0};
    TableSplit split = TableSplit.inTime(times, 0.2, 0.3);
    assertParts(0, split, 10);
    assertThat(split.train()).containsExactly(9, 1, 3, 4, 2);
    assertThat(split.validation()).containsExactly(0, 8);
    assertThat(split.test()).containsExactly(7, 6, 5);
    // Rows of the same time stay together, in the earlier part.
    TableSplit ties = TableSplit.inTime(new double[] {1, 1, 2, 2, 2, 2, 3}, 0, 0.5);
    assertThat(ties.train()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(ties.test()).containsExactly(6);
    assertThatThrownBy(() -> TableSplit.inTime(new double[] {1, 2, 2}, 0, 0.4))
        .hasMessage(
            "split: expected a later time in each part, got too many rows of the same time");
  }

  @Test
  void foldsInTimeExpand() {
    for (int seed = 0; seed < 100; seed++) {
      HostStream rng = HostStream.keyed(seed, "splits", 0);
      double[] times = IntStream.range(0, 60).mapToDouble(i -> rng.nextLong(40)).toArray();
      List<TableSplit> folds = TableSplit.foldsInTime(times, 4);
      int[] seen = folds.get(0).train();
      for (TableSplit fold : folds) {
        assertThat(fold.train()).as("seed %d", seed).containsExactly(seen);
        double latest = IntStream.of(fold.train()).mapToDouble(row -> times[row]).max().orElse(99);
        assertThat(IntStream.of(fold.test()).mapToDouble(row -> times[row]).min().orElse(-1))
            .as("seed %d", seed)
            .isGreaterThan(latest);
        seen = IntStream.concat(IntStream.of(seen), IntStream.of(fold.test())).toArray();
      }
      assertThat(seen).as("seed %d", seed).hasSize(60);
    }
    assertThatThrownBy(() -> TableSplit.foldsInTime(new double[3], 3))
        .hasMessage("numFolds: expected an integer in [1, 2], got 3");
  }

  @Test
  void timesAreThoseOfTheFileOrOfAColumn() {
    Table table =
        Table.of(
            "t.csv",
            List.of("when", "y"),
            List.of(NumericColumn.ofDates(3, 1, Double.NaN), NumericColumn.of(1, 2, 3)));
    assertThat(TableSplit.times(table)).containsExactly(0, 1, 2);
    assertThat(TableSplit.times(table, "y")).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> TableSplit.times(table, "when"))
        .hasMessage("t.csv:3: column when: expected a number, got no value");
    assertThatThrownBy(() -> TableSplit.times(table, "wen"))
        .hasMessage("--time: expected one of [when, y], got 'wen'; did you mean when?");
  }

  @Test
  void aMaskGivesTheTestRows() {
    Table table =
        Table.of(
            "t.csv",
            List.of("x", "y"),
            List.of(NumericColumn.of(1, 2, 3, 4), NumericColumn.of(1, Double.NaN, 3, 4)));
    TableTask task = TableTask.of(table, Roles.of("y"));
    List<TableSplit> folds = TableSplit.ofMask(mask(1, 0, 0, 0), task);
    assertThat(folds).hasSize(1);
    assertThat(folds.get(0).test()).containsExactly(0);
    assertThat(folds.get(0).train()).as("the row without a target is gone").containsExactly(1, 2);
    refuses(task, "m.csv: expected 4 rows as in t.csv, got 2", 0, 1);
    refuses(task, "m.csv:2: column c1: expected 0 or 1, got 0.5", 0, 0.5, 1, 0);
    refuses(
        task,
        "m.csv: column c1: expected training rows (0) and test rows (1), got no test rows",
        0,
        1,
        0,
        0);
  }

  private static Table mask(double... values) {
    return Table.of("m.csv", List.of("c1"), List.of(NumericColumn.of(values)));
  }

  private static void refuses(TableTask task, String message, double... values) {
    assertThatThrownBy(() -> TableSplit.ofMask(mask(values), task)).hasMessage(message);
  }
}
