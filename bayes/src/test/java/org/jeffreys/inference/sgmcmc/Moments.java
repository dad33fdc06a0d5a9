package org.jeffreys.inference.sgmcmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jeffreys.diagnostic.EffectiveSampleSize;
import org.jeffreys.diagnostic.MonteCarloError;
import org.jeffreys.tensor.Tensor;

/** Holds draws against known expectations: within 5 standard errors, measured with enough draws. */
public final class Moments {
  private static final double LEAST_ESS = 1000;

  private final double[][][] draws;
  private final List<String> failures = new ArrayList<>();

  /** Draws of shape [chains, samples, dimension]. */
  public Moments(Tensor draws) {
    int chains = (int) draws.size(0);
    int samples = (int) draws.size(1);
    int dimension = (int) draws.size(2);
    double[] flat = draws.toDoubles();
    this.draws = new double[chains][samples][dimension];
    for (int i = 0; i < flat.length; i++) {
      int row = i / dimension;
      this.draws[row / samples][row % samples][i % dimension] = flat[i];
    }
  }

  /** Compares the mean of a function of the draws. */
  public Moments expect(String name, double expected, ToDoubleFunction<double[]> function) {
    double[][] values = new double[draws.length][draws[0].length];
    double mean = 0;
    for (int c = 0; c < values.length; c++) {
      for (int s = 0; s < values[c].length; s++) {
        values[c][s] = function.applyAsDouble(draws[c][s]);
        mean += values[c][s] / values.length / values[c].length;
      }
    }
    assertThat(EffectiveSampleSize.mean(values)).as("ESS of " + name).isGreaterThan(LEAST_ESS);
    double error = MonteCarloError.mean(values);
    if (!(Math.abs(mean - expected) <= 5 * error)) {
      failures.add(
          String.format("%s: expected %.5f, got %.5f ± %.5f", name, expected, mean, error));
    }
    return this;
  }

  /** Compares means and covariances. */
  public Moments expectNormal(double[] loc, double[][] covariance) {
    for (int i = 0; i < loc.length; i++) {
      int row = i;
      expect("mean " + i, loc[i], x -> x[row]);
      for (int j = 0; j <= i; j++) {
        int column = j;
        expect(
            "covariance " + i + " " + j,
            covariance[i][j],
            x -> (x[row] - loc[row]) * (x[column] - loc[column]));
      }
    }
    return this;
  }

  /** What lay outside; empty where all is right. */
  public List<String> failures() {
    return failures;
  }
}
