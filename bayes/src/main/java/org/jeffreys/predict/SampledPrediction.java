package org.jeffreys.predict;

import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jspecify.annotations.Nullable;

/**
 * A prediction from draws: the mixture of the observation's distributions given each draw.
 *
 * <p>Its standard errors account for autocorrelation within chains, for chains that disagree, and
 * for weights, separately for each row, output and statistic. Variances are those of the mixture
 * (divisor S, not S - 1), so that total² = aleatoric² + epistemic² exactly. With one draw it is the
 * distribution given that draw, and all standard errors are infinite.
 */
public final class SampledPrediction implements RegressionPrediction {
  private final Outputs outputs;
  private final ObservationModel observation;
  private final WeightedDraws draws;
  private final int numOutputs;

  private SampledPrediction(Outputs outputs, ObservationModel observation, WeightedDraws draws) {
    this.outputs = outputs;
    this.observation = observation;
    this.draws = draws;
    this.numOutputs = observation.numOutputs(outputs);
  }

  /**
   * A prediction from equally weighted draws.
   *
   * @param outputs what the network put out, draws chain-major: all samples of the first chain,
   *     then of the next
   * @param numChains the number of chains; as many as draws where those are independent
   * @param observation the distribution of the observation given the network's output
   * @throws IllegalArgumentException if the chains do not divide the draws, or the observation
   *     model does not fit the outputs
   */
  public static SampledPrediction of(Outputs outputs, int numChains, ObservationModel observation) {
    return new SampledPrediction(
        outputs, observation, WeightedDraws.uniform(numChains, outputs.numDraws()));
  }

  /**
   * A prediction from draws that may be weighted, see {@link #withLogWeights}.
   *
   * @param logWeights null where all weigh the same
   */
  public static SampledPrediction of(
      Outputs outputs, int numChains, @Nullable Doubles logWeights, ObservationModel observation) {
    SampledPrediction prediction = of(outputs, numChains, observation);
    return logWeights == null ? prediction : prediction.withLogWeights(logWeights);
  }

  /**
   * The same draws, weighted: draws of SGLD with decreasing steps weigh log(step size).
   *
   * @param logWeights the log of each draw's weight up to a constant; negative infinity leaves a
   *     draw out
   * @source Welling and Teh (2011), ICML (weights by step size)
   * @throws IllegalArgumentException if there is not one a draw, one is NaN or positive infinity,
   *     or all are negative infinity
   */
  public SampledPrediction withLogWeights(Doubles logWeights) {
    return new SampledPrediction(outputs, observation, draws.weighted(logWeights));
  }

  @Override
  public int numRows() {
    return outputs.numRows();
  }

  @Override
  public int numOutputs() {
    return numOutputs;
  }

  @Override
  public int numDraws() {
    return draws.size();
  }

  @Override
  public int numChains() {
    return draws.numChains();
  }

  /** What the network put out. */
  public Outputs outputs() {
    return outputs;
  }

  /** The weights of the draws; they sum to 1. */
  public Doubles weights() {
    return draws.weights();
  }

  @Override
  public boolean isDiscrete() {
    return observation.isDiscrete();
  }

  @Override
  public Estimates mean() {
    return each(Mixture::mean, (mixture, value) -> mixture.meanError());
  }

  @Override
  public Estimates standardDeviation() {
    return each(Mixture::standardDeviation, (mixture, value) -> mixture.standardDeviationError());
  }

  @Override
  public Estimates aleatoric() {
    return each(Mixture::aleatoric, (mixture, value) -> mixture.aleatoricError());
  }

  @Override
  public Estimates epistemic() {
    return each(Mixture::epistemic, (mixture, value) -> mixture.epistemicError());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Exact for the mixture, the tails included, to 1e-9 standard deviations. A p so near 1 that
   * the distribution function rounds to it is less exact: from 1 - 1e-12 on. Of counts the standard
   * error is half the width of the integers at levels one standard error apart from p: 0 where the
   * draws leave no doubt.
   */
  @Override
  public Estimates quantile(double p) {
    Check.openUnit(p, "p");
    return each(
        mixture -> mixture.quantile(p), (mixture, value) -> mixture.quantileError(p, value));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The standard error is infinite where fewer than one effective draw lies beyond the quantile.
   */
  @Override
  public Estimates epistemicQuantile(double p) {
    Check.openUnit(p, "p");
    return each(
        mixture -> mixture.epistemicQuantile(p),
        (mixture, value) -> mixture.epistemicQuantileError(p));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Few draws bias it downwards (Jensen), by about half the squared standard error.
   */
  @Override
  public Estimates logProb(double[] targets) {
    checkTargets(targets);
    double[] values = new double[numRows()];
    double[] errors = new double[numRows()];
    for (int row = 0; row < values.length; row++) {
      Estimate estimate = draws.logMean(logProbs(row, targets));
      values[row] = estimate.value();
      errors[row] = estimate.standardError();
    }
    return new Estimates(Doubles.of(values), Doubles.of(errors));
  }

  @Override
  public Estimates cdf(double[] targets) {
    return eachTarget(targets, Mixture::cdf);
  }

  @Override
  public Estimates cdfBelow(double[] targets) {
    return eachTarget(targets, Mixture::cdfBelow);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of S draws with normal noise it is closed and takes O(S²); of counts it is a sum, and of
   * anything else an integral to about 1e-9 standard deviations.
   */
  @Override
  public Estimates crps(double[] targets) {
    if (isDiscrete()) {
      for (double target : targets) {
        boolean isCount = target >= 0 && target == Math.rint(target);
        Check.require(isCount, "targets", "counts 0, 1, 2, …", target);
      }
    }
    return eachTarget(targets, Mixture::crps);
  }

  @Override
  public SampledPrediction rescaled(double[] location, double[] scale) {
    Check.require(!isDiscrete(), "rescaled", "a prediction of real numbers", "one of counts");
    String expected = numOutputs + " numbers, one an output";
    Check.require(location.length == numOutputs, "location", expected, location.length);
    Check.require(scale.length == numOutputs, "scale", expected, scale.length);
    Arrays.stream(location).forEach(value -> Check.finite(value, "location"));
    Arrays.stream(scale).forEach(value -> Check.positive(value, "scale"));
    var rescaled = new RescaledObservation(observation, Doubles.of(location), Doubles.of(scale));
    return new SampledPrediction(outputs, rescaled, draws);
  }

  /** The predictive distribution at a row and output. */
  Mixture mixture(int row, int output) {
    return new Mixture(draws, observation.at(outputs, row, output), isDiscrete());
  }

  private void checkTargets(double[] targets) {
    Check.require(
        targets.length == numRows() * numOutputs,
        "targets",
        numRows() * numOutputs + " numbers for [" + numRows() + ", " + numOutputs + "]",
        targets.length);
    Arrays.stream(targets).forEach(target -> Check.finite(target, "target"));
  }

  /** The log density of a row's targets given each draw, summed over the outputs. */
  private double[] logProbs(int row, double[] targets) {
    double[] sums = new double[draws.size()];
    for (int output = 0; output < numOutputs; output++) {
      double target = targets[row * numOutputs + output];
      var components = observation.at(outputs, row, output);
      for (int draw = 0; draw < sums.length; draw++) {
        sums[draw] += components.logProb(draw, target);
      }
    }
    return sums;
  }

  private Estimates eachTarget(double[] targets, Score score) {
    checkTargets(targets);
    double[] values = new double[targets.length];
    double[] errors = new double[targets.length];
    for (int index = 0; index < targets.length; index++) {
      Estimate estimate = score.of(mixture(index), targets[index]);
      values[index] = estimate.value();
      errors[index] = estimate.standardError();
    }
    return new Estimates(Doubles.of(values), Doubles.of(errors));
  }

  /** A number of a distribution and a target. */
  private interface Score {
    Estimate of(Mixture mixture, double target);
  }

  /** A statistic of each row and output; its errors only when they are asked for. */
  private Estimates each(
      ToDoubleFunction<Mixture> statistic, ToDoubleBiFunction<Mixture, Double> error) {
    double[] values = new double[Math.multiplyExact(numRows(), numOutputs)];
    Arrays.setAll(values, index -> statistic.applyAsDouble(mixture(index)));
    return Estimates.withErrors(
        Doubles.of(values),
        () -> {
          double[] errors = new double[values.length];
          Arrays.setAll(errors, index -> error.applyAsDouble(mixture(index), values[index]));
          return Doubles.of(errors);
        });
  }

  private Mixture mixture(int index) {
    return mixture(index / numOutputs, index % numOutputs);
  }
}
