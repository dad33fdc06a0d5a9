package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.GaussianObservation;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.predict.conformal.ClassSets;
import org.jeffreys.uncertainty.Intervals;
import org.junit.jupiter.api.Test;

final class CalibrateTest {
  private final Random random = new Random(1);

  private double[] noise(int count, double scale) {
    double[] noise = new double[count];
    Arrays.setAll(noise, row -> scale * random.nextGaussian());
    return noise;
  }

  private static RegressionPrediction zeros(int rows) {
    var outputs = Outputs.of(new float[rows], 1, rows, 1);
    return SampledPrediction.of(outputs, 1, GaussianObservation.shared(1));
  }

  /** The model says noise of 1 where it is 3; 90 % of N(0, 3²) lie within 4.93. */
  @Test
  void intervalsAreWidenedToWhatIsSeen() {
    double[] targets = noise(2000, 3);
    Intervals intervals = Calibrate.intervals(zeros(2000), noise(2000, 3), zeros(2000));
    assertThat(intervals.get(0).upper()).isBetween(4.4, 5.5);
    assertThat(intervals.coverage(targets).value()).isBetween(0.87, 0.93);
    assertThat(Calibrate.score(intervals, targets)).isBetween(11.0, 14.0);
  }

  @Test
  void crossIntervalsHoldSmallTables() {
    int[] folds = new int[50];
    Arrays.setAll(folds, row -> row % 5);
    Intervals intervals =
        Calibrate.crossIntervals(new double[50], noise(50, 1), folds, new double[5][500]);
    assertThat(intervals.coverage(noise(500, 1)).value()).isBetween(0.8, 0.99);
  }

  @Test
  void setsHoldTheTruth() {
    float[] logits = new float[3 * 200];
    int[] labels = new int[200];
    double[][] probs = new double[200][];
    for (int row = 0; row < 200; row++) {
      labels[row] = random.nextInt(3);
      logits[3 * row + labels[row]] = random.nextInt(5) == 0 ? 0 : 2;
      logits[3 * row + random.nextInt(3)] += 1;
    }
    ClassPrediction unseen = ClassPrediction.of(Outputs.of(logits, 1, 200, 3), 1);
    Arrays.setAll(probs, row -> unseen.row(row).meanProbs().toArray());
    ClassSets sets = Calibrate.sets(unseen, labels, probs);
    assertThat(sets.coverage(labels).value()).isBetween(0.9, 1.0);
    assertThat(sets.meanSize()).isBetween(1.0, 2.5);
  }

  @Test
  void streamsAreFollowed() {
    double[] observed = noise(3000, 1);
    Arrays.setAll(observed, t -> observed[t] * (1 + t / 300.0));
    assertThat(Calibrate.follow(new double[3000], observed, new double[] {1}))
        .isBetween(0.88, 0.92);
  }
}
