package org.jeffreys.uncertainty;

import java.util.function.IntToDoubleFunction;
import org.jeffreys.core.Doubles;

/**
 * A statistic of draws with its influence function, from which its Monte Carlo error follows.
 *
 * <pre>{@code
 * T - E T ≈ Σ w(d) (ψ(d) - Σ w ψ)      ψ(d) = ∂T / ∂w(d), up to a constant
 * }</pre>
 *
 * <p>The standard error is that of the weighted mean of ψ (the delta method), so it accounts for
 * autocorrelation and weights where that does. A statistic of a maximum takes the class that is
 * greatest now as given. Where ψ is constant, as that of the entropy of a uniform mean, the error
 * is of second order, like the bias.
 *
 * @param value T
 * @param influence ψ, one a draw; that of a draw of weight 0 means nothing
 * @source Hampel (1974), The influence curve and its role in robust estimation
 */
public record Linearised(double value, Doubles influence) {

  /** A mean over the draws; where all draws agree it is exact. */
  static Linearised mean(ClassDraws draws, IntToDoubleFunction values) {
    double[] influence = new double[draws.numDraws()];
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int draw = 0; draw < influence.length; draw++) {
      influence[draw] = values.applyAsDouble(draw);
      if (draws.weight(draw) > 0) {
        sum += draws.weight(draw) * influence[draw];
        least = Math.min(least, influence[draw]);
        greatest = Math.max(greatest, influence[draw]);
      }
    }
    return new Linearised(Math.min(Math.max(sum, least), greatest), Doubles.of(influence));
  }

  /** This, multiplied by a constant. */
  Linearised times(double factor) {
    return new Linearised(factor * value, influence.map(each -> factor * each));
  }
}
