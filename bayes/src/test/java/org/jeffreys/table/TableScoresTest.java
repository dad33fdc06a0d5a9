package org.jeffreys.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jeffreys.inference.Run;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.uncertainty.Intervals;
import org.junit.jupiter.api.Test;

final class TableScoresTest {
  private static final int ROWS = 60;

  private static Table table() {
    Random random = new Random(5);
    double[] x = random.doubles(ROWS, -1, 1).toArray();
    double[] y = Arrays.stream(x).map(each -> 10 + 4 * each + random.nextGaussian()).toArray();
    String[] label =
        IntStream.range(0, ROWS).mapToObj(i -> y[i] > 10 ? "high" : "low").toArray(String[]::new);
    return Table.of(
        "t",
        List.of("x", "y", "label"),
        List.of(NumericColumn.of(x), NumericColumn.of(y), TextColumn.of(label)));
  }

  private static TableModel fit(String target, String other, TableFit.Calibrating how) {
    TableFit fit =
        TableFit.of(Roles.of(target).withIgnored(other))
            .withMethod("map")
            .withNetwork(TableFit.STANDARD_ACTIVATION, 4)
            .withEffort(0.02)
            .withCalibration(how);
    return fit.fit(table(), Run.of(0));
  }

  @Test
  void areThoseOfThePredictions() {
    try (TableModel model = fit("y", "label", TableFit.Calibrating.CROSS)) {
      TableScores scores = TableScores.of(model, table());
      RegressionPrediction prediction = model.predict(table()).regression();
      double[] y = ((NumericColumn) table().column("y")).toArray();
      double[] means = prediction.mean().value().toArray();
      double squares =
          IntStream.range(0, ROWS).mapToDouble(i -> Math.pow(y[i] - means[i], 2)).sum();
      assertThat(scores.get(TableScore.RMSE)).isCloseTo(Math.sqrt(squares / ROWS), within(1e-9));
      assertThat(scores.get(TableScore.NLL))
          .isCloseTo(
              -Arrays.stream(prediction.logProb(y).value().toArray()).sum() / ROWS, within(1e-9));
      assertThat(scores.get(TableScore.WIDTH_90))
          .isCloseTo(
              prediction.interval(0.9).upper().value().get(0)
                  - prediction.interval(0.9).lower().value().get(0),
              within(1e-4));
      Intervals calibrated =
          ((RealCalibration) model.calibration().orElseThrow()).intervals(prediction, 0.9);
      assertThat(scores.get(TableScore.COVERAGE_90_CALIBRATED))
          .isEqualTo(calibrated.coverage(y).value());
      assertThat(scores.get(TableScore.WIDTH_90_CALIBRATED)).isEqualTo(calibrated.meanWidth());
      assertThat(scores.values()).hasSize(12);
    }
  }

  @Test
  void ofOneRowAndWithoutCalibrationAreFewer() {
    try (TableModel model = fit("y", "label", TableFit.Calibrating.NONE)) {
      TableScores scores = TableScores.of(model, table().rows(3));
      assertThat(scores.get(TableScore.COVERAGE_90_CALIBRATED)).isNaN();
      assertThat(scores.get(TableScore.ACCURACY)).isNaN();
      assertThat(scores.get(TableScore.RMSE)).isEqualTo(scores.get(TableScore.MAE), within(1e-9));
      assertThat(scores.values()).hasSize(10);
      Table none = table().rows();
      assertThatThrownBy(() -> TableScores.of(model, none))
          .hasMessage("t: expected at least one row, got none");
    }
  }

  @Test
  void ofClassesAreThoseOfTheirProbabilities() {
    try (TableModel model = fit("label", "y", TableFit.Calibrating.CROSS)) {
      TableScores scores = TableScores.of(model, table());
      ClassPrediction prediction = model.predict(table()).classification();
      int[] labels = ((ClassTarget) model.target()).labels(table());
      int[] predicted = prediction.labels();
      long right = IntStream.range(0, ROWS).filter(i -> labels[i] == predicted[i]).count();
      assertThat(scores.get(TableScore.ACCURACY)).isEqualTo((double) right / ROWS);
      double[] probs = prediction.probabilities().value().toArray();
      double nll =
          IntStream.range(0, ROWS).mapToDouble(i -> -Math.log(probs[2 * i + labels[i]])).sum();
      assertThat(scores.get(TableScore.NLL)).isCloseTo(nll / ROWS, within(1e-6));
      ClassCalibration calibration = (ClassCalibration) model.calibration().orElseThrow();
      double tempered =
          IntStream.range(0, ROWS)
              .mapToDouble(
                  i ->
                      -Math.log(
                          calibration
                              .calibrated(new double[] {probs[2 * i], probs[2 * i + 1]})[
                              labels[i]]))
              .sum();
      assertThat(scores.get(TableScore.NLL_CALIBRATED)).isCloseTo(tempered / ROWS, within(1e-6));
      assertThat(scores.get(TableScore.AUROC_OF_ERRORS)).isBetween(0.0, 1.0);
      assertThat(scores.values()).hasSize(7);
    }
  }

  /** Adult's test file has such labels. */
  @Test
  void aFullStopAfterALabelIsIgnoredAndSaid() {
    ClassTarget target = new ClassTarget("label", List.of("high", "low"));
    Table table = Table.of("t", List.of("label"), List.of(TextColumn.of("low.", "high.", "high")));
    assertThat(target.labels(table)).containsExactly(1, 0, 0);
    assertThat(target.notes(table))
        .containsExactly("column label: 2 labels with a full stop at the end, which is ignored");
    assertThat(target.notes(table.rows(2))).isEmpty();
    Table dots = Table.of("t", List.of("label"), List.of(TextColumn.of("low..")));
    assertThatThrownBy(() -> target.labels(dots))
        .hasMessage("t:1: column label: expected one of [high, low], got 'low..'");
    ClassTarget own = new ClassTarget("label", List.of("Inc", "Inc."));
    Table both = Table.of("t", List.of("label"), List.of(TextColumn.of("Inc.", "Inc")));
    assertThat(own.labels(both)).containsExactly(1, 0);
    assertThat(own.notes(both)).isEmpty();
  }

  @Test
  void knowWhichWayIsBetter() {
    assertThat(TableScore.RMSE.loss(2)).isGreaterThan(TableScore.RMSE.loss(1));
    assertThat(TableScore.ACCURACY.loss(0.9)).isLessThan(TableScore.ACCURACY.loss(0.8));
    assertThat(TableScore.COVERAGE_90.loss(0.95)).isCloseTo(0.05, within(1e-12));
    assertThat(TableScore.WIDTH_90.isJudged()).isFalse();
    for (TableScore score : TableScore.values()) {
      assertThat(TableScore.of(score.code())).isSameAs(score);
    }
    assertThatThrownBy(() -> TableScore.of("r2"))
        .hasMessage("score: expected the name of a score, got 'r2'");
  }
}
