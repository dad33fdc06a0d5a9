package org.jeffreys.predict;

/** Distributions of a count, one for each draw. */
interface CountComponents extends ObservationModel.Components {
  /** Up to so many terms their sum costs less than an incomplete gamma or beta function. */
  double FEW = 100;

  /** Whether the probabilities up to {@code x} can be summed, starting from that of 0. */
  static boolean areFew(double x, double logProbOfNone) {
    return x <= FEW && x == Math.rint(x) && logProbOfNone > -700;
  }

  /** What the distribution function is at integers, smooth between them; {@code x >= 0}. */
  double smoothCdf(int draw, double x);

  /** The log probability of an integer. */
  double logProbOfCount(int draw, double count);

  /** The probability of the integer after {@code count} over that of {@code count}. */
  double ratio(int draw, double count);

  @Override
  default double cdf(int draw, double y) {
    return y < 0 ? 0 : smoothCdf(draw, Math.floor(y));
  }

  @Override
  default double logProb(int draw, double y) {
    return y >= 0 && y == Math.rint(y) ? logProbOfCount(draw, y) : Double.NEGATIVE_INFINITY;
  }
}
