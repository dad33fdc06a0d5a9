package org.jeffreys.predict;

import java.util.function.IntToDoubleFunction;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.core.StandardNormal;
import org.jeffreys.diagnostic.MonteCarloError;

/**
 * The predictive distribution of one observation: the weighted mixture of its components, one a
 * draw.
 *
 * <pre>{@code
 * p(y) = Σ w p(y | draw)
 * }</pre>
 *
 * <p>All standard errors are those of a weighted mean, carried on by the delta method.
 */
final class Mixture {
  /** In standard deviations of y. */
  private static final double TOLERANCE = 1e-9;

  private static final int NEWTON_STEPS = 20;
  private static final int STEPS = 400;

  private final WeightedDraws draws;
  private final ObservationModel.Components components;
  private final boolean isDiscrete;
  private final double[] means;

  Mixture(WeightedDraws draws, ObservationModel.Components components, boolean isDiscrete) {
    this.draws = draws;
    this.components = components;
    this.isDiscrete = isDiscrete;
    this.means = each(components::mean);
  }

  boolean isDiscrete() {
    return isDiscrete;
  }

  WeightedDraws draws() {
    return draws;
  }

  ObservationModel.Components components() {
    return components;
  }

  double mean() {
    return draws.value(means);
  }

  double meanError() {
    return draws.standardError(means);
  }

  /** By the law of total variance. */
  double standardDeviation() {
    return Math.sqrt(draws.value(totalVariances()));
  }

  double standardDeviationError() {
    return draws.mean(totalVariances()).sqrt().standardError();
  }

  double aleatoric() {
    return Math.sqrt(draws.value(variances()));
  }

  double aleatoricError() {
    return draws.mean(variances()).sqrt().standardError();
  }

  double epistemic() {
    return Math.sqrt(draws.value(squaredDistances()));
  }

  double epistemicError() {
    return draws.mean(squaredDistances()).sqrt().standardError();
  }

  /** Where the distribution function is p; of counts the least integer where it is at least p. */
  double quantile(double p) {
    Check.openUnit(p, "p");
    return isDiscrete ? leastInteger(p) : root(p);
  }

  /**
   * The error of a quantile: that of the distribution function / density; of counts half the width
   * of the integers at the levels one standard error below and above.
   */
  double quantileError(double p, double quantile) {
    double error = draws.standardError(each(draw -> components.cdf(draw, quantile)));
    if (isDiscrete) {
      boolean isKnown = p - error > 0 && p + error < 1;
      return isKnown
          ? (leastInteger(p + error) - leastInteger(p - error)) / 2
          : Double.POSITIVE_INFINITY;
    }
    return error == 0 ? 0 : error / density(quantile);
  }

  double epistemicQuantile(double p) {
    return new Ecdf(means, draws).quantile(p);
  }

  /** The probability of at most {@code y}. */
  Estimate cdf(double y) {
    return draws.mean(each(draw -> components.cdf(draw, y)));
  }

  /** The probability of less than {@code y}. */
  Estimate cdfBelow(double y) {
    return cdf(isDiscrete ? Math.ceil(y) - 1 : y);
  }

  Estimate crps(double y) {
    return new Crps(this, y).estimate();
  }

  /**
   * Half the width of the values at the levels that hold the quantile of the means with the
   * probability of one standard deviation; infinite where fewer than one effective draw lies
   * beyond.
   */
  double epistemicQuantileError(double p) {
    var distribution = new Ecdf(means, draws);
    if (distribution.isPoint()) {
      return draws.standardError(means);
    }
    double quantile = distribution.quantile(p);
    double[] indicator = each(draw -> means[draw] <= quantile ? 1 : 0);
    double size = draws.effectiveSize(indicator, draws.mean(indicator));
    if (!(size * Math.min(p, 1 - p) >= 1)) {
      return Double.POSITIVE_INFINITY;
    }
    var band = MonteCarloError.band(p, size);
    return (distribution.above(band.upper()) - distribution.below(band.lower())) / 2;
  }

  /** The means as [chain][sample]. */
  double[][] meansByChain() {
    return draws.byChain(means);
  }

  /** Each draw's part in the total variance. */
  private double[] totalVariances() {
    double mean = mean();
    return each(draw -> components.variance(draw) + square(means[draw] - mean));
  }

  private double[] variances() {
    return each(components::variance);
  }

  private double[] squaredDistances() {
    double mean = mean();
    return each(draw -> square(means[draw] - mean));
  }

  private double[] each(IntToDoubleFunction function) {
    double[] values = new double[draws.size()];
    for (int draw = 0; draw < values.length; draw++) {
      values[draw] = function.applyAsDouble(draw);
    }
    return values;
  }

  /**
   * The root of the mixture's distribution function, by Newton's method from the normal quantile,
   * held in a bracket that is halved where it leaves it.
   */
  double root(double p) {
    double centre = mean();
    double spread = standardDeviation();
    double y = centre + spread * StandardNormal.quantile(p);
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    double reach = spread;
    double lastMove = Double.NaN;
    for (int step = 0; step < STEPS; step++) {
      double excess = value(y) - p;
      low = excess <= 0 ? y : low;
      high = excess >= 0 ? y : high;
      double next = step < NEWTON_STEPS ? y - excess / density(y) : Double.NaN;
      double move = Math.abs(next - y);
      // Newton's errors are squared at each step, so the move after this one is near move³ /
      // lastMove².
      double remaining = Math.min(move, move * square(move / lastMove));
      if (!(next > low && next < high)) {
        boolean bracketed = Double.isFinite(low) && Double.isFinite(high);
        next = bracketed ? low + (high - low) / 2 : y - Math.signum(excess) * reach;
        reach *= 2;
        remaining = Math.abs(next - y);
        move = Double.NaN;
      }
      if (remaining <= TOLERANCE * spread || next == y) {
        return next;
      }
      lastMove = move;
      y = next;
    }
    throw new NumericalException("quantile: no root of the distribution function at p = " + p);
  }

  /**
   * The least integer y >= 0 with {@code P(Y <= y) >= p}, exactly as far as the function is: secant
   * steps to an integer, in a bracket that is halved every other time.
   */
  private double leastInteger(double p) {
    double spread = Math.sqrt(draws.value(totalVariances()));
    double y = Math.max(0, Math.floor(draws.value(means) + spread * StandardNormal.quantile(p)));
    double low = -1;
    double high = Double.POSITIVE_INFINITY;
    double reach = Math.max(1, spread);
    for (int step = 0; step < STEPS; step++) {
      double excess = value(y) - p;
      low = excess < 0 ? y : low;
      high = excess >= 0 ? y : high;
      if (high - low <= 1) {
        return high;
      }
      if (Double.isInfinite(high)) {
        y = low + Math.ceil(reach);
        reach *= 2;
      } else {
        double next = y - Math.ceil(excess / density(y));
        boolean halve = step % 2 == 1 || !(next > low && next < high);
        y = halve ? low + Math.floor((high - low) / 2) : next;
      }
    }
    throw new NumericalException("quantile: no integer of the distribution at p = " + p);
  }

  /** The distribution function without its error. */
  double value(double y) {
    double sum = 0;
    for (int draw = 0; draw < means.length; draw++) {
      sum += draws.weight(draw) * components.cdf(draw, y);
    }
    return sum;
  }

  /** The density, or the probability of an integer. */
  private double density(double y) {
    double sum = 0;
    for (int draw = 0; draw < means.length; draw++) {
      sum += draws.weight(draw) * Math.exp(components.logProb(draw, y));
    }
    return sum;
  }

  private static double square(double x) {
    return x * x;
  }
}
