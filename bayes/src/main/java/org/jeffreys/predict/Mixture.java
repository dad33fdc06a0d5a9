package org.jeffreys.predict;

import java.util.function.IntToDoubleFunction;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.diagnostic.MonteCarloError;
import org.jeffreys.diagnostic.StandardNormal;

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
  private final double[] means;

  Mixture(WeightedDraws draws, ObservationModel.Components components) {
    this.draws = draws;
    this.components = components;
    this.means = each(components::mean);
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

  /** The error of a quantile: that of the distribution function / density. */
  double quantileError(double quantile) {
    double error = draws.standardError(each(draw -> components.cdf(draw, quantile)));
    return error == 0 ? 0 : error / density(quantile);
  }

  double epistemicQuantile(double p) {
    return new Ecdf(means, draws).quantile(p);
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
  double quantile(double p) {
    Check.openUnit(p, "p");
    double centre = mean();
    double spread = standardDeviation();
    double y = centre + spread * StandardNormal.quantile(p);
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    double reach = spread;
    double lastMove = Double.NaN;
    for (int step = 0; step < STEPS; step++) {
      double excess = cdf(y) - p;
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

  private double cdf(double y) {
    double sum = 0;
    for (int draw = 0; draw < means.length; draw++) {
      sum += draws.weight(draw) * components.cdf(draw, y);
    }
    return sum;
  }

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
