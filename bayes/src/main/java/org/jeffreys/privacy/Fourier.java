package org.jeffreys.privacy;

/**
 * Discrete Fourier transform in place, radix 2, size a power of two.
 *
 * <p>Every twiddle factor is rounded once from {@link Math#sin} and {@link Math#cos}, not made by
 * recurrence: the accountant raises the transform to the power of the number of steps, and an error
 * with it.
 */
final class Fourier {
  private final int size;
  private final double[] cosines;
  private final double[] sines;

  Fourier(int size) {
    this.size = size;
    cosines = new double[size / 2];
    sines = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      cosines[i] = Math.cos(2 * Math.PI * i / size);
      sines[i] = Math.sin(2 * Math.PI * i / size);
    }
  }

  /**
   * Σ_j z_j exp(-2πi jk/n), unscaled. The inverse is the same with the two arrays swapped, over n.
   */
  void transform(double[] real, double[] imaginary) {
    reverseBits(real);
    reverseBits(imaginary);
    for (int half = 1; half < size; half *= 2) {
      int stride = size / (2 * half);
      for (int start = 0; start < size; start += 2 * half) {
        butterflies(real, imaginary, start, half, stride);
      }
    }
  }

  private void butterflies(double[] real, double[] imaginary, int start, int half, int stride) {
    for (int k = 0, a = start, b = start + half; k < half; k++, a++, b++) {
      double c = cosines[k * stride];
      double s = sines[k * stride];
      double re = real[b] * c + imaginary[b] * s;
      double im = imaginary[b] * c - real[b] * s;
      real[b] = real[a] - re;
      imaginary[b] = imaginary[a] - im;
      real[a] += re;
      imaginary[a] += im;
    }
  }

  private void reverseBits(double[] values) {
    int shift = Integer.numberOfLeadingZeros(size) + 1;
    for (int i = 1; i < size; i++) {
      int j = Integer.reverse(i) >>> shift;
      if (i < j) {
        double held = values[i];
        values[i] = values[j];
        values[j] = held;
      }
    }
  }
}
