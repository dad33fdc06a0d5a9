package org.jeffreys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;

final class BinsTest {
  @Test
  void aValueCountsInTheBinItBegins() {
    Bins bins = Bins.linear(0, 1, 4);
    assertThat(bins.edges()).isEqualTo(Doubles.of(0, 0.25, 0.5, 0.75, 1));
    assertThat(bins.percentages(new double[] {0.25, 0.3, 0.74, 1}))
        .isEqualTo(Doubles.of(0, 50, 25, 25));
  }

  @Test
  void valuesBeyondTheEndsCountInTheOutermostBins() {
    assertThat(Bins.linear(0, 1, 2).percentages(new double[] {-5, 0.1, 0.6, 7}))
        .isEqualTo(Doubles.of(50, 50));
  }

  @Test
  void logarithmicBinsEndWhereTold() {
    Doubles edges = Bins.logarithmic(-3, Math.log(10), 5).edges();
    assertThat(edges.get(0)).isEqualTo(1e-3);
    assertThat(edges.max()).isCloseTo(Math.log(10), within(1e-12));
    assertThat(edges.get(1) / edges.get(0)).isCloseTo(edges.get(9) / edges.get(8), within(1e-9));
  }

  @Test
  void sharesOfDrawsFillEachBinAlike() {
    for (int draws : new int[] {1, 4, 10, 50, 77, 1000}) {
      Bins bins = Bins.shares(draws, 0.9, 40);
      int most = (int) Math.floor(0.9 * draws + 1e-9);
      int inFirst = 0;
      for (int votes = 0; votes <= most; votes++) {
        Doubles where = bins.percentages(new double[] {(double) votes / draws});
        inFirst += where.get(0) > 0 ? 1 : 0;
      }
      double width = bins.edges().get(1) - bins.edges().get(0);
      assertThat(inFirst).as("%d draws", draws).isEqualTo((int) Math.round(width * draws));
      assertThat(bins.edges().size()).isBetween(2, 41);
      assertThat(bins.edges().max()).isGreaterThan((double) most / draws);
    }
  }

  @Test
  void valuesThatAreAllTheSameStillHaveABin() {
    Bins bins = Bins.linear(0, 0, 2);
    assertThat(bins.percentages(new double[] {0, 0})).isEqualTo(Doubles.of(100, 0));
  }
}
