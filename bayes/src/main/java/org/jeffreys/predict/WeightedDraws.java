package org.jeffreys.predict;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.MonteCarloError;

/**
 * Draws as an estimator: chains of equal length with self-normalised weights, chain-major.
 *
 * <pre>{@code
 * E[f] ≈ Σ w f      error ≈ Σ g      g = w (f - E[f])      Σ w = 1
 * }</pre>
 *
 * <p>The standard error is that of the sum of the linearised terms g, taken as a chain of its own:
 * S times the Monte Carlo error of their mean. With equal weights that is sd / sqrt(ESS). With
 * weights that do not depend on f it is sd / sqrt(S_Kish ESS / S), S_Kish = 1 / Σ w²: Kish's size
 * times what autocorrelation leaves; weights that depend on f are accounted for as well.
 *
 * <p>Chains of fewer than 12 draws are too short for their autocorrelation: the error then comes
 * from the spread between two or more chains, which are independent. So independent draws (members
 * of an ensemble, masks of dropout) are chains of one.
 *
 * @source Owen (2013), Monte Carlo theory, methods and examples, eq. 9.8 and 9.9 (linearisation);
 *     Kish (1965), Survey Sampling; Vehtari et al. (2021), Bayesian Analysis 16 (ESS)
 */
final class WeightedDraws {
  private static final int SHORTEST_SEQUENCE = 12;

  private final int numChains;
  private final int numSamples;
  private final double[] weights;
  private final boolean single;

  private WeightedDraws(int numChains, double[] weights) {
    this.numChains = numChains;
    this.numSamples = weights.length / numChains;
    this.weights = weights;
    this.single = Arrays.stream(weights).filter(weight -> weight > 0).count() == 1;
  }

  static WeightedDraws uniform(int numChains, int numDraws) {
    Check.atLeast(numChains, 1, "numChains");
    Check.require(
        numDraws % numChains == 0, "numChains", "a divisor of " + numDraws + " draws", numChains);
    double[] weights = new double[numDraws];
    Arrays.fill(weights, 1.0 / numDraws);
    return new WeightedDraws(numChains, weights);
  }

  /** The same draws with the given weights, normalised to the sum 1. */
  WeightedDraws weighted(Doubles logWeights) {
    Check.require(
        logWeights.size() == weights.length,
        "logWeights",
        weights.length + " numbers, one a draw",
        logWeights.size());
    double greatest = logWeights.max();
    Check.require(
        Double.isFinite(greatest),
        "logWeights",
        "numbers below infinity, one of them finite",
        logWeights.stream().filter(Double::isNaN).findFirst().orElse(greatest));
    double[] relative = logWeights.stream().map(log -> Math.exp(log - greatest)).toArray();
    double sum = Arrays.stream(relative).sum();
    return new WeightedDraws(
        numChains, Arrays.stream(relative).map(weight -> weight / sum).toArray());
  }

  int size() {
    return weights.length;
  }

  int numChains() {
    return numChains;
  }

  double weight(int draw) {
    return weights[draw];
  }

  Doubles weights() {
    return Doubles.of(weights);
  }

  /** The weighted mean of one number a draw. */
  Estimate mean(double[] values) {
    double mean = value(values);
    return new Estimate(mean, standardError(values, mean));
  }

  /** The weighted mean without its error. */
  double value(double[] values) {
    double mean = 0;
    for (int draw = 0; draw < values.length; draw++) {
      mean += weights[draw] * values[draw];
    }
    return mean;
  }

  /** log Σ w exp(log value), without overflow. */
  Estimate logMean(double[] logValues) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int draw = 0; draw < logValues.length; draw++) {
      greatest = weights[draw] > 0 ? Math.max(greatest, logValues[draw]) : greatest;
    }
    if (Double.isInfinite(greatest)) {
      return new Estimate(greatest, Double.POSITIVE_INFINITY);
    }
    double[] relative = new double[logValues.length];
    for (int draw = 0; draw < relative.length; draw++) {
      relative[draw] = weights[draw] > 0 ? Math.exp(logValues[draw] - greatest) : 0;
    }
    Estimate mean = mean(relative);
    double error = mean.standardError();
    return new Estimate(greatest + Math.log(mean.value()), error == 0 ? 0 : error / mean.value());
  }

  /** The number of independent, equally weighted draws that would estimate this mean as well. */
  double effectiveSize(double[] values, Estimate mean) {
    double variance = 0;
    for (int draw = 0; draw < values.length; draw++) {
      double distance = values[draw] - mean.value();
      variance += weights[draw] * distance * distance;
    }
    double size = size();
    double unbiased = variance * size / (size - 1);
    double effective = unbiased / (mean.standardError() * mean.standardError());
    return Math.min(effective, size * Math.max(1, Math.log10(size)));
  }

  /** One number a draw, as [chain][sample]. */
  double[][] byChain(double[] values) {
    double[][] chains = new double[numChains][];
    for (int c = 0; c < numChains; c++) {
      chains[c] = Arrays.copyOfRange(values, c * numSamples, (c + 1) * numSamples);
    }
    return chains;
  }

  /** The standard error of the weighted mean of one number a draw. */
  double standardError(double[] values) {
    return standardError(values, value(values));
  }

  private double standardError(double[] values, double mean) {
    if (single) {
      return Double.POSITIVE_INFINITY;
    }
    double[] terms = new double[values.length];
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int draw = 0; draw < values.length; draw++) {
      terms[draw] = weights[draw] * (values[draw] - mean);
      if (weights[draw] > 0) {
        least = Math.min(least, values[draw]);
        greatest = Math.max(greatest, values[draw]);
      }
    }
    if (least == greatest) {
      return 0;
    }
    double error =
        numSamples >= SHORTEST_SEQUENCE
            ? size() * MonteCarloError.mean(byChain(terms))
            : betweenChains(terms);
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  /** The standard deviation of the sum of independent chains' sums; NaN of one chain. */
  private double betweenChains(double[] terms) {
    double[] sums = new double[numChains];
    for (int draw = 0; draw < terms.length; draw++) {
      sums[draw / numSamples] += terms[draw];
    }
    double squares = 0;
    for (double sum : sums) {
      squares += sum * sum;
    }
    return numChains == 1 ? Double.NaN : Math.sqrt(squares * numChains / (numChains - 1.0));
  }
}
