package org.jeffreys.uncertainty;

import org.hipparchus.special.Erf;
import org.jeffreys.core.Check;

/**
 * How many of some trials succeeded.
 *
 * @param successes their number, at most {@code trials}
 * @param trials their number, at least 0
 */
public record Proportion(int successes, int trials) {

  /** Checks the counts. */
  public Proportion {
    Check.atLeast(trials, 0, "trials");
    Check.require(
        successes >= 0 && successes <= trials,
        "successes",
        "an integer in [0, " + trials + "]",
        successes);
  }

  /** The share of successes; NaN without trials. */
  public double value() {
    return (double) successes / trials;
  }

  /**
   * Wilson's interval for the probability of a success; [0, 1] without trials.
   *
   * <pre>{@code
   * (p̂ + z²/2n ± z √(p̂(1 - p̂)/n + z²/4n²)) / (1 + z²/n)
   * }</pre>
   *
   * @param level a probability in (0, 1)
   * @source Wilson (1927), Probable inference, the law of succession, and statistical inference
   */
  public Bounds wilson(double level) {
    Check.openUnit(level, "level");
    if (trials == 0) {
      return new Bounds(0, 1);
    }
    double z = Math.sqrt(2) * Erf.erfInv(level);
    double share = z * z / trials;
    double centre = (value() + share / 2) / (1 + share);
    double half =
        z * Math.sqrt(value() * (1 - value()) / trials + share / (4 * trials)) / (1 + share);
    return new Bounds(
        successes == 0 ? 0 : Math.max(0, centre - half),
        successes == trials ? 1 : Math.min(1, centre + half));
  }

  /**
   * An interval.
   *
   * @param lower its lower end
   * @param upper its upper end
   */
  public record Bounds(double lower, double upper) {}
}
