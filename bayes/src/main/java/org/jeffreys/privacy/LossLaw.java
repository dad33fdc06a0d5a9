package org.jeffreys.privacy;

import java.util.Arrays;

/**
 * The law of a privacy loss on the grid {@code offset + spacing * (first + i)}, i = 0, 1, …
 *
 * <p>Masses may sum to less than one: what is missing is left out of the sum, or infinite loss.
 * Package-private and never modified once made, so it is a class with an array.
 */
final class LossLaw {
  final double spacing;
  final double offset;
  final int first;
  final double[] masses;
  private final double[] logMasses;

  /** Zero masses at both ends are cut off. */
  LossLaw(double spacing, double offset, int first, double[] masses) {
    int from = 0;
    int to = masses.length;
    while (from < to && masses[from] <= 0) {
      from++;
    }
    while (to > from && masses[to - 1] <= 0) {
      to--;
    }
    this.spacing = spacing;
    this.offset = offset;
    this.first = first + from;
    this.masses = Arrays.copyOfRange(masses, from, to);
    logMasses = Arrays.stream(this.masses).map(Math::log).toArray();
  }

  /** The law of minus the loss. */
  LossLaw negated() {
    double[] reversed = new double[masses.length];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = masses[masses.length - 1 - i];
    }
    return new LossLaw(spacing, -offset, -(first + masses.length - 1), reversed);
  }

  /** The loss at place i. */
  double loss(int i) {
    return offset + spacing * (first + i);
  }

  /** The log of m_i exp(θ L_i); minus infinity where there is no mass. */
  double logTilted(int i, double theta) {
    return logMasses[i] + theta * loss(i);
  }

  /** The cumulant function κ(θ) = log Σ_i m_i exp(θ L_i), with its first two derivatives. */
  Cumulant cumulant(double theta) {
    double peak = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < masses.length; i++) {
      peak = Math.max(peak, logTilted(i, theta));
    }
    double sum = 0;
    double sumIndex = 0;
    double sumSquare = 0;
    for (int i = 0; i < masses.length; i++) {
      double logWeight = logTilted(i, theta) - peak;
      if (logWeight > -60) {
        double weight = Math.exp(logWeight);
        sum += weight;
        sumIndex += weight * i;
        sumSquare += weight * i * i;
      }
    }
    double mean = sumIndex / sum;
    return new Cumulant(
        peak + Math.log(sum),
        offset + spacing * (first + mean),
        spacing * spacing * Math.max(0, sumSquare / sum - mean * mean));
  }

  /** κ(θ), κ'(θ), κ''(θ). */
  record Cumulant(double value, double mean, double variance) {
    static final Cumulant ZERO = new Cumulant(0, 0, 0);

    Cumulant plus(Cumulant other, double times) {
      return new Cumulant(
          value + times * other.value,
          mean + times * other.mean,
          variance + times * other.variance);
    }
  }
}
