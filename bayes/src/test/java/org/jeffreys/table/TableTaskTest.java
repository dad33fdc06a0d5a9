package org.jeffreys.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jeffreys.core.Doubles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TableTaskTest {
  private static final double NONE = Double.NaN;

  /** A feature, and a target y. */
  private static Table table(Column target) {
    double[] x = IntStream.range(0, target.numRows()).mapToDouble(i -> i).toArray();
    return Table.of("t.csv", List.of("x", "y"), List.of(NumericColumn.of(x), target));
  }

  private static TableTask task(Column target) {
    return TableTask.of(table(target), Roles.of("y"));
  }

  private static NumericColumn repeated(int times, double... values) {
    return NumericColumn.of(
        IntStream.range(0, times * values.length)
            .mapToDouble(i -> values[i % values.length])
            .toArray());
  }

  @Test
  void textsAreClassesInTheirOrder() {
    TableTask task = task(TextColumn.of("no", "yes", "maybe", "yes", "no", "maybe"));
    assertThat(task.target()).isEqualTo(new ClassTarget("y", List.of("maybe", "no", "yes")));
    assertThat(task.strata()).containsExactly(1, 2, 0, 2, 1, 0);
    assertThat(task.target().encode(task.table())[0]).containsExactly(1);
    assertThat(task.notes()).isEmpty();
  }

  @Test
  void fewWholeNumbersAreClasses() {
    TableTask task = task(repeated(10, 10, 9, 2));
    assertThat(task.target()).isEqualTo(new ClassTarget("y", List.of("2", "9", "10")));
    assertThat(task.notes())
        .containsExactly(
            "target y: its 3 different values are taken as classes; give the kind real if they are "
                + "amounts");
    assertThat(task(repeated(3, 0.5, 1.5)).target().kind()).isEqualTo(TargetKind.CLASSES);
    assertThat(task(repeated(9, 10, 9, 2)).target().kind()).isEqualTo(TargetKind.REAL);
    assertThat(task(repeated(10, 10, 9, 2.5)).target().kind()).isEqualTo(TargetKind.REAL);
    assertThat(task(repeated(10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)).target().kind())
        .isEqualTo(TargetKind.REAL);
  }

  @Test
  void aGivenKindWins() {
    Table table = table(repeated(10, 0, 1, 4));
    TableTask real = TableTask.of(table, Roles.of("y").withKind(TargetKind.REAL));
    assertThat(((RealTarget) real.target()).loc().get(0)).isEqualTo(5.0 / 3, within(1e-14));
    assertThat(real.notes()).isEmpty();
    TableTask counts = TableTask.of(table, Roles.of("y").withKind(TargetKind.COUNT));
    assertThat(counts.target()).isEqualTo(new CountTarget("y"));
    assertThat(counts.target().encode(counts.table())[2]).containsExactly(4);
    TableTask classes =
        TableTask.of(table(repeated(1, 0.5, 1, 7)), Roles.of("y").withKind(TargetKind.CLASSES));
    assertThat(((ClassTarget) classes.target()).levels()).containsExactly("0.5", "1", "7");
    refuses(
        repeated(2, 1, 2.5),
        TargetKind.COUNT,
        "t.csv:2: column y: expected a count, 0 or more, got 2.5");
    refuses(
        TextColumn.of("a", "b"), TargetKind.REAL, "t.csv: column y: expected numbers, got texts");
  }

  @Test
  void severalTargetsAreStandardisedEach() {
    Table table =
        Table.of(
            "t.csv",
            List.of("a", "x", "b"),
            List.of(NumericColumn.of(1, 3), NumericColumn.of(0, 1), NumericColumn.of(-2, 8)));
    TableTask task = TableTask.of(table, Roles.of("b", "first"));
    assertThat(task.target())
        .isEqualTo(new RealTarget(List.of("b", "a"), Doubles.of(3, 2), Doubles.of(5, 1)));
    assertThat(task.target().encode(table)).isDeepEqualTo(new double[][] {{-1, -1}, {1, 1}});
    assertThat(task.target().values(table)).isDeepEqualTo(new double[][] {{-2, 1}, {8, 3}});
    assertThat(task.learn().featureNames()).containsExactly("x");
    assertThatThrownBy(() -> TableTask.of(table, Roles.of("a", "b").withKind(TargetKind.CLASSES)))
        .hasMessage("--target: expected one column, as its values are classes, got 2");
  }

  @Test
  void rowsWithoutATargetAreLeftOut() {
    TableTask task = task(NumericColumn.of(1.5, NONE, 3, NONE, 9));
    assertThat(task.table().numRows()).isEqualTo(3);
    assertThat(task.givenRows()).containsExactly(0, 2, 4);
    assertThat(task.table().place(1)).isEqualTo("t.csv:3");
    assertThat(task.notes()).containsExactly("left out 2 rows without a target");
    refuses(
        NumericColumn.of(NONE, NONE),
        null,
        "t.csv: column y: expected at least two different values, got none in 2 rows");
  }

  @Test
  void refusesTargetsThatSayNothing() {
    refuses(
        repeated(4, 12),
        null,
        "t.csv: column y: expected at least two different values, got 12 in all rows");
    refuses(
        TextColumn.of("a", "a"),
        null,
        "t.csv: column y: expected at least two different values, got a in all rows");
    refuses(
        repeated(4, 3),
        TargetKind.COUNT,
        "t.csv: column y: expected at least two different values, got 3 in all rows");
    refuses(
        TextColumn.of("a", "b", "c", "d"),
        null,
        "t.csv: column y: expected numbers, or classes of several rows each, got 4 different texts "
            + "in 4 rows");
    refuses(
        NumericColumn.ofDates(1, 2),
        null,
        "t.csv: column y: expected numbers or classes, got dates; give numbers");
    assertThatThrownBy(() -> TableTask.of(table(repeated(2, 1, 2)), Roles.of("z")))
        .hasMessage("--target: expected one of [x, y], got 'z'; did you mean x?");
    assertThatThrownBy(() -> Roles.of())
        .hasMessage("--target: expected at least one column, got none");
  }

  @Test
  void unknownClassesAreRefusedWhereTheyStand() {
    ClassTarget target = new ClassTarget("y", List.of("<=50K", ">50K"));
    assertThat(target.labels(table(TextColumn.of("<=50K", ">50K.")))).containsExactly(0, 1);
    assertThatThrownBy(() -> target.labels(table(TextColumn.of("<=50K", ">5OK"))))
        .hasMessage(
            "t.csv:2: column y: expected one of [<=50K, >50K], got '>5OK'; did you mean >50K?");
    assertThatThrownBy(() -> target.values(table(TextColumn.of(">50K", null))))
        .hasMessage("t.csv:2: column y: expected one of [<=50K, >50K], got no value");
    ClassTarget numbers = new ClassTarget("y", List.of("1", "2.5"));
    assertThat(numbers.labels(table(TextColumn.of("2.50", "1.0")))).containsExactly(1, 0);
    assertThat(numbers.labels(table(NumericColumn.of(1, 2.5)))).containsExactly(0, 1);
    RealTarget real = new RealTarget(List.of("y"), Doubles.of(0), Doubles.of(1));
    assertThatThrownBy(() -> real.encode(table(NumericColumn.of(1, NONE))))
        .hasMessage("t.csv:2: column y: expected a number, got no value");
  }

  @Test
  void weightsAreTakenOutAndChecked() {
    TableTask task = weighted(2, 0, 0.5);
    assertThat(task.weights()).isEqualTo(Doubles.of(2, 0, 0.5));
    assertThat(task.learn().featureNames()).containsExactly("x");
    assertThat(task.learn().weights()).contains("w");
    assertThat(task(repeated(2, 1, 2)).weights()).isEqualTo(Doubles.of(1, 1, 1, 1));
    assertThatThrownBy(() -> weighted(1, -2, 1))
        .hasMessage("t.csv:2: column w: expected a weight of 0 or more, got -2.0");
    assertThatThrownBy(() -> weighted(1, 1, NONE))
        .hasMessage("t.csv:3: column w: expected a number, got no value");
    assertThatThrownBy(() -> weighted(0, 0, 0))
        .hasMessage("t.csv: column w: expected at least one weight above 0, got none");
  }

  private static TableTask weighted(double... weights) {
    Table table =
        Table.of(
            "t.csv",
            List.of("w", "x", "junk", "y"),
            List.of(
                NumericColumn.of(weights),
                NumericColumn.of(1, 2, 3),
                NumericColumn.of(3, 1, 2),
                NumericColumn.of(1, 2, 4)));
    return TableTask.of(table, Roles.of("y").withWeights("w").withIgnored("junk"));
  }

  @Test
  void aColumnHasOneRole() {
    Table table = table(repeated(2, 1, 2));
    assertThatThrownBy(() -> TableTask.of(table, Roles.of("y").withWeights("last")))
        .hasMessage("--target: expected columns of one role each, got 'y' in columns 1 and 2");
  }

  private static void refuses(Column target, @Nullable TargetKind kind, String message) {
    Roles roles = kind == null ? Roles.of("y") : Roles.of("y").withKind(kind);
    assertThatThrownBy(() -> TableTask.of(table(target), roles))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void momentsHaveTheValuesOfTheirFormulas() {
    Moments moments = Moments.of(1, 2, 6, 11);
    assertThat(moments.mean()).isEqualTo(5, within(1e-14));
    double variance = (16 + 9 + 1 + 36) / 4.0;
    assertThat(moments.standardDeviation()).isEqualTo(Math.sqrt(variance), within(1e-14));
    assertThat(moments.skewness())
        .isEqualTo((-64 - 27 + 1 + 216) / 4.0 / Math.pow(variance, 1.5), within(1e-14));
    assertThat(Moments.of().mean()).isNaN();
    assertThat(Moments.of(0, 0)).isEqualTo(new Moments(0, 0, 0));
    double[] sevenths = new double[7];
    Arrays.fill(sevenths, 1.0 / 7);
    assertThat(Moments.of(sevenths).standardDeviation()).isZero();
  }
}
