package org.jeffreys.nn;

/**
 * Activation functions over arrays, in loops that the JVM's compiler makes vector instructions of:
 * without branches, calls or conversions. So exponentials are powers of short series, and what
 * needs more than float32 goes through an array of doubles, some values at a time.
 *
 * <pre>{@code
 * e^x = (e^(x/512))^512        e^2t - 1 = (e^t - 1)(e^t - 1 + 2)
 * }</pre>
 *
 * <p>Within 1e-7 of the value, in float32's normal range; NaN stays NaN.
 */
final class ActivationLoops {
  /** The values that are in doubles at once. */
  static final int SOME = 256;

  /** Beyond it tanh is 1 in float32. */
  private static final double GREATEST_OF_TANH = 10;

  /** Beyond it e^x leaves float32. */
  private static final double GREATEST_OF_EXP = 90;

  private ActivationLoops() {}

  /** A loop over values in double precision. */
  private interface Loop {
    void run(double[] values, int count);
  }

  static void relu(float[] values, int count) {
    for (int k = 0; k < count; k++) {
      values[k] = Math.max(values[k], 0f);
    }
  }

  static void tanh(float[] values, int count, double[] scratch) {
    inDoubles(values, count, scratch, ActivationLoops::tanh);
  }

  static void sigmoid(float[] values, int count, double[] scratch) {
    inDoubles(values, count, scratch, ActivationLoops::sigmoid);
  }

  static void softplus(float[] values, int count, double[] scratch) {
    for (int start = 0; start < count; start += SOME) {
      int some = Math.min(SOME, count - start);
      widen(values, start, scratch, some);
      logOnePlusExpOfMinusSize(scratch, some);
      for (int k = 0; k < some; k++) {
        values[start + k] = (float) (Math.max(values[start + k], 0f) + scratch[k]);
      }
    }
  }

  static void silu(float[] values, int count, double[] scratch) {
    for (int start = 0; start < count; start += SOME) {
      int some = Math.min(SOME, count - start);
      widen(values, start, scratch, some);
      sigmoid(scratch, some);
      for (int k = 0; k < some; k++) {
        values[start + k] = (float) (values[start + k] * scratch[k]);
      }
    }
  }

  private static void inDoubles(float[] values, int count, double[] scratch, Loop loop) {
    for (int start = 0; start < count; start += SOME) {
      int some = Math.min(SOME, count - start);
      widen(values, start, scratch, some);
      loop.run(scratch, some);
      for (int k = 0; k < some; k++) {
        values[start + k] = (float) scratch[k];
      }
    }
  }

  private static void widen(float[] values, int start, double[] to, int count) {
    for (int k = 0; k < count; k++) {
      to[k] = values[start + k];
    }
  }

  /** By e^2x - 1, which keeps small x exact where e^2x would not. */
  private static void tanh(double[] values, int count) {
    for (int k = 0; k < count; k++) {
      double x = values[k];
      double t = Math.max(-GREATEST_OF_TANH, Math.min(GREATEST_OF_TANH, x)) * 0x1p-5;
      double e = t * series(t);
      e = e * (e + 2);
      e = e * (e + 2);
      e = e * (e + 2);
      e = e * (e + 2);
      e = e * (e + 2);
      e = e * (e + 2);
      values[k] = e / (e + 2);
    }
  }

  private static void sigmoid(double[] values, int count) {
    for (int k = 0; k < count; k++) {
      values[k] = -values[k];
    }
    exp(values, count);
    for (int k = 0; k < count; k++) {
      values[k] = 1 / (1 + values[k]);
    }
  }

  /** log(1 + u) for u = e^-|x| in (0, 1], as 2 artanh(u / (2 + u)). */
  private static void logOnePlusExpOfMinusSize(double[] values, int count) {
    for (int k = 0; k < count; k++) {
      values[k] = -Math.abs(values[k]);
    }
    exp(values, count);
    for (int k = 0; k < count; k++) {
      double s = values[k] / (2 + values[k]);
      double q = s * s;
      double high = 1.0 / 11 + q * (1.0 / 13 + q * (1.0 / 15 + q * (1.0 / 17 + q / 19)));
      values[k] =
          2 * s * (1 + q * (1.0 / 3 + q * (0.2 + q * (1.0 / 7 + q * (1.0 / 9 + q * high)))));
    }
  }

  private static void exp(double[] values, int count) {
    for (int k = 0; k < count; k++) {
      double x = values[k];
      double t = Math.max(-GREATEST_OF_EXP, Math.min(GREATEST_OF_EXP, x)) * 0x1p-9;
      values[k] = 1 + t * series(t);
    }
    for (int k = 0; k < count; k++) {
      double e = values[k];
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      values[k] = e;
    }
  }

  /** (e^t - 1) / t for |t| at most 0.32, to 2e-10; the less t, the better. */
  private static double series(double t) {
    double high = 1.0 / 120 + t * (1.0 / 720 + t * (1.0 / 5040 + t * (1.0 / 40320)));
    return 1 + t * (0.5 + t * (1.0 / 6 + t * (1.0 / 24 + t * high)));
  }
}
