package org.jeffreys.uncertainty;

import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.StandardNormal;

/**
 * A weighted mixture of normal distributions: what draws of a regression with normal noise predict.
 *
 * <pre>{@code
 * p(y) = Σ w N(y; loc, scale²)      Σ w = 1
 * }</pre>
 *
 * @param weights not negative, some positive; divided by their sum
 * @param loc one a component
 * @param scale one a component, at least 0; 0 is a point
 */
public record NormalMixture(Doubles weights, Doubles loc, Doubles scale) {

  /** Checks the components and normalises the weights. */
  public NormalMixture {
    Check.atLeast(weights.size(), 1, "number of components");
    Check.require(
        loc.size() == weights.size(), "loc", weights.size() + " numbers, one a weight", loc.size());
    Check.require(
        scale.size() == weights.size(),
        "scale",
        weights.size() + " numbers, one a weight",
        scale.size());
    weights.stream().forEach(each -> Check.nonNegative(each, "weight"));
    loc.stream().forEach(each -> Check.finite(each, "loc"));
    scale.stream().forEach(each -> Check.nonNegative(each, "scale"));
    double sum = Check.positive(weights.stream().sum(), "sum of weights");
    weights = weights.map(each -> each / sum);
  }

  /** Equally weighted components. */
  public static NormalMixture of(double[] loc, double[] scale) {
    return new NormalMixture(Doubles.of(loc).map(each -> 1), Doubles.of(loc), Doubles.of(scale));
  }

  /**
   * The probability of at most {@code y}: at what came true, its PIT value, which is uniform over
   * rows if the predictions are calibrated.
   */
  public double cdf(double y) {
    double sum = 0;
    for (int i = 0; i < weights.size(); i++) {
      double distance = y - loc.get(i);
      double z = distance == 0 ? 0 : distance / scale.get(i);
      double below = scale.get(i) == 0 ? (distance >= 0 ? 1 : 0) : StandardNormal.cdf(z);
      sum += weights.get(i) * below;
    }
    return Math.min(1, sum);
  }

  /**
   * The continuous ranked probability score of what came true, in the unit of y: exact, in O(S²)
   * for S components.
   *
   * <pre>{@code
   * crps = Σ wᵢ A(y - locᵢ, scaleᵢ²) - ½ ΣΣ wᵢ wⱼ A(locᵢ - locⱼ, scaleᵢ² + scaleⱼ²)
   * A(m, s²) = E|N(m, s²)| = 2 s φ(m/s) + m (2 Φ(m/s) - 1)
   * }</pre>
   *
   * @source Grimit et al. (2006), The continuous ranked probability score for circular variables
   *     and its application to mesoscale forecast ensemble verification, QJRMS 132 (the mixture)
   */
  public double crps(double y) {
    Check.finite(y, "y");
    double[] w = weights.toArray();
    double[] m = loc.toArray();
    double[] s = scale.toArray();
    double distance = 0;
    double spread = 0;
    for (int i = 0; i < w.length; i++) {
      distance += w[i] * meanDistance(y - m[i], s[i]);
      spread += w[i] * w[i] * meanDistance(0, Math.sqrt(2) * s[i]) / 2;
      for (int j = 0; j < i; j++) {
        spread += w[i] * w[j] * meanDistance(m[i] - m[j], Math.hypot(s[i], s[j]));
      }
    }
    return Math.max(0, distance - spread);
  }

  /** {@code E|X|} of {@code X ~ N(loc, scale²)}. */
  static double meanDistance(double loc, double scale) {
    double size = Math.abs(loc);
    if (scale == 0) {
      return size;
    }
    double z = size / scale;
    // |loc| and what the noise adds, which is small where z is great: nothing cancels.
    return size + 2 * scale * (Math.exp(StandardNormal.logProb(z)) - z * StandardNormal.cdf(-z));
  }
}
