package org.jeffreys.distribution;

import org.hipparchus.special.Gamma;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Tensor;

/**
 * Draws of counts on the heap.
 *
 * @source Hörmann (1993), Insurance: Mathematics and Economics 12, algorithm PTRS; Hörmann (1993),
 *     Journal of Statistical Computation and Simulation 46, algorithm BTRS
 */
final class CountDraws {
  /** Below such a mean, one step a success is faster. */
  private static final double FEW = 10;

  private CountDraws() {}

  /** 0 to the greatest of whole numbers. @shape [values] */
  static Tensor upTo(Tensor numTrials) {
    double greatest = 0;
    for (double each : Noise.values(numTrials, Parameters.broadcast(numTrials))) {
      greatest = Math.max(greatest, each);
    }
    return Tensor.range((long) greatest + 1).to(numTrials.dtype());
  }

  static double poisson(HostStream stream, double rate) {
    return rate < FEW ? fewArrivals(stream, rate) : manyArrivals(stream, rate);
  }

  private static double fewArrivals(HostStream stream, double rate) {
    double bound = Math.exp(-rate);
    int count = 0;
    for (double product = stream.nextPositiveDouble();
        product > bound;
        product *= stream.nextPositiveDouble()) {
      count++;
    }
    return count;
  }

  private static double manyArrivals(HostStream stream, double rate) {
    double b = 0.931 + 2.53 * Math.sqrt(rate);
    double a = -0.059 + 0.02483 * b;
    double inverse = 1.1239 + 1.1328 / (b - 3.4);
    double accept = 0.9277 - 3.6224 / (b - 2);
    double logRate = Math.log(rate);
    while (true) {
      double u = stream.nextDouble() - 0.5;
      double v = stream.nextPositiveDouble();
      double room = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / room + b) * u + rate + 0.43);
      if (room >= 0.07 && v <= accept) {
        return k;
      }
      if (k < 0 || (room < 0.013 && v > room)) {
        continue;
      }
      double logHat = Math.log(v) + Math.log(inverse) - Math.log(a / (room * room) + b);
      if (logHat <= k * logRate - rate - Gamma.logGamma(k + 1)) {
        return k;
      }
    }
  }

  /** Of whole trials. */
  static double binomial(HostStream stream, double trials, double probs) {
    if (probs > 0.5) {
      return trials - binomial(stream, trials, 1 - probs);
    }
    return trials * probs < FEW
        ? fewSuccesses(stream, trials, probs)
        : manySuccesses(stream, trials, probs);
  }

  private static double fewSuccesses(HostStream stream, double trials, double probs) {
    double logOfComplement = Math.log1p(-probs);
    double count = -1;
    double reached = 0;
    while (reached <= trials) {
      reached += stream.nextGap(logOfComplement) + 1.0;
      count++;
    }
    return count;
  }

  private static double manySuccesses(HostStream stream, double trials, double probs) {
    double spread = Math.sqrt(trials * probs * (1 - probs));
    double b = 1.15 + 2.53 * spread;
    double a = -0.0873 + 0.0248 * b + 0.01 * probs;
    double accept = 0.92 - 4.2 / b;
    double alpha = (2.83 + 5.1 / b) * spread;
    double logOdds = Math.log(probs / (1 - probs));
    double mode = Math.floor((trials + 1) * probs);
    double peak = Gamma.logGamma(mode + 1) + Gamma.logGamma(trials - mode + 1);
    while (true) {
      double u = stream.nextDouble() - 0.5;
      double v = stream.nextPositiveDouble();
      double room = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / room + b) * u + trials * probs + 0.5);
      if (k < 0 || k > trials) {
        continue;
      }
      if (room >= 0.07 && v <= accept) {
        return k;
      }
      double logHat = Math.log(v * alpha / (a / (room * room) + b));
      double logFall = Gamma.logGamma(k + 1) + Gamma.logGamma(trials - k + 1) - peak;
      if (logHat <= (k - mode) * logOdds - logFall) {
        return k;
      }
    }
  }
}
