package org.jeffreys.inference.mcmc;

/** Loops over vectors on the heap, which are short enough for a sum of one accumulator. */
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static boolean isFinite(double[] values, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (!Double.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  /** log(eᵃ + eᵇ). */
  static double logAddExp(double a, double b) {
    double greater = Math.max(a, b);
    return greater == Double.NEGATIVE_INFINITY
        ? greater
        : greater + Math.log1p(Math.exp(Math.min(a, b) - greater));
  }
}
