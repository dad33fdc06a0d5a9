package org.jeffreys.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jeffreys.cli.table.ComparisonTable.Standing;
import org.jeffreys.table.TableScore;
import org.jeffreys.table.TableScores;
import org.junit.jupiter.api.Test;

final class ComparisonTableTest {
  private static List<FitOutcome> fits(String method, double... nll) {
    List<FitOutcome> fits = new ArrayList<>();
    for (int i = 0; i < nll.length; i++) {
      TableScores scores =
          new TableScores(
              Map.of(TableScore.NLL, nll[i], TableScore.COVERAGE_90, 0.9 + nll[i] / 100));
      fits.add(new FitOutcome(method, i + 1, scores, i + 1, ""));
    }
    return fits;
  }

  @SafeVarargs
  private static ComparisonTable table(List<FitOutcome>... methods) {
    List<FitOutcome> all = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (List<FitOutcome> fits : methods) {
      all.addAll(fits);
      names.add(fits.get(0).method());
    }
    return new ComparisonTable(names, all);
  }

  @Test
  void meansHaveTheStandardErrorOverFolds() {
    FoldMean mean = FoldMean.of(1, 2, 3, Double.NaN);
    assertThat(mean.value()).isEqualTo(2);
    assertThat(mean.standardError()).isCloseTo(Math.sqrt(1.0 / 3), within(1e-12));
    assertThat(FoldMean.of(5).standardError()).isNaN();
    assertThat(FoldMean.of(Double.NaN).value()).isNaN();
  }

  /** Folds differ by 10, methods in each fold by about 1 or by 0.1: pairs of folds tell. */
  @Test
  void whatIsCloseIsJudgedFoldByFold() {
    ComparisonTable table =
        table(
            fits("worse", 1.9, 12.1, 21.0),
            fits("best", 1, 11, 20),
            fits("close", 1.2, 10.9, 20.1));
    assertThat(table.methods()).containsExactly("best", "close", "worse");
    assertThat(table.standing("best", TableScore.NLL)).isEqualTo(Standing.BEST);
    assertThat(table.standing("close", TableScore.NLL)).isEqualTo(Standing.CLOSE);
    assertThat(table.standing("worse", TableScore.NLL)).isEqualTo(Standing.BEHIND);
    assertThat(table.mean("best", TableScore.NLL).value()).isCloseTo(32 / 3.0, within(1e-12));
    assertThat(table.seconds("best").value()).isEqualTo(2);
  }

  @Test
  void coverageIsJudgedByItsDistanceFromTheLevel() {
    ComparisonTable table =
        table(fits("narrow", -30, -30), fits("right", 1, 1), fits("wide", 9, 9));
    assertThat(table.best(TableScore.COVERAGE_90)).contains("right");
    assertThat(table.standing("narrow", TableScore.COVERAGE_90)).isEqualTo(Standing.BEHIND);
    assertThat(table.best(TableScore.WIDTH_90)).isEmpty();
  }

  @Test
  void oneFoldTellsTheBestOnly() {
    ComparisonTable table = table(fits("a", 1), fits("b", 1.0001));
    assertThat(table.standing("b", TableScore.NLL)).isEqualTo(Standing.BEHIND);
  }

  @Test
  void infiniteSurpriseComesLastAndIsNeverBest() {
    ComparisonTable table = table(fits("never", Double.POSITIVE_INFINITY, 1), fits("finite", 5, 6));
    assertThat(table.methods()).containsExactly("finite", "never");
    assertThat(table.best(TableScore.NLL)).contains("finite");
    assertThat(table.standing("never", TableScore.NLL)).isEqualTo(Standing.BEHIND);
  }

  @Test
  void aMethodThatRefusesAFoldIsLeftOut() {
    List<FitOutcome> partly = new ArrayList<>(fits("partly", 1));
    partly.add(FitOutcome.refused("partly", 2, "diverged"));
    ComparisonTable table =
        table(
            partly,
            List.of(FitOutcome.refused("never", 1, "no"), FitOutcome.refused("never", 2, "no")),
            fits("b", 2, 3));
    assertThat(table.methods()).containsExactly("b");
    assertThat(table.refusals())
        .containsExactly(
            new ComparisonTable.Refusal("partly", "fold 2: diverged"),
            new ComparisonTable.Refusal("never", "no"));
  }

  @Test
  void meansHaveNoMoreDigitsThanTheirErrorLeaves() {
    assertThat(ScoreText.mean(new FoldMean(4.4567, 0.1134))).isEqualTo("4.46 ± 0.11");
    assertThat(ScoreText.mean(new FoldMean(0.29777, 0.000312))).isEqualTo("0.29777 ± 0.00031");
    assertThat(ScoreText.mean(new FoldMean(-0.0004, 0.072))).isEqualTo("0.000 ± 0.072");
    assertThat(ScoreText.mean(new FoldMean(-0.4, 0.072))).isEqualTo("-0.400 ± 0.072");
    assertThat(ScoreText.mean(new FoldMean(51234, 1234))).isEqualTo("51234 ± 1234");
    assertThat(ScoreText.mean(new FoldMean(51.234, Double.NaN))).isEqualTo("51.2");
    assertThat(ScoreText.mean(new FoldMean(Double.POSITIVE_INFINITY, Double.NaN))).isEqualTo("∞");
    assertThat(ScoreText.mean(TableScore.COVERAGE_90, new FoldMean(0.9123, 0.0081)))
        .isEqualTo("91.2 ± 0.8 %");
    assertThat(ScoreText.rounded(TableScore.NLL, new FoldMean(4.4567, 0.1134))).isEqualTo("4.46");
  }

  @Test
  void outcomesAreReadBackAsTheyWere() {
    TableScores scores =
        new TableScores(
            Map.of(TableScore.NLL, Double.POSITIVE_INFINITY, TableScore.RMSE, 0.1 + 0.2));
    FitOutcome outcome = new FitOutcome("map", 3, scores, 1.5, "");
    assertThat(FitOutcome.parse(outcome.json("run 1"), "run 1")).contains(outcome);
    assertThat(FitOutcome.parse(outcome.json("run 1"), "run 2")).isEmpty();
    FitOutcome refused = FitOutcome.refused("map", 3, "no: \"never\"");
    assertThat(FitOutcome.parse(refused.json("r"), "r").map(FitOutcome::refusal))
        .isEqualTo(Optional.of("no: \"never\""));
    assertThat(FitOutcome.parse("{", "r")).isEmpty();
  }
}
