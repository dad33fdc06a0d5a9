package org.jeffreys.inference.laplace;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * Linear regression with its exact posterior, updated one row at a time: immutable, each update is
 * a new one. Outputs have weights of their own and share their precision and the noise.
 *
 * <pre>{@code
 * yₖ = φᵀ wₖ + ε, ε ~ N(0, σ²)
 * σ known:    wₖ ~ N(mₖ, A⁻¹)
 * σ unknown:  wₖ | σ² ~ N(mₖ, σ² A⁻¹), σ² ~ InvGamma(shape, rate)
 * }</pre>
 *
 * <p>After any rows it is the posterior given all of them at once. An update takes d² operations.
 *
 * @source Bishop (2006), Pattern recognition and machine learning, section 3.3 and exercise 3.12
 */
public final class BayesianLinear {
  private final SquareRootInformation information;
  private final int numOutputs;

  /** σ, or NaN where it is unknown. */
  private final double noise;

  private final double shape;
  private final double rate;

  private BayesianLinear(
      SquareRootInformation information, double noise, double shape, double rate) {
    this.information = information;
    this.numOutputs = information.width();
    this.noise = noise;
    this.shape = shape;
    this.rate = rate;
  }

  /**
   * The prior where the noise is known.
   *
   * @param mean of the weights, @shape [features, outputs], row-major
   * @param precision of each output's weights, greater than 0, @shape [features]
   * @param noise σ
   */
  public static BayesianLinear ofKnownNoise(Doubles mean, Doubles precision, double noise) {
    Check.positive(noise, "noise");
    return of(mean, precision, noise, Double.NaN, Double.NaN);
  }

  /**
   * The prior where the noise is unknown.
   *
   * @param mean of the weights, @shape [features, outputs], row-major
   * @param precision of each output's weights in units of 1 / σ², greater than 0, @shape [features]
   * @param shape of σ²'s inverse gamma distribution, greater than 0
   * @param rate of it, greater than 0
   */
  public static BayesianLinear ofUnknownNoise(
      Doubles mean, Doubles precision, double shape, double rate) {
    Check.positive(shape, "shape");
    Check.positive(rate, "rate");
    return of(mean, precision, Double.NaN, shape, rate);
  }

  private static BayesianLinear of(
      Doubles mean, Doubles precision, double noise, double shape, double rate) {
    int size = Check.atLeast(precision.size(), 1, "number of features");
    Check.require(
        mean.size() > 0 && mean.size() % size == 0,
        "mean",
        "as many numbers for each of " + size + " features",
        mean.size());
    int outputs = mean.size() / size;
    double[] roots = precision.map(each -> Math.sqrt(Check.positive(each, "precision"))).toArray();
    SquareRootInformation information = SquareRootInformation.ofDiagonal(roots, outputs);
    for (int k = 0; k < outputs; k++) {
      int output = k;
      double[] column = new double[size];
      Arrays.setAll(column, i -> Check.finite(mean.get(i * outputs + output), "mean"));
      information.solution(k, column);
    }
    return new BayesianLinear(information, noise, shape, rate);
  }

  /**
   * What is known.
   *
   * @param noise σ, or NaN where it is unknown
   * @param shape of σ²'s inverse gamma distribution, or NaN where σ is known
   * @param rate as shape
   */
  static BayesianLinear of(
      SquareRootInformation information, double noise, double shape, double rate) {
    return new BayesianLinear(information, noise, shape, rate);
  }

  /** The precision with its right sides, which nobody changes. */
  SquareRootInformation information() {
    return information;
  }

  /** σ, or NaN where it is unknown. */
  double noise() {
    return noise;
  }

  /** The number of features φ. */
  public int numFeatures() {
    return information.size();
  }

  /** The number of outputs. */
  public int numOutputs() {
    return numOutputs;
  }

  /** The posterior after one more row. */
  public BayesianLinear update(double[] features, double[] targets) {
    return update(new double[][] {features}, new double[][] {targets});
  }

  /**
   * The posterior after more rows.
   *
   * @param features [rows][features]
   * @param targets [rows][outputs]
   */
  public BayesianLinear update(double[][] features, double[][] targets) {
    Check.require(
        features.length == targets.length, "targets", features.length + " rows", targets.length);
    SquareRootInformation next = information.copy();
    double newShape = shape;
    double newRate = rate;
    double unit = Double.isNaN(noise) ? 1 : 1 / noise;
    for (int row = 0; row < features.length; row++) {
      checkFeatures(features[row]);
      Check.require(
          targets[row].length == numOutputs,
          "targets",
          numOutputs + ", one an output",
          targets[row].length);
      for (double target : targets[row]) {
        Check.finite(target, "target");
      }
      double[] left = next.add(scaled(features[row], unit), scaled(targets[row], unit));
      newShape += 0.5 * numOutputs;
      newRate += 0.5 * squared(left);
    }
    return new BayesianLinear(next, noise, newShape, newRate);
  }

  /**
   * What is known, weighing less: for a world that changes. All that was learned so far, the prior
   * included, counts {@code factor} times; the mean stays.
   *
   * @param factor in (0, 1]
   */
  public BayesianLinear forget(double factor) {
    Check.require(factor > 0 && factor <= 1, "factor", "a value in (0, 1]", factor);
    SquareRootInformation next = information.copy();
    next.scalePrecision(factor);
    return new BayesianLinear(next, noise, shape * factor, rate * factor);
  }

  /** This with another belief about an unknown noise, such as one that features cost freedom. */
  BayesianLinear withNoise(double newShape, double newRate) {
    return new BayesianLinear(information, noise, newShape, newRate);
  }

  /** The mean of the weights. @shape [features, outputs], row-major */
  public Doubles weights() {
    double[] weights = new double[numFeatures() * numOutputs];
    for (int k = 0; k < numOutputs; k++) {
      double[] column = information.solve(k);
      for (int i = 0; i < column.length; i++) {
        weights[i * numOutputs + k] = column[i];
      }
    }
    return Doubles.of(weights);
  }

  /** The shape of σ²'s inverse gamma distribution; NaN where σ is known. */
  public double shape() {
    return shape;
  }

  /** The rate of σ²'s inverse gamma distribution; NaN where σ is known. */
  public double rate() {
    return rate;
  }

  /** The mean of σ²: infinite where the shape is at most 1. */
  public double noiseVariance() {
    if (Double.isNaN(noise)) {
      return shape > 1 ? rate / (shape - 1) : Double.POSITIVE_INFINITY;
    }
    return noise * noise;
  }

  /**
   * The variance of {@code φᵀ wₖ}, the same for each output: with unknown noise the mean over it.
   */
  public double variance(double[] features) {
    checkFeatures(features);
    double squared = squared(information.whiten(features));
    return Double.isNaN(noise) ? squared * noiseVariance() : squared;
  }

  private void checkFeatures(double[] features) {
    Check.require(
        features.length == numFeatures(), "features", numFeatures() + " values", features.length);
    for (double each : features) {
      Check.finite(each, "feature");
    }
  }

  private static double[] scaled(double[] values, double factor) {
    return Doubles.of(values).map(each -> each * factor).toArray();
  }

  private static double squared(double[] values) {
    return Arrays.stream(values).map(each -> each * each).sum();
  }
}
