package org.jeffreys.predict;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.core.StandardNormal;

/**
 * A normal prediction in closed form: the mean function of a row is normal over its outputs, and
 * the noise is normal and independent.
 *
 * <pre>{@code
 * y ~ N(loc, C + diag(noise²))      C the epistemic covariance of a row's outputs
 * }</pre>
 *
 * <p>No draws are taken, so that all standard errors are 0.
 */
public final class NormalPrediction implements RegressionPrediction {
  private static final double LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

  private final int numRows;
  private final int numOutputs;
  private final double[] loc;
  private final double[] covariance;
  private final double[] noise;

  private NormalPrediction(int numRows, double[] loc, double[] covariance, double[] noise) {
    this.numRows = numRows;
    this.numOutputs = loc.length / numRows;
    this.loc = loc;
    this.covariance = covariance;
    this.noise = noise;
  }

  /**
   * A prediction of rows.
   *
   * @param loc the means, @shape [rows, outputs], row-major
   * @param covariance of each row's mean function, @shape [rows, outputs, outputs]
   * @param noise the standard deviations of the observation's noise, @shape [rows, outputs]
   * @throws IllegalArgumentException if lengths do not fit, or a variance or noise is negative
   * @throws NumericalException if a number is not finite
   */
  public static NormalPrediction of(int numRows, Doubles loc, Doubles covariance, Doubles noise) {
    Check.atLeast(numRows, 1, "numRows");
    Check.require(
        loc.size() > 0 && loc.size() % numRows == 0,
        "loc",
        "as many numbers for each of " + numRows + " rows",
        loc.size());
    int width = loc.size() / numRows;
    Check.require(
        covariance.size() == loc.size() * width,
        "covariance",
        loc.size() * width + " numbers for [" + numRows + ", " + width + ", " + width + "]",
        covariance.size());
    Check.require(
        noise.size() == loc.size(), "noise", loc.size() + " numbers, one a mean", noise.size());
    for (Doubles each : new Doubles[] {loc, covariance, noise}) {
      if (!each.stream().allMatch(Double::isFinite)) {
        throw new NumericalException("prediction: expected finite numbers, got NaN or infinity");
      }
    }
    noise.stream().forEach(each -> Check.nonNegative(each, "noise"));
    NormalPrediction made =
        new NormalPrediction(numRows, loc.toArray(), covariance.toArray(), noise.toArray());
    for (int i = 0; i < loc.size(); i++) {
      Check.nonNegative(made.variance(i), "variance");
    }
    return made;
  }

  @Override
  public int numRows() {
    return numRows;
  }

  @Override
  public int numOutputs() {
    return numOutputs;
  }

  @Override
  public int numDraws() {
    return 0;
  }

  @Override
  public int numChains() {
    return 0;
  }

  /** The covariance of a row's mean function. @shape [rows, outputs, outputs], row-major */
  public Doubles covariance() {
    return Doubles.of(covariance);
  }

  @Override
  public Estimates mean() {
    return each(i -> loc[i]);
  }

  @Override
  public Estimates standardDeviation() {
    return each(this::total);
  }

  @Override
  public Estimates aleatoric() {
    return each(i -> noise[i]);
  }

  @Override
  public Estimates epistemic() {
    return each(i -> Math.sqrt(variance(i)));
  }

  @Override
  public Estimates quantile(double p) {
    double z = StandardNormal.quantile(Check.openUnit(p, "p"));
    return each(i -> loc[i] + z * total(i));
  }

  @Override
  public Estimates epistemicQuantile(double p) {
    double z = StandardNormal.quantile(Check.openUnit(p, "p"));
    return each(i -> loc[i] + z * Math.sqrt(variance(i)));
  }

  @Override
  public Estimates logProb(double[] targets) {
    checkTargets(targets);
    double[] values = new double[numRows];
    Arrays.setAll(values, row -> rowLogProb(row, targets));
    return exact(values);
  }

  @Override
  public Estimates cdf(double[] targets) {
    checkTargets(targets);
    return each(i -> StandardNormal.cdf((targets[i] - loc[i]) / total(i)));
  }

  @Override
  public Estimates crps(double[] targets) {
    checkTargets(targets);
    return each(
        i -> {
          double z = (targets[i] - loc[i]) / total(i);
          return total(i)
              * (z * (2 * StandardNormal.cdf(z) - 1)
                  + 2 * Math.exp(StandardNormal.logProb(z))
                  - 1 / Math.sqrt(Math.PI));
        });
  }

  @Override
  public NormalPrediction rescaled(double[] location, double[] scale) {
    Check.require(
        location.length == numOutputs, "location", numOutputs + ", one an output", location.length);
    Check.require(
        scale.length == numOutputs, "scale", numOutputs + ", one an output", scale.length);
    double[] newLoc = new double[loc.length];
    double[] newNoise = new double[loc.length];
    double[] newCovariance = new double[covariance.length];
    for (double each : scale) {
      Check.positive(each, "scale");
    }
    Arrays.setAll(newLoc, i -> location[i % numOutputs] + scale[i % numOutputs] * loc[i]);
    Arrays.setAll(newNoise, i -> scale[i % numOutputs] * noise[i]);
    Arrays.setAll(
        newCovariance,
        i -> scale[i / numOutputs % numOutputs] * scale[i % numOutputs] * covariance[i]);
    return new NormalPrediction(numRows, newLoc, newCovariance, newNoise);
  }

  private void checkTargets(double[] targets) {
    Check.require(
        targets.length == loc.length,
        "targets",
        loc.length + " numbers for [" + numRows + ", " + numOutputs + "]",
        targets.length);
    for (double target : targets) {
      Check.finite(target, "target");
    }
  }

  /** The variance of the mean function. */
  private double variance(int index) {
    return covariance[index * numOutputs + index % numOutputs];
  }

  private double total(int index) {
    return Math.sqrt(variance(index) + noise[index] * noise[index]);
  }

  /** By the Cholesky factor of the row's covariance. */
  private double rowLogProb(int row, double[] targets) {
    int first = row * numOutputs;
    double[][] factor = new double[numOutputs][numOutputs];
    double[] whitened = new double[numOutputs];
    double sum = 0;
    for (int i = 0; i < numOutputs; i++) {
      for (int j = 0; j <= i; j++) {
        double value = covariance[(first + i) * numOutputs + j];
        if (i == j) {
          value += noise[first + i] * noise[first + i];
        }
        for (int k = 0; k < j; k++) {
          value -= factor[i][k] * factor[j][k];
        }
        factor[i][j] = i == j ? Math.sqrt(value) : value / factor[j][j];
      }
      double residual = targets[first + i] - loc[first + i];
      for (int k = 0; k < i; k++) {
        residual -= factor[i][k] * whitened[k];
      }
      whitened[i] = residual / factor[i][i];
      sum -= 0.5 * whitened[i] * whitened[i] + Math.log(factor[i][i]) + LOG_SQRT_2PI;
    }
    return sum;
  }

  private Estimates each(IntToDoubleFunction statistic) {
    double[] values = new double[loc.length];
    Arrays.setAll(values, statistic);
    return exact(values);
  }

  private static Estimates exact(double[] values) {
    return new Estimates(Doubles.of(values), Doubles.of(new double[values.length]));
  }
}
