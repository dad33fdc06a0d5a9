package org.jeffreys.inference.mcmc;

import java.util.Map;
import org.jeffreys.core.Check;

/**
 * The length of trajectories, found by stochastic ascent on its logarithm.
 *
 * <pre>{@code
 * v' = β v + (1 - β) g²      log T' = log T + η g / sqrt(v' / (1 - β^k))      β = 0.95, η = 0.025
 * mean log T' = k^-κ log T + (1 - k^-κ) mean log T                            κ = 0.75
 * }</pre>
 *
 * @param logLength log T
 * @param squares v
 * @param meanLogLength a weighted mean of log T, which holds after warm-up
 * @param count k, the gradients seen
 * @source Kingma and Ba (2015), ICLR, algorithm 1 with β₁ = 0, and the settings of Hoffman, Radul
 *     and Sountsov (2021), AISTATS
 */
public record TrajectoryLength(double logLength, double squares, double meanLogLength, long count) {
  private static final double RATE = 0.025;
  private static final double DECAY = 0.95;
  private static final double POWER = 0.75;

  /** A first length, of which nothing is known. */
  public static TrajectoryLength start(double length) {
    return new TrajectoryLength(Math.log(length), 0, Math.log(length), 0);
  }

  /** T. */
  public double length() {
    return Math.exp(logLength);
  }

  /**
   * After a gradient with respect to log T; one that is not finite says nothing.
   *
   * @param least of T
   * @param most of T
   */
  public TrajectoryLength update(double gradient, double least, double most) {
    if (!Double.isFinite(gradient)) {
      return this;
    }
    long k = count + 1;
    double second = DECAY * squares + (1 - DECAY) * gradient * gradient;
    double size = Math.sqrt(second / (1 - Math.pow(DECAY, (double) k)));
    double moved = size > 0 ? logLength + RATE * gradient / size : logLength;
    double next = Math.min(Math.max(moved, Math.log(least)), Math.log(most));
    double weight = Math.pow((double) k, -POWER);
    return new TrajectoryLength(next, second, weight * next + (1 - weight) * meanLogLength, k);
  }

  /** From this length on, as if nothing were known of it: its units have changed. */
  public TrajectoryLength restarted() {
    return start(length());
  }

  /** Ends the search: the length is the mean one from here on. */
  public TrajectoryLength finished() {
    return new TrajectoryLength(meanLogLength, squares, meanLogLength, count);
  }

  /** Adds these numbers to those of a snapshot. */
  void save(Map<String, Double> numbers) {
    numbers.put("logLength", logLength);
    numbers.put("lengthSquares", squares);
    numbers.put("meanLogLength", meanLogLength);
    numbers.put("lengthCount", (double) count);
  }

  /** What {@link #save} gave. */
  static TrajectoryLength restore(Map<String, Double> numbers) {
    return new TrajectoryLength(
        Check.present(numbers.get("logLength"), "logLength"),
        Check.present(numbers.get("lengthSquares"), "lengthSquares"),
        Check.present(numbers.get("meanLogLength"), "meanLogLength"),
        Check.present(numbers.get("lengthCount"), "lengthCount").longValue());
  }
}
