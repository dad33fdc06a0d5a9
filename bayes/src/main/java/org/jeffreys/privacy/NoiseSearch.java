package org.jeffreys.privacy;

import org.jeffreys.core.Check;

/**
 * Root of epsilon(σ) = target by secant steps on (log σ, log epsilon) inside a shrinking bracket.
 */
final class NoiseSearch {
  private static final double TOLERANCE = 1e-6;
  private static final double LEAST = 1.0 / 128;
  private static final double GREATEST = 1L << 40;

  private NoiseSearch() {}

  static double smallest(
      Accountant accountant, double target, double delta, double samplingRate, long steps) {
    Check.positive(target, "epsilon");
    Check.openUnit(delta, "delta");
    Check.require(
        samplingRate > 0 && samplingRate <= 1, "samplingRate", "a value in (0, 1]", samplingRate);
    var bracket = new Bracket(accountant, target, delta, samplingRate, steps);
    bracket.open();
    while (bracket.high / bracket.low > 1 + TOLERANCE) {
      bracket.halve();
    }
    return bracket.high;
  }

  /** Keeps epsilon(low) &gt; target &gt;= epsilon(high), or low at the least σ of the search. */
  private static final class Bracket {
    private final Accountant accountant;
    private final double target;
    private final double delta;
    private final double samplingRate;
    private final long steps;
    private double low = 1;
    private double high = 1;
    private double excessLow = Double.NaN;
    private double excessHigh = Double.NaN;
    private int sameSide;

    Bracket(Accountant accountant, double target, double delta, double samplingRate, long steps) {
      this.accountant = accountant;
      this.target = target;
      this.delta = delta;
      this.samplingRate = samplingRate;
      this.steps = steps;
    }

    private double excess(double sigma) {
      double epsilon = accountant.epsilon(delta, new SampledGaussian(sigma, samplingRate, steps));
      // A floor, since epsilon may be zero.
      return Math.log(Math.max(epsilon, 1e-3 * target) / target);
    }

    void open() {
      excessHigh = excess(high);
      while (excessHigh > 0) {
        low = high;
        excessLow = excessHigh;
        high *= 2;
        if (high > GREATEST) {
          throw new IllegalArgumentException(unreachable());
        }
        excessHigh = excess(high);
      }
      while (!(excessLow > 0) && low > LEAST) {
        low /= 2;
        excessLow = excess(low);
        if (excessLow <= 0) {
          high = low;
          excessHigh = excessLow;
        }
      }
    }

    private String unreachable() {
      double least = accountant.epsilon(delta, new SampledGaussian(GREATEST, samplingRate, steps));
      return String.format(
          java.util.Locale.ROOT,
          "epsilon: expected at least %.4g, the least that accountant %s certifies at delta %s, got"
              + " %s; use accountant prv or a larger delta",
          least,
          accountant.name(),
          delta,
          target);
    }

    void halve() {
      double middle = Math.sqrt(low * high);
      double secant = low * Math.pow(high / low, excessLow / (excessLow - excessHigh));
      boolean useSecant = sameSide < 2 && secant > low && secant < high;
      double inside = useSecant ? nudge(secant) : middle;
      double excess = excess(inside);
      if (excess > 0) {
        sameSide = sameSide < 0 ? 1 : useSecant ? sameSide + 1 : 0;
        low = inside;
        excessLow = excess;
      } else {
        sameSide = useSecant ? sameSide + 1 : 0;
        high = inside;
        excessHigh = excess;
      }
    }

    /** Keeps a secant point a little off the ends, so that both ends close in. */
    private double nudge(double sigma) {
      double step = 0.3 * TOLERANCE * sigma;
      return Math.min(Math.max(sigma, low + step), high - step);
    }
  }
}
