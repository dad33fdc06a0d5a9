package org.jeffreys.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jeffreys.TestData;
import org.jeffreys.inference.Run;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinearBaselineTest {
  private long live;

  @BeforeEach
  void count() {
    live = Tensor.live();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Tensor.live()).isEqualTo(live);
  }

  private static NumericColumn column(double... values) {
    return NumericColumn.of(values);
  }

  /** Two columns that are the same, one of them in other units: no unique solution. */
  @Test
  void findsThePlaneAndItsNoise() {
    Random random = new Random(1);
    int n = 40;
    double[] a = random.doubles(n).toArray();
    double[] b = random.doubles(n).toArray();
    double[] y = new double[n];
    Arrays.setAll(y, i -> 5 + 3 * a[i] - 2 * b[i] + (i % 2 == 0 ? 0.1 : -0.1));
    double[] twice = Arrays.stream(a).map(each -> 1000 * each + 7).toArray();
    Table table =
        Table.of(
            "plane",
            List.of("a", "b", "twice", "y"),
            List.of(column(a), column(b), column(twice), column(y)));
    TableTask task = TableTask.of(table, Roles.of("y"));
    TableFit fit = TableFit.of("y").withCalibration(TableFit.Calibrating.NONE);
    try (TableModel model = LinearBaseline.fit(fit, task, Run.of(0))) {
      assertThat(model.method()).isEqualTo("least-squares");
      TableScores scores = TableScores.of(model, table);
      double rmse = scores.get(TableScore.RMSE);
      assertThat(rmse).isBetween(0.09, 0.1);
      double[] sd = model.predict(table).regression().standardDeviation().value().toArray();
      // Of the training rows themselves, the error is the noise.
      assertThat(sd[0]).isCloseTo(rmse, within(1e-5));
      assertThat(scores.get(TableScore.NLL))
          .isCloseTo(0.5 * Math.log(2 * Math.PI * rmse * rmse) + 0.5, within(1e-4));
    }
  }

  /** A row of weight 3 is three rows. */
  @Test
  void countsWeights() {
    double[] x = {0, 1, 2, 3, 4};
    double[] y = {0, 2, 1, 5, 3};
    Table weighted =
        Table.of(
            "weighted",
            List.of("x", "y", "w"),
            List.of(column(x), column(y), column(1, 1, 1, 3, 1)));
    Table repeated = Table.of("repeated", List.of("x", "y"), List.of(column(x), column(y)));
    repeated = repeated.rows(0, 1, 2, 3, 3, 3, 4);
    TableFit fit = TableFit.of("y").withCalibration(TableFit.Calibrating.NONE);
    Roles roles = Roles.of("y").withKind(TargetKind.REAL);
    try (TableModel first =
            LinearBaseline.fit(fit, TableTask.of(weighted, roles.withWeights("w")), Run.of(0));
        TableModel second = LinearBaseline.fit(fit, TableTask.of(repeated, roles), Run.of(0))) {
      double[] means = first.predict(weighted).regression().mean().value().toArray();
      double[] others = second.predict(weighted).regression().mean().value().toArray();
      assertThat(means).containsExactly(others, within(1e-5));
      assertThat(first.predict(weighted).regression().standardDeviation().value().get(0))
          .isCloseTo(
              second.predict(weighted).regression().standardDeviation().value().get(0),
              within(1e-5));
    }
  }

  /** The floors of the data's README, which other programs computed. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "concrete, 10.49, 3.77, 0.005",
    "energy, 2.84, 2.47, 0.005",
    "yacht, 0.299, 0.344, 0.0005",
    "servo, 0.568, 0.879, 0.0005",
    "autompg, 3.34, 2.63, 0.005",
    "airfoil, 4.81, 3.00, 0.005"
  })
  void reachesTheKnownFloors(String name, double rmse, double nll, double rounding) {
    Table table = CsvReader.standard().read(TestData.require("uci/" + name + "/data.csv.gz"));
    Table mask = CsvReader.standard().read(TestData.require("uci/" + name + "/test_mask.csv.gz"));
    TableTask task = TableTask.of(table, Roles.of("last").withKind(TargetKind.REAL));
    TableFit fit = TableFit.of("last").withCalibration(TableFit.Calibrating.NONE);
    List<TableScores> scores = new ArrayList<>();
    for (TableSplit split : TableSplit.ofMask(mask, task)) {
      try (TableModel model = LinearBaseline.fit(fit, task.part(split.train()), Run.of(0))) {
        scores.add(TableScores.of(model, task.table().rows(split.test())));
      }
    }
    assertThat(scores).hasSize(10);
    assertThat(mean(scores, TableScore.RMSE)).isCloseTo(rmse, within(rounding + 1e-4));
    assertThat(mean(scores, TableScore.NLL)).isCloseTo(nll, within(rounding + 1e-4));
  }

  private static double mean(List<TableScores> scores, TableScore score) {
    return scores.stream().mapToDouble(each -> each.get(score)).average().orElseThrow();
  }

  /** Classes and counts of known probabilities and rates: a linear model has their shape. */
  @Test
  @Tag("slow")
  void servesClassesAndCounts() {
    Random random = new Random(3);
    int n = 600;
    double[] x = random.doubles(n, -2, 2).toArray();
    String[] labels =
        IntStream.range(0, n)
            .mapToObj(i -> random.nextDouble() < 1 / (1 + Math.exp(-2 * x[i])) ? "yes" : "no")
            .toArray(String[]::new);
    double[] counts = new double[n];
    Arrays.setAll(counts, i -> poisson(Math.exp(1 + 0.5 * x[i]), random));
    Table table =
        Table.of(
            "t",
            List.of("x", "label", "count"),
            List.of(column(x), TextColumn.of(labels), column(counts)));
    TableFit fit = TableFit.of("label").withCalibration(TableFit.Calibrating.NONE).withEffort(0.3);
    TableTask classes = TableTask.of(table, Roles.of("label").withIgnored("count"));
    try (TableModel model = LinearBaseline.fit(fit, classes, Run.of(0))) {
      assertThat(model.method()).isEqualTo("logistic-regression");
      double expected =
          IntStream.range(0, n)
              .mapToDouble(
                  i -> -Math.log(1 / (1 + Math.exp((labels[i].equals("yes") ? -2 : 2) * x[i]))))
              .average()
              .orElseThrow();
      assertThat(TableScores.of(model, table).get(TableScore.NLL))
          .isCloseTo(expected, within(0.01));
    }
    TableTask rates =
        TableTask.of(table, Roles.of("count").withKind(TargetKind.COUNT).withIgnored("label"));
    try (TableModel model = LinearBaseline.fit(fit.withLikelihood("poisson"), rates, Run.of(0))) {
      assertThat(model.method()).isEqualTo("log-linear");
      TableScores scores = TableScores.of(model, table);
      assertThat(scores.get(TableScore.ECE)).isLessThan(0.03);
      assertThat(scores.get(TableScore.COVERAGE_90)).isBetween(0.88, 1.0);
    }
  }

  private static double poisson(double rate, Random random) {
    double product = random.nextDouble();
    int count = 0;
    while (product > Math.exp(-rate)) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
