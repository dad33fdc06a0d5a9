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

  Estimate mean() {
    return draws.mean(means);
  }

  /** By the law of total variance. */
  Estimate standardDeviation() {
    return draws.mean(totalVariances()).sqrt();
  }

  Estimate aleatoric() {
    return draws.mean(each(components::variance)).sqrt();
  }

  Estimate epistemic() {
    double mean = draws.value(means);
    return draws.mean(each(draw -> square(means[draw] - mean))).sqrt();
  }

  /**
   * The root of the mixture's distribution function; its error is that of the function / density.
   */
  Estimate quantile(double p) {
    double root = root(p);
    double error = draws.mean(each(draw -> components.cdf(draw, root))).standardError();
    return new Estimate(root, error == 0 ? 0 : error / density(root));
  }

  /**
   * The quantile of the means; its error is half the width of the values at the levels that hold it
   * with the probability of one standard deviation, infinite where fewer than one effective draw
   * lies beyond.
   */
  Estimate epistemicQuantile(double p) {
    var distribution = new Ecdf(means, draws);
    double quantile = distribution.quantile(p);
    if (distribution.isPoint()) {
      return new Estimate(quantile, draws.mean(means).standardError());
    }
    double[] indicator = each(draw -> means[draw] <= quantile ? 1 : 0);
    double size = draws.effectiveSize(indicator, draws.mean(indicator));
    if (!(size * Math.min(p, 1 - p) >= 1)) {
      return new Estimate(quantile, Double.POSITIVE_INFINITY);
    }
    var band = MonteCarloError.band(p, size);
    double width = distribution.above(band.upper()) - distribution.below(band.lower());
    return new Estimate(quantile, width / 2);
  }

  /** The means as [chain][sample]. */
  double[][] meansByChain() {
    return draws.byChain(means);
  }

  /** Each draw's part in the total variance. */
  private double[] totalVariances() {
    double mean = draws.value(means);
    return each(draw -> components.variance(draw) + square(means[draw] - mean));
  }

  private double[] each(IntToDoubleFunction function) {
    double[] values = new double[draws.size()];
    for (int draw = 0; draw < values.length; draw++) {
      values[draw] = function.applyAsDouble(draw);
    }
    return values;
  }

  /**
   * Newton's method from the normal quantile, held in a bracket that is halved where it leaves it.
   */
  private double root(double p) {
    Check.openUnit(p, "p");
    double centre = draws.value(means);
    double spread = Math.sqrt(draws.value(totalVariances()));
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
