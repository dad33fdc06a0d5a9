package org.jeffreys.privacy;

/**
 * The privacy loss of one step of the Poisson-subsampled Gaussian, and its integrals.
 *
 * <pre>{@code
 * P = (1 - q) N(0, σ²) + q N(1, σ²),   Q = N(0, σ²)
 * L(x) = log p(x)/q(x) = log(1 - q + q e^y),   y = (2x - 1)/(2σ²), increasing in x
 * }</pre>
 *
 * <p>P against Q is the tight worst case of removing an example, Q against P that of adding one.
 *
 * @source Zhu, Dong and Wang (2022), AISTATS, proposition 30
 */
final class SampledGaussianLoss {
  /** Gauss-Legendre, 8 nodes on [-1, 1], positive half. */
  private static final double[] NODES = {
    0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363
  };

  private static final double[] WEIGHTS = {
    0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763
  };

  private final double sigma;
  private final double rate;
  private final double normaliser;

  /** The range of x outside of which both P and Q have at most {@link #tail}. */
  final double low;

  final double high;
  final double tail;

  /** The longest interval that one call of {@link #integrate} takes accurately. */
  final double panel;

  /** A step whose tails beyond {@code deviations} standard deviations are cut off. */
  SampledGaussianLoss(double sigma, double rate, double deviations) {
    this.sigma = sigma;
    this.rate = rate;
    normaliser = 1 / (sigma * Math.sqrt(2 * Math.PI));
    low = -deviations * sigma;
    high = 1 + deviations * sigma;
    tail = Math.exp(-0.5 * deviations * deviations);
    panel = Math.min(0.5 * sigma / Math.max(1, deviations / 8), sigma * sigma);
  }

  /** L(x). */
  double loss(double x) {
    double y = (2 * x - 1) / (2 * sigma * sigma);
    if (rate == 1) {
      return y;
    }
    if (y > 30) {
      return y + Math.log(rate + (1 - rate) * Math.exp(-y));
    }
    // Near the lower end of the support 1 - q + q e^y cancels if q is near 1, and only then.
    return y < -1 && rate > 0.5
        ? Math.log((1 - rate) + rate * Math.exp(y))
        : Math.log1p(rate * Math.expm1(y));
  }

  /** The x with the given loss; minus infinity below the support of L. */
  double inverse(double loss) {
    if (rate < 1 && loss <= Math.log1p(-rate)) {
      return Double.NEGATIVE_INFINITY;
    }
    double y;
    if (rate == 1) {
      y = loss;
    } else if (loss > 30) {
      y = loss - Math.log(rate) + Math.log1p(-(1 - rate) * Math.exp(-loss));
    } else if (loss < -1) {
      y = Math.log(Math.exp(loss) - (1 - rate)) - Math.log(rate);
    } else {
      y = Math.log1p(Math.expm1(loss) / rate);
    }
    return Double.isNaN(y) ? Double.NEGATIVE_INFINITY : 0.5 + sigma * sigma * y;
  }

  /** Adds to {@code sums} the integrals over [from, to], at most {@link #panel} apart. */
  void integrate(double from, double to, double gridLoss, Integrals sums) {
    double centre = 0.5 * (from + to);
    double half = 0.5 * (to - from);
    for (int i = 0; i < NODES.length; i++) {
      add(centre - half * NODES[i], half * WEIGHTS[i], gridLoss, sums);
      add(centre + half * NODES[i], half * WEIGHTS[i], gridLoss, sums);
    }
  }

  private void add(double x, double weight, double gridLoss, Integrals sums) {
    double base = normaliser * weight * Math.exp(-0.5 * (x / sigma) * (x / sigma));
    double shifted = normaliser * weight * Math.exp(-0.5 * ((x - 1) / sigma) * ((x - 1) / sigma));
    double mixture = (1 - rate) * base + rate * shifted;
    double loss = loss(x);
    double above = loss - gridLoss;
    sums.p += mixture;
    sums.q += base;
    sums.pExcess -= mixture * Math.expm1(-above);
    sums.qExcess += base * Math.expm1(above);
    sums.pSquare += mixture * loss * loss;
    sums.qSquare += base * loss * loss;
  }

  /** p(x) (1 - exp(grid loss - L(x))), the integrand of {@code pExcess}. */
  double excessDensity(double x, double gridLoss) {
    double base = Math.exp(-0.5 * (x / sigma) * (x / sigma));
    double shifted = Math.exp(-0.5 * ((x - 1) / sigma) * ((x - 1) / sigma));
    double mixture = normaliser * ((1 - rate) * base + rate * shifted);
    return -mixture * Math.expm1(gridLoss - loss(x));
  }

  /** A number near the standard deviation of L, under P or Q, whichever is greater. */
  double deviation() {
    var sums = new Integrals();
    int panels = (int) Math.ceil((high - low) / panel);
    double width = (high - low) / panels;
    for (int i = 0; i < panels; i++) {
      integrate(low + i * width, low + (i + 1) * width, 0, sums);
    }
    return Math.sqrt(Math.max(sums.pSquare, sums.qSquare));
  }

  /** Sums over an interval of x; P and Q masses, and how much P exceeds e^{grid loss} Q. */
  static final class Integrals {
    double p;
    double q;

    /** ∫ p(x) (1 - e^{g - L(x)}) dx = P - e^g Q for the grid loss g. */
    double pExcess;

    /** ∫ q(x) (e^{L(x) - g} - 1) dx = e^{-g} P - Q. */
    double qExcess;

    double pSquare;
    double qSquare;

    void clear() {
      p = 0;
      q = 0;
      pExcess = 0;
      qExcess = 0;
      pSquare = 0;
      qSquare = 0;
    }

    void set(Integrals other) {
      p = other.p;
      q = other.q;
      pExcess = other.pExcess;
      qExcess = other.qExcess;
    }
  }
}
