package org.jeffreys.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;

final class IsotonicRegressionTest {

  /**
   * The solution without an algorithm, by the min-max formula: the greatest over starts a <= x of
   * the least over ends b >= x of the mean of the points between.
   */
  private static double minMax(double[] x, double[] y, double[] weights, double at) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double a : x) {
      double least = Double.POSITIVE_INFINITY;
      for (double b : x) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < x.length; i++) {
          boolean between = a <= x[i] && x[i] <= b;
          sum += between ? weights[i] * y[i] : 0;
          weight += between ? weights[i] : 0;
        }
        least = b >= at ? Math.min(least, sum / weight) : least;
      }
      greatest = a <= at ? Math.max(greatest, least) : greatest;
    }
    return greatest;
  }

  @Test
  void isTheMinMaxFormula() {
    for (int seed = 0; seed < 200; seed++) {
      var rng = new SplittableRandom(seed);
      int size = 1 + rng.nextInt(12);
      double[] x = rng.ints(size, 0, 1 + seed % 15).asDoubleStream().toArray();
      double[] y = rng.doubles(size, -1, 1).toArray();
      double[] weights = rng.doubles(size, 0.1, 3).toArray();
      IsotonicRegression fit = IsotonicRegression.fit(x, y, weights);
      for (double at : x) {
        assertThat(fit.at(at))
            .as("seed %d", seed)
            .isEqualTo(minMax(x, y, weights, at), within(1e-12));
      }
    }
  }

  @Test
  void isLinearBetweenPointsAndConstantBeyond() {
    IsotonicRegression fit =
        IsotonicRegression.fit(new double[] {3, 0, 1, 2}, new double[] {4, 0, 3, 1});
    assertThat(fit)
        .isEqualTo(new IsotonicRegression(Doubles.of(0, 1, 2, 3), Doubles.of(0, 2, 2, 4)));
    assertThat(fit.at(0.5)).isEqualTo(1);
    assertThat(fit.at(1.7)).isEqualTo(2);
    assertThat(fit.at(-9)).isEqualTo(0);
    assertThat(fit.at(9)).isEqualTo(4);
    assertThat(fit.inverse(2)).isEqualTo(1);
    assertThat(fit.inverse(3)).isEqualTo(2.5);
    assertThat(fit.inverse(-1)).isEqualTo(0);
    assertThat(fit.inverse(5)).isEqualTo(3);
  }

  @Test
  void refusesByName() {
    assertThatThrownBy(() -> IsotonicRegression.fit(new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number of x: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new IsotonicRegression(Doubles.of(0, 0), Doubles.of(0, 1)))
        .hasMessage("x[1]: expected a number > 0.0, got 0.0");
    assertThatThrownBy(() -> new IsotonicRegression(Doubles.of(0, 1), Doubles.of(1, 0)))
        .hasMessage("value[1]: expected a number >= 1.0, got 0.0");
  }
}
