package org.jeffreys.privacy;

import java.util.List;
import org.jeffreys.privacy.LossLaw.Cumulant;

/**
 * The upper tail of a sum of independent privacy losses, by one circular convolution.
 *
 * <pre>{@code
 * δ(ε) = Σ_{L > ε} P(L) (1 - e^{ε - L}) + P(∞),   P(L) = T(L) exp(κ(θ) - θ L)
 * }</pre>
 *
 * <p>What is convolved is the tilted law T, with θ the best Chernoff exponent for the delta asked
 * for. T has its bulk where δ(ε) = delta, so the FFT's absolute rounding error is small relative to
 * delta, however small delta is, and the window needs to cover only T.
 *
 * <p>The error of T is bounded: the mass outside the window by Chernoff's bound (it wraps around),
 * the rounding of the FFT by the 2-norm over frequencies.
 */
final class TailComposition {
  private static final double ULP = 0x1p-53;
  private static final double OUTSIDE = 1e-14;

  /** A loss law and how often it enters. */
  record Term(LossLaw law, long times) {}

  /** The greatest number of points of the window. */
  static final int MAX_SIZE = 1 << 21;

  private final List<Term> terms;
  private final double spacing;
  private final double offset;
  private final double delta;
  private final double theta;
  private final Cumulant tilted;

  TailComposition(List<Term> terms, double delta) {
    this.terms = terms;
    this.delta = delta;
    spacing = terms.get(0).law().spacing;
    offset = terms.stream().mapToDouble(each -> each.law().offset * each.times()).sum();
    theta = tilt();
    tilted = cumulant(theta);
  }

  private Cumulant cumulant(double at) {
    var sum = Cumulant.ZERO;
    for (var term : terms) {
      sum = sum.plus(term.law().cumulant(at), (double) term.times());
    }
    return sum;
  }

  /** Minimises (κ(θ) - log delta)/θ, roughly: any θ is right, the best one is accurate. */
  private double tilt() {
    double low = Math.log(1e-4);
    double high = Math.log(1e5);
    while (high - low > 0.02) {
      double middle = 0.5 * (low + high);
      double at = Math.exp(middle);
      var k = cumulant(at);
      if (at * k.mean() - k.value() < -Math.log(delta)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.exp(low);
  }

  /** How far the sum strays from its tilted mean to one side, but for a mass OUTSIDE. */
  private double reach(int side) {
    double best = Double.POSITIVE_INFINITY;
    double unit = 1 / Math.sqrt(Math.max(tilted.variance(), spacing * spacing));
    for (double t = 0.5 * unit; t < 40 * unit; t *= 1.6) {
      double rise = cumulant(theta + side * t).value() - tilted.value();
      best = Math.min(best, (rise - side * t * tilted.mean() - Math.log(OUTSIDE)) / t);
    }
    return best + 2 * spacing;
  }

  /**
   * The epsilon at which the tail is delta.
   *
   * @param direction +1 for an epsilon that is large enough, -1 for one that is not too large
   * @param infinite the mass of infinite loss
   * @return NaN if the window would need more than MAX_SIZE points
   */
  double epsilon(int direction, double infinite) {
    double below = reach(-1);
    double length = (below + reach(1)) / spacing;
    if (!(length < MAX_SIZE)) {
      return Double.NaN;
    }
    int size = Integer.highestOneBit(Math.max(16, (int) length)) * 2;
    long start = (long) Math.floor((tilted.mean() - offset - below) / spacing);
    double[] masses = new double[size];
    double error = convolve(masses, start);
    return solve(masses, start, direction, 2 * OUTSIDE + error, infinite);
  }

  /** Fills {@code masses} with T on the window; returns a bound on the 1-norm of its error. */
  private double convolve(double[] masses, long start) {
    int size = masses.length;
    var fourier = new Fourier(size);
    double unit = 8 * ULP * Integer.numberOfTrailingZeros(size);
    double[] logModulus = new double[size];
    double[] phase = new double[size];
    double[] relative = new double[size];
    long centre = 0;
    for (var term : terms) {
      double[] real = new double[size];
      double[] imaginary = new double[size];
      long mean = load(term.law(), real);
      centre += mean * term.times();
      fourier.transform(real, imaginary);
      for (int f = 0; f < size; f++) {
        double modulus = Math.hypot(real[f], imaginary[f]);
        logModulus[f] += term.times() * Math.log(modulus);
        phase[f] += term.times() * Math.atan2(imaginary[f], real[f]);
        relative[f] += unit * term.times() / modulus;
      }
    }
    double squares = power(logModulus, phase, relative, Math.floorMod(centre - start, size));
    fourier.transform(phase, logModulus);
    double norm = 0;
    for (int i = 0; i < size; i++) {
      masses[i] = Math.max(0, logModulus[i] / size);
      norm += masses[i] * masses[i];
    }
    return Math.sqrt(squares) + unit * Math.sqrt(size * norm);
  }

  /**
   * From log-polar to Cartesian, shifted by {@code offset} places; returns the sum of squared
   * errors.
   */
  private double power(double[] logModulus, double[] phase, double[] relative, int offset) {
    int size = phase.length;
    double squares = 0;
    for (int f = 0; f < size; f++) {
      double modulus = Math.exp(logModulus[f]);
      // The shift by whole turns is taken out exactly before it meets the rounding of doubles.
      double turns = (double) Math.floorMod((long) f * offset, size) / size;
      double angle = phase[f] - 2 * Math.PI * turns;
      double deviation = modulus == 0 ? 0 : modulus * Math.min(relative[f], 2);
      squares += deviation * deviation;
      logModulus[f] = modulus * Math.cos(angle);
      phase[f] = modulus * Math.sin(angle);
    }
    return squares;
  }

  /** Puts the tilted law into {@code real}, its mean at index 0 up to a cell; returns that mean. */
  private long load(LossLaw law, double[] real) {
    var k = law.cumulant(theta);
    long mean = Math.round((k.mean() - law.offset) / spacing);
    for (int i = 0; i < law.masses.length; i++) {
      if (law.masses[i] > 0) {
        int place = (int) Math.floorMod(law.first + i - mean, (long) real.length);
        real[place] += Math.exp(law.logTilted(i, theta) - k.value());
      }
    }
    return mean;
  }

  /** Scans from the top for the cell where the tail passes delta and solves inside it. */
  private double solve(double[] masses, long start, int direction, double error, double infinite) {
    double logScale = tilted.value() - Math.log(delta);
    double tail = 0;
    double discounted = 0;
    double limit = 1 - infinite / delta;
    for (int i = masses.length - 1; i >= 0; i--) {
      double loss = offset + spacing * (start + i);
      double weight = masses[i] * Math.exp(logScale - theta * loss);
      tail += weight;
      discounted = discounted * Math.exp(-spacing) + weight;
      double low = loss - spacing;
      if (loss <= 0 || excess(low, loss, tail, discounted, logScale, direction * error) > limit) {
        double high = loss;
        for (int halvings = 0; halvings < 50; halvings++) {
          double middle = 0.5 * (low + high);
          boolean above =
              excess(middle, loss, tail, discounted, logScale, direction * error) > limit;
          low = above ? middle : low;
          high = above ? high : middle;
        }
        return Math.max(0, direction > 0 ? high : low);
      }
    }
    return direction > 0 ? Math.max(0, offset + spacing * start) : 0;
  }

  /** δ(ε)/delta, plus the error of T at its worst place, for ε in the cell that ends at loss. */
  private double excess(
      double epsilon, double loss, double tail, double discounted, double logScale, double error) {
    return tail
        - Math.exp(epsilon - loss) * discounted
        + error * Math.exp(logScale - theta * epsilon);
  }
}
