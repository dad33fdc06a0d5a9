package org.jeffreys.uncertainty;

import org.jeffreys.core.Check;

/**
 * A threshold on an entropy, which is spoken of in nats or as a share of the greatest entropy, the
 * log of the number of classes.
 *
 * @param nats the threshold in nats, at least 0
 */
public record EntropyThreshold(double nats) {

  /** Checks that it is finite and not negative. */
  public EntropyThreshold {
    Check.nonNegative(nats, "nats");
  }

  /**
   * A threshold of the normalised entropy.
   *
   * @param share a share of the greatest entropy, in [0, 1]
   * @param numClasses the number of classes, never of rows
   */
  public static EntropyThreshold normalised(double share, int numClasses) {
    Check.unit(share, "share");
    Check.atLeast(numClasses, 2, "numClasses");
    return new EntropyThreshold(share * Math.log(numClasses));
  }

  /** The same as a share of the greatest entropy: above 1 where it accepts everything. */
  public double share(int numClasses) {
    Check.atLeast(numClasses, 2, "numClasses");
    return nats / Math.log(numClasses);
  }
}
