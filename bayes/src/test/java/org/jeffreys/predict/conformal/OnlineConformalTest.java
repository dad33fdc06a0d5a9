package org.jeffreys.predict.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jeffreys.core.Doubles;
import org.jeffreys.uncertainty.PredictionInterval;
import org.junit.jupiter.api.Test;

final class OnlineConformalTest {
  private static final double[] EARLIER = new Random(0).doubles(50).toArray();

  private static List<OnlineConformal> starts(double level) {
    var score = new AbsoluteResidual();
    return List.of(
        AdaptiveConformal.start(score, level, 0.05, 50, EARLIER),
        AdaptiveConformal.start(score, level, 0.005, 200, new double[0]),
        QuantileTracking.start(score, level, EARLIER));
  }

  /** A step of the stream, after which the bound must hold. */
  private static OnlineConformal step(OnlineConformal state, double observed) {
    OnlineConformal next = state.update(0, 1, observed);
    double share = (double) next.numMisses() / next.numUpdates();
    double level = state instanceof AdaptiveConformal a ? a.level() : levelOf(state);
    assertThat(Math.abs(share - (1 - level))).isLessThanOrEqualTo(next.bound() + 1e-9);
    return next;
  }

  private static double levelOf(OnlineConformal state) {
    return ((QuantileTracking) state).level();
  }

  @Test
  void boundHoldsAgainstAnAdversary() {
    for (double level : new double[] {0.5, 0.9}) {
      for (OnlineConformal start : starts(level)) {
        OnlineConformal state = start;
        for (int t = 0; t < 3000; t++) {
          PredictionInterval interval = state.interval(0, 1);
          // Just beyond the interval, as long as the score stays below 10.
          double beyond = Math.nextUp(interval.upper());
          state = step(state, beyond <= 10 ? beyond : 0);
        }
        assertThat(state.bound()).as("%s", start).isLessThan(level == 0.5 ? 0.5 : 1);
      }
    }
  }

  @Test
  void boundHoldsUnderDriftAndChangesOfScale() {
    for (int seed = 0; seed < 10; seed++) {
      var random = new Random(seed);
      for (OnlineConformal start : starts(0.8)) {
        OnlineConformal state = start;
        for (int t = 0; t < 1000; t++) {
          double scale = Math.exp(3 * Math.sin(t / 100.0));
          state = step(state, t % 300 > 250 ? 0 : scale * random.nextGaussian());
        }
      }
    }
  }

  /** Under drift a fixed threshold misses more and more, these keep the level. */
  @Test
  void followDrift() {
    var random = new Random(3);
    double[] first = new double[100];
    Arrays.setAll(first, i -> Math.abs(random.nextGaussian()));
    var score = new AbsoluteResidual();
    for (OnlineConformal start :
        List.of(
            AdaptiveConformal.start(score, 0.9, 0.02, 100, first),
            QuantileTracking.start(score, 0.9, first))) {
      double fixed = ConformalQuantile.of(first, 0.9, "calibration");
      OnlineConformal state = start;
      int fixedMisses = 0;
      for (int t = 0; t < 4000; t++) {
        double observed = (1 + t / 500.0) * random.nextGaussian();
        fixedMisses += Math.abs(observed) > fixed ? 1 : 0;
        state = step(state, observed);
      }
      assertThat(state.numMisses() / 4000.0).isEqualTo(0.1, within(0.015));
      assertThat(fixedMisses / 4000.0).isGreaterThan(0.5);
    }
  }

  @Test
  void adaptsByTheRule() {
    var start =
        AdaptiveConformal.start(new AbsoluteResidual(), 0.75, 0.1, 3, new double[] {1, 2, 3});
    assertThat(start.threshold()).isEqualTo(3);
    AdaptiveConformal miss = start.update(0, 1, 4);
    assertThat(miss.alpha()).isEqualTo(0.25 - 0.075, within(1e-15));
    assertThat(miss.recent()).isEqualTo(Doubles.of(2, 3, 4));
    assertThat(miss.threshold()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(miss.interval(0, 1).isUnbounded()).isTrue();
    AdaptiveConformal hit = miss.update(0, 1, 1);
    assertThat(hit.alpha()).isEqualTo(0.2, within(1e-15));
    assertThat(hit.numMisses()).isEqualTo(1);
    assertThat(start.numUpdates()).isZero();
    assertThat(AdaptiveConformal.start(start.score(), 0.9, 0.1, 5, new double[0]).interval(1, 1))
        .isEqualTo(PredictionInterval.UNBOUNDED);
  }

  @Test
  void tracksByTheRule() {
    double[] scores = {1, 2, 5, 4};
    var start = QuantileTracking.start(new AbsoluteResidual(), 0.75, scores);
    assertThat(start.threshold()).isEqualTo(5);
    QuantileTracking miss = start.update(0, 1, -6);
    assertThat(miss.threshold()).isEqualTo(5 + 0.5 * 0.75);
    assertThat(miss.step()).isEqualTo(0.6, within(1e-15));
    QuantileTracking hit = miss.update(0, 1, 0);
    assertThat(hit.threshold()).isEqualTo(5.375 - 0.6 * 0.25, within(1e-15));
    assertThat(hit.variation()).isEqualTo(2 + (2 - 1 / 0.6), within(1e-12));
    assertThat(
            new QuantileTracking(start.score(), 0.9, -1, Doubles.of(), 1, 1, 1, 1, 0, 0)
                .interval(3, 1))
        .isEqualTo(new PredictionInterval(3, 3));
    assertThatThrownBy(
            () -> QuantileTracking.start(new AbsoluteResidual(), 0.5, new double[] {0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores: expected a positive one among the latest, got 0.0");
  }
}
