package org.jeffreys.nn;

/**
 * The moments of a relaxed mask (1 - z) / (1 - p), by the trapezoidal rule over x = logit u, whose
 * density is s(x) s(-x).
 */
public record ConcreteMoments(double mean, double variance) {
  /** The moments at a rate and a temperature. */
  public static ConcreteMoments of(double rateLogit, double temperature) {
    double first = 0;
    double second = 0;
    double h = 2e-3;
    double keep = sigmoid(-rateLogit);
    for (int i = -20_000; i <= 20_000; i++) {
      double x = i * h;
      double mask = sigmoid(-(rateLogit + x) / temperature) / keep;
      double mass = h * sigmoid(x) * sigmoid(-x);
      first += mass * mask;
      second += mass * mask * mask;
    }
    return new ConcreteMoments(first, second - first * first);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
