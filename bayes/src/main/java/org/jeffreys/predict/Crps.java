package org.jeffreys.predict;

import java.util.Arrays;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.StandardNormal;

/**
 * The continuous ranked probability score of a mixture at one target, with the influence of each
 * draw, from which its error follows.
 *
 * <pre>{@code
 * CRPS = ∫ (F(x) - 1[x >= y])² dx = E|Y - y| - E|Y - Y'| / 2
 * }</pre>
 *
 * <p>Closed for normal components, in O(S²) for S draws; a sum over the integers for counts, of
 * which all but the first 4,096 are integrated where there are more; an adaptive quadrature for
 * anything else, to about 1e-9 standard deviations.
 *
 * @source Gneiting and Raftery (2007), JASA 102, eq. 20 and 21; Grimit et al. (2006), Quarterly
 *     Journal of the Royal Meteorological Society 132, eq. 5 (normal mixtures)
 */
final class Crps {
  /** Where a tail ends: its square enters. */
  private static final double TAIL = 1e-9;

  /** Components that end this many standard deviations below their mean. */
  private static final double REACH = 8;

  /** Below it products lose digits. */
  private static final double SMALL = 1e-280;

  private static final int MOST_TERMS = 4096;

  private final Mixture mixture;
  private final WeightedDraws draws;
  private final ObservationModel.Components components;
  private final double target;

  Crps(Mixture mixture, double target) {
    this.mixture = mixture;
    this.draws = mixture.draws();
    this.components = mixture.components();
    this.target = target;
  }

  Estimate estimate() {
    if (components instanceof NormalComponents normal) {
      return ofNormals(normal.locationScale());
    }
    return mixture.isDiscrete() ? ofCounts() : ofReals();
  }

  private Estimate ofNormals(LocationScale of) {
    int size = of.size();
    double[] influence = new double[size];
    double value = 0;
    for (int i = 0; i < size; i++) {
      double toTarget = meanDistance(target - of.loc(i), of.scale(i));
      influence[i] += toTarget - draws.weight(i) * meanDistance(0, Math.sqrt(2) * of.scale(i));
      for (int j = 0; j < i; j++) {
        double scale = Math.hypot(of.scale(i), of.scale(j));
        double distance = meanDistance(of.loc(i) - of.loc(j), scale);
        influence[i] -= draws.weight(j) * distance;
        influence[j] -= draws.weight(i) * distance;
      }
      value += draws.weight(i) * toTarget;
    }
    for (int i = 0; i < size; i++) {
      double toTarget = meanDistance(target - of.loc(i), of.scale(i));
      value += draws.weight(i) * (influence[i] - toTarget) / 2;
    }
    return new Estimate(Math.max(0, value), draws.standardError(influence));
  }

  /** {@code E|X|} of {@code X ~ N(loc, scale²)}. */
  private static double meanDistance(double loc, double scale) {
    double z = Math.abs(loc) / scale;
    // |loc| and what noise adds to it: no digits are lost where z is large.
    double density = Math.exp(StandardNormal.logProb(z));
    return Math.abs(loc) + 2 * scale * (density - z * StandardNormal.cdf(-z));
  }

  private Estimate ofReals() {
    CrpsIntegral integral = new CrpsIntegral(mixture, components::cdf);
    integral.add(Math.min(target, end(-1)), target, false);
    integral.add(target, Math.max(target, end(1)), true);
    return new Estimate(integral.value(), draws.standardError(integral.influence()));
  }

  /** Somewhere beyond one tail, the lower at -1 and the upper at 1. */
  private double end(int side) {
    double centre = mixture.mean();
    double reach = REACH * mixture.standardDeviation();
    while (side < 0
        ? mixture.value(centre - reach) > TAIL
        : 1 - mixture.value(centre + reach) > TAIL) {
      reach *= 4;
    }
    return centre + side * reach;
  }

  /** {@code Σ (F(k) - 1[k >= y])²} over the integers. */
  private Estimate ofCounts() {
    double least = target;
    for (int draw = 0; draw < draws.size(); draw++) {
      double deviation = Math.sqrt(components.variance(draw));
      least = Math.min(least, Math.floor(components.mean(draw) - REACH * deviation));
    }
    double first = Math.max(0, least);
    double[] cdf = new double[draws.size()];
    double[] influence = new double[cdf.length];
    double[] probs = new double[cdf.length];
    Arrays.setAll(cdf, draw -> components.cdf(draw, first));
    double sum = 0;
    for (double count = first; ; count++) {
      double step = count >= target ? 1 : 0;
      double excess = draws.value(cdf) - step;
      sum += excess * excess;
      for (int draw = 0; draw < cdf.length; draw++) {
        influence[draw] += 2 * excess * (cdf[draw] - step);
        probs[draw] = next(draw, count, probs[draw]);
        cdf[draw] += probs[draw];
      }
      if (step == 1 && -excess < TAIL) {
        return new Estimate(sum, draws.standardError(influence));
      }
      if (count - first >= MOST_TERMS && components instanceof CountComponents counts) {
        return withRest(counts, count + 1, sum, influence);
      }
    }
  }

  /** The probability of the integer after {@code count}, whose own is {@code prob} if known. */
  private double next(int draw, double count, double prob) {
    return prob > SMALL && components instanceof CountComponents counts
        ? prob * counts.ratio(draw, count)
        : Math.exp(components.logProb(draw, count + 1));
  }

  /** The sum from {@code first} on as an integral, by the formula of Euler and Maclaurin. */
  private Estimate withRest(CountComponents counts, double first, double sum, double[] influence) {
    CrpsIntegral integral = new CrpsIntegral(mixture, counts::smoothCdf);
    double end = Math.max(first, end(1));
    double middle = Math.min(end, Math.max(first, target));
    integral.add(first - 0.5, middle - 0.5, false);
    integral.add(middle - 0.5, end - 0.5, true);
    double slopes = slope(middle, 1) - (middle > first ? slope(middle, 0) - slope(first, 0) : 0);
    Doubles more = Doubles.of(integral.influence());
    Arrays.setAll(influence, draw -> influence[draw] + more.get(draw));
    return new Estimate(sum + integral.value() + slopes / 24, draws.standardError(influence));
  }

  /** Of (F - step)² half way before an integer. */
  private double slope(double count, int step) {
    double above = mixture.value(count) - step;
    double below = mixture.value(count - 1) - step;
    return above * above - below * below;
  }
}
