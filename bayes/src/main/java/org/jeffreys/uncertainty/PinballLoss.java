package org.jeffreys.uncertainty;

import java.util.Arrays;
import org.jeffreys.core.Check;

/**
 * The pinball loss of predicted quantiles, averaged over rows, in the unit of the targets.
 *
 * <pre>{@code
 * p max(y - q, 0) + (1 - p) max(q - y, 0)
 * }</pre>
 *
 * @param value the mean
 * @param standardError that of the mean through the choice of rows; NaN of one row
 * @source Koenker and Bassett (1978), Econometrica 46; Gneiting and Raftery (2007), JASA 102,
 *     section 6.1
 */
public record PinballLoss(double value, double standardError) {

  /**
   * That of some quantiles.
   *
   * @param p the probability they belong to, in (0, 1)
   * @throws IllegalArgumentException if there is no row, or not one quantile a target
   */
  public static PinballLoss of(double[] quantiles, double[] targets, double p) {
    TargetRows.checkFinite(targets, "targets");
    TargetRows.check(quantiles.length, targets.length, "quantiles");
    double[] losses = new double[targets.length];
    Arrays.setAll(losses, row -> of(quantiles[row], targets[row], p));
    MeanOverRows mean = MeanOverRows.of(losses, "losses");
    return new PinballLoss(mean.value(), mean.standardError());
  }

  /** The loss of one quantile. */
  public static double of(double quantile, double target, double p) {
    Check.openUnit(p, "p");
    return p * Math.max(target - quantile, 0) + (1 - p) * Math.max(quantile - target, 0);
  }
}
