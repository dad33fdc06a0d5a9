package org.jeffreys.nn;

import org.jeffreys.tensor.Tensor;

/**
 * A dense layer of some draws in arrays.
 *
 * <p>The arrays are laid out for the JVM's compiler, which makes vector instructions of a loop only
 * where all arrays in it are indexed alike: so each input has an array of its own, in which a
 * draw's weights lie where its outputs do. Layers of very few outputs have an array each output
 * instead, in which weights lie where the draw's inputs do.
 */
final class PackedDense {
  /** The outputs up to which a loop over inputs is the longer. */
  private static final int FEW_OUTPUTS = 3;

  private final int in;
  private final int out;
  private final int numDraws;

  /**
   * @shape [in][draws x out]; with few outputs [out][draws x in]
   */
  private final float[][] weights;

  /**
   * @shape [draws x out]
   */
  private final float[] biases;

  /**
   * The layer of given draws.
   *
   * @param numDraws as the arrays have, or any number where they have one
   * @shape weight [draws or 1, in, out]; bias [draws or 1, 1, out]
   */
  PackedDense(Tensor weight, Tensor bias, int numDraws) {
    this.in = (int) weight.size(1);
    this.out = (int) weight.size(2);
    this.numDraws = numDraws;
    boolean few = out <= FEW_OUTPUTS;
    this.weights = few ? new float[out][numDraws * in] : new float[in][numDraws * out];
    this.biases = new float[numDraws * out];
    float[] flat = weight.toFloats();
    float[] flatBias = bias.toFloats();
    int given = (int) weight.size(0);
    for (int draw = 0; draw < numDraws; draw++) {
      int from = given == 1 ? 0 : draw;
      System.arraycopy(flatBias, from * out, biases, draw * out, out);
      for (int i = 0; i < in; i++) {
        for (int j = 0; j < out; j++) {
          float each = flat[(from * in + i) * out + j];
          if (few) {
            weights[j][draw * in + i] = each;
          } else {
            weights[i][draw * out + j] = each;
          }
        }
      }
    }
  }

  int out() {
    return out;
  }

  /**
   * {@code y = x W + b}.
   *
   * @param shared whether all draws have one x
   * @shape x [draws or 1, in]; y [draws, out], overwritten
   */
  void forward(float[] x, boolean shared, float[] y) {
    if (out <= FEW_OUTPUTS) {
      for (int draw = 0; draw < numDraws; draw++) {
        for (int j = 0; j < out; j++) {
          float sum = dot(x, shared ? 0 : draw * in, weights[j], draw * in, in);
          y[draw * out + j] = biases[draw * out + j] + sum;
        }
      }
      return;
    }
    System.arraycopy(biases, 0, y, 0, numDraws * out);
    if (shared) {
      addProducts(x, 0, y, 0, numDraws * out);
      return;
    }
    for (int draw = 0; draw < numDraws; draw++) {
      addProducts(x, draw * in, y, draw * out, (draw + 1) * out);
    }
  }

  /** Adds the inputs from {@code first} on times their weights, four at a time. */
  private void addProducts(float[] x, int first, float[] y, int from, int to) {
    int i = 0;
    for (; i + 3 < in; i += 4) {
      int at = first + i;
      float[] w0 = weights[i];
      float[] w1 = weights[i + 1];
      float[] w2 = weights[i + 2];
      float[] w3 = weights[i + 3];
      add(w0, w1, w2, w3, x[at], x[at + 1], x[at + 2], x[at + 3], y, from, to);
    }
    for (; i + 1 < in; i += 2) {
      add(weights[i], weights[i + 1], x[first + i], x[first + i + 1], y, from, to);
    }
    if (i < in) {
      add(weights[i], x[first + i], y, from, to);
    }
  }

  // More than four inputs in one loop are not made vector instructions of.
  private static void add(
      float[] w0,
      float[] w1,
      float[] w2,
      float[] w3,
      float x0,
      float x1,
      float x2,
      float x3,
      float[] y,
      int from,
      int to) {
    for (int k = from; k < to; k++) {
      y[k] += x0 * w0[k] + x1 * w1[k] + x2 * w2[k] + x3 * w3[k];
    }
  }

  private static void add(float[] w0, float[] w1, float x0, float x1, float[] y, int from, int to) {
    for (int k = from; k < to; k++) {
      y[k] += x0 * w0[k] + x1 * w1[k];
    }
  }

  private static void add(float[] w0, float x0, float[] y, int from, int to) {
    for (int k = from; k < to; k++) {
      y[k] += x0 * w0[k];
    }
  }

  /** Four sums at a time, which need not wait for each other. */
  private static float dot(float[] x, int xStart, float[] w, int wStart, int count) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    int k = 0;
    for (; k + 3 < count; k += 4) {
      first += x[xStart + k] * w[wStart + k];
      second += x[xStart + k + 1] * w[wStart + k + 1];
      third += x[xStart + k + 2] * w[wStart + k + 2];
      fourth += x[xStart + k + 3] * w[wStart + k + 3];
    }
    for (; k < count; k++) {
      first += x[xStart + k] * w[wStart + k];
    }
    return first + second + (third + fourth);
  }
}
