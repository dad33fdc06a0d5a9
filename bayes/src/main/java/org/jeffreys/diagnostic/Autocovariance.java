package org.jeffreys.diagnostic;

import org.hipparchus.transform.DftNormalization;
import org.hipparchus.transform.FastFourierTransformer;
import org.hipparchus.transform.TransformType;
import org.jspecify.annotations.Nullable;

/**
 * The autocovariance of chains, averaged over the chains.
 *
 * <pre>{@code
 * γ(lag) = mean over chains of 1/n Σᵢ (xᵢ - x̄)(xᵢ₊ₗₐ₉ - x̄)
 * }</pre>
 *
 * <p>Short lags are summed directly, since most chains need no more; the first long one asked for
 * brings all of them by fast Fourier transform, two chains to a transform.
 *
 * @source Geyer (1992), Practical Markov chain Monte Carlo, Statistical Science 7, section 3.1 (the
 *     divisor n)
 */
final class Autocovariance {
  private static final int LONGEST_DIRECT_LAG = 40;

  private final double[][] centred;
  private double @Nullable [] byLag;

  Autocovariance(double[][] chains) {
    centred = new double[chains.length][];
    for (int c = 0; c < chains.length; c++) {
      centred[c] = chains[c].clone();
      double mean = Chains.mean(chains[c]);
      for (int s = 0; s < centred[c].length; s++) {
        centred[c][s] -= mean;
      }
    }
  }

  double at(int lag) {
    if (lag <= LONGEST_DIRECT_LAG) {
      return direct(lag);
    }
    double[] all = byLag;
    if (all == null) {
      all = transformed();
      byLag = all;
    }
    return all[lag];
  }

  private double direct(int lag) {
    double sum = 0;
    for (double[] chain : centred) {
      sum += lagged(chain, lag);
    }
    return sum / ((double) centred.length * centred[0].length);
  }

  /** Four sums at a time, which need not wait for each other. */
  private static double lagged(double[] chain, int lag) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int last = chain.length - lag;
    int s = 0;
    for (; s + 3 < last; s += 4) {
      first += chain[s] * chain[s + lag];
      second += chain[s + 1] * chain[s + 1 + lag];
      third += chain[s + 2] * chain[s + 2 + lag];
      fourth += chain[s + 3] * chain[s + 3 + lag];
    }
    for (; s < last; s++) {
      first += chain[s] * chain[s + lag];
    }
    return first + second + (third + fourth);
  }

  private double[] transformed() {
    int length = centred[0].length;
    int size = Integer.highestOneBit(2 * length - 1) << 1;
    double[][] power = new double[2][size];
    for (int c = 0; c < centred.length; c += 2) {
      double[][] pair = new double[2][size];
      System.arraycopy(centred[c], 0, pair[0], 0, length);
      if (c + 1 < centred.length) {
        System.arraycopy(centred[c + 1], 0, pair[1], 0, length);
      }
      transform(pair, TransformType.FORWARD);
      // |X|² + |Y|² at k is the mean of |Z|² at k and -k for Z = X + iY; the inverse transform's
      // real
      // part takes that mean.
      for (int k = 0; k < size; k++) {
        power[0][k] += pair[0][k] * pair[0][k] + pair[1][k] * pair[1][k];
      }
    }
    transform(power, TransformType.INVERSE);
    double[] covariances = new double[length];
    for (int lag = 0; lag < length; lag++) {
      covariances[lag] = power[0][lag] / ((double) centred.length * length);
    }
    return covariances;
  }

  private static void transform(double[][] realAndImaginary, TransformType type) {
    FastFourierTransformer.transformInPlace(realAndImaginary, DftNormalization.STANDARD, type);
  }
}
