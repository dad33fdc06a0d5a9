package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jeffreys.tensor.Numbers.assertNear;
import static org.jeffreys.tensor.Numbers.refused;
import static org.jeffreys.tensor.Numbers.sample;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolution and pooling against loops. */
@ExtendWith(NativeMemory.class)
final class ConvolutionTest {
  /** The lengths of a convolution's axes; kernels are {@code size} x {@code width}. */
  record Case(
      DType dtype, int n, int h, int w, int in, int out, int size, int width, int stride, int pad) {
    int rows() {
      return (h + 2 * pad - size) / stride + 1;
    }

    int columns() {
      return (w + 2 * pad - width) / stride + 1;
    }

    double tolerance() {
      return dtype == DType.FLOAT64 ? 1e-12 : 2e-5;
    }

    Tensor tensor(String name, long... shape) {
      return sample(name, shape).to(dtype);
    }

    Convolution.Moves moves() {
      return new Convolution.Moves(stride, pad);
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      cases.add(new Case(dtype, 3, 3, 3, 3, 3, 3, 3, 1, 0));
      cases.add(new Case(dtype, 2, 7, 5, 3, 4, 3, 3, 1, 0));
      cases.add(new Case(dtype, 2, 7, 5, 3, 4, 3, 3, 2, 1));
      cases.add(new Case(dtype, 1, 8, 11, 1, 5, 2, 3, 3, 2));
      cases.add(new Case(dtype, 5, 1, 1, 2, 3, 1, 1, 1, 0));
      cases.add(new Case(dtype, 2, 5, 9, 2, 1, 4, 5, 2, 3));
    }
    return cases;
  }

  /** One product of the sum: places in input, weight and output. */
  private interface Term {
    void at(int input, int weight, int output);
  }

  private static void eachTerm(Case c, Term term) {
    for (int n = 0; n < c.n; n++) {
      for (int i = 0; i < c.rows(); i++) {
        for (int j = 0; j < c.columns(); j++) {
          int place = (n * c.rows() + i) * c.columns() + j;
          for (int o = 0; o < c.out; o++) {
            eachOfWindow(c, n, i, j, o, place * c.out + o, term);
          }
        }
      }
    }
  }

  private static void eachOfWindow(Case c, int n, int i, int j, int o, int output, Term term) {
    for (int k = 0; k < c.size; k++) {
      for (int l = 0; l < c.width; l++) {
        int row = c.stride * i + k - c.pad;
        int column = c.stride * j + l - c.pad;
        if (row >= 0 && row < c.h && column >= 0 && column < c.w) {
          for (int channel = 0; channel < c.in; channel++) {
            int input = ((n * c.h + row) * c.w + column) * c.in + channel;
            int weight = ((o * c.size + k) * c.width + l) * c.in + channel;
            term.at(input, weight, output);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void convolutionAndItsGradientsAreTheirSums(Case c) {
    Tensor input = c.tensor("input", c.n, c.h, c.w, c.in);
    Tensor weight = c.tensor("weight", c.out, c.size, c.width, c.in);
    Tensor bias = c.tensor("bias", c.out);
    Tensor delta = c.tensor("delta", c.n, c.rows(), c.columns(), c.out);
    double[] x = input.toDoubles();
    double[] w = weight.toDoubles();
    double[] b = bias.toDoubles();
    double[] d = delta.toDoubles();
    double[] y = new double[d.length];
    double[] ofInput = new double[x.length];
    double[] ofWeight = new double[w.length];
    double[] ofBias = new double[b.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = b[i % c.out];
      ofBias[i % c.out] += d[i];
    }
    eachTerm(
        c,
        (in, of, out) -> {
          y[out] += x[in] * w[of];
          ofInput[in] += d[out] * w[of];
          ofWeight[of] += d[out] * x[in];
        });
    Tensor found = Convolution.convolve(input, weight, bias, c.moves());
    assertThat(found.shape()).containsExactly(c.n, c.rows(), c.columns(), c.out);
    assertThat(found.dtype()).isEqualTo(c.dtype);
    assertThat(found.stride(3)).as("channels lie together").isEqualTo(1);
    assertNear(found, c.tolerance(), y);
    assertNear(Convolution.inputGradient(delta, input, weight, c.moves()), c.tolerance(), ofInput);
    Convolution.WeightGradient gradient =
        Convolution.weightGradient(delta, input, weight, c.moves());
    assertThat(gradient.weight().shape()).isEqualTo(weight.shape());
    assertNear(gradient.weight(), c.tolerance(), ofWeight);
    assertNear(gradient.bias(), c.tolerance(), ofBias);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void windowsAreWhatTheKernelsSee(Case c) {
    Tensor input = c.tensor("input", c.n, c.h, c.w, c.in);
    int size = Math.min(c.size, c.width);
    Tensor padded = Convolution.pad(input, c.pad);
    assertThat(padded.shape()).containsExactly(c.n, c.h + 2 * c.pad, c.w + 2 * c.pad, c.in);
    Tensor found = Convolution.windows(padded, size, new Convolution.Moves(c.stride, 0));
    Tensor kernels = c.tensor("kernels", c.out, size, size, c.in);
    Tensor rows = found.reshape(c.n, found.size(1), found.size(2), (long) c.in * size * size);
    Tensor columns = kernels.permute(3, 1, 2, 0).reshape((long) c.in * size * size, c.out);
    Tensor bias = Tensor.zeros(c.dtype, c.out);
    Tensor expected = Convolution.convolve(input, kernels, bias, c.moves());
    Numbers.assertSame(rows.matmul(columns), expected, c.tolerance());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void poolingIsTheGreatestValueAndTheMean(Case c) {
    int size = Math.min(2, Math.min(c.h, c.w));
    int rows = (c.h - size) / c.stride + 1;
    int columns = (c.w - size) / c.stride + 1;
    Tensor input = c.tensor("input", c.n, c.h, c.w, c.in);
    Tensor delta = c.tensor("delta", c.n, rows, columns, c.in);
    double[] x = input.toDoubles();
    double[] d = delta.toDoubles();
    double[] greatest = new double[d.length];
    double[] mean = new double[d.length];
    double[] ofGreatest = new double[x.length];
    double[] ofMean = new double[x.length];
    for (int out = 0; out < d.length; out++) {
      int place = out / c.in;
      int corner =
          ((place / (rows * columns)) * c.h + c.stride * (place / columns % rows)) * c.w
              + c.stride * (place % columns);
      int first = corner * c.in + out % c.in;
      int best = first;
      for (int k = 0; k < size * size; k++) {
        int in = first + ((k / size) * c.w + k % size) * c.in;
        best = x[in] > x[best] ? in : best;
        mean[out] += x[in] / (size * size);
        ofMean[in] += d[out] / (size * size);
      }
      greatest[out] = x[best];
      ofGreatest[best] += d[out];
    }
    Convolution.Pooled pooled = Convolution.maxPool(input, size, c.stride);
    assertThat(pooled.values().shape()).containsExactly(c.n, rows, columns, c.in);
    assertNear(pooled.values(), 0, greatest);
    Tensor back = Convolution.maxPoolBackward(delta, input, pooled.indices(), size, c.stride);
    assertNear(back, c.tolerance(), ofGreatest);
    assertNear(Convolution.averagePool(input, size, c.stride), c.tolerance(), mean);
    assertNear(
        Convolution.averagePoolBackward(delta, input, size, c.stride), c.tolerance(), ofMean);
  }

  @Test
  void theFirstOfEqualValuesGetsTheDerivative() {
    Tensor input = Tensor.of(new double[] {1, 2, 2, 1, 2, 2, 2, 0, 0}, 1, 3, 3, 1);
    Convolution.Pooled pooled = Convolution.maxPool(input, 2, 1);
    assertNear(pooled.values(), 0, 2, 2, 2, 2);
    Tensor delta = Tensor.of(new double[] {1, 10, 100, 1000}, 1, 2, 2, 1);
    Tensor back = Convolution.maxPoolBackward(delta, input, pooled.indices(), 2, 1);
    assertNear(back, 0, 0, 11, 0, 0, 1100, 0, 0, 0, 0);
  }

  @Test
  void autogradGivesTheSameGradients() {
    Tensor input = sample("input", 2, 4, 5, 3);
    Tensor weight = sample("weight", 2, 3, 3, 3);
    Tensor bias = sample("bias", 2);
    Convolution.Moves moves = new Convolution.Moves(2, 1);
    Numbers.assertGradient(x -> Convolution.convolve(x, weight, bias, moves), input);
    Numbers.assertGradient(w -> Convolution.convolve(input, w, bias, moves), weight);
    Numbers.assertGradient(b -> Convolution.convolve(input, weight, b, moves), bias);
    Numbers.assertGradient(x -> Convolution.averagePool(x, 2, 2), input);
    Numbers.assertGradient(x -> Convolution.maxPool(x, 2, 2).values(), input);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refused(() -> new Convolution.Moves(0, 0), "stride: expected an integer >= 1, got 0");
    refused(() -> new Convolution.Moves(1, -1), "padding: expected an integer >= 0, got -1");
    Tensor image = sample("image", 1, 4, 4, 2);
    Tensor kernels = sample("kernels", 3, 2, 2, 2);
    Tensor bias = sample("bias", 3);
    Convolution.Moves plain = new Convolution.Moves(1, 0);
    refused(
        () -> Convolution.windows(image, 2, new Convolution.Moves(1, 1)),
        "padding: expected 0, got 1; pad the input");
    refused(
        () -> Convolution.convolve(image, kernels, bias.to(DType.FLOAT32), plain),
        "convolve: expected operands of one type, got float64 [3, 2, 2, 2] and float32 [3]; convert one"
            + " with to(DType)");
    refused(
        () -> Convolution.convolve(image, sample("kernels", 3, 2, 2, 5), bias, plain),
        "convolve: expected operands that fit, got float64 [1, 4, 4, 2] and float64 [3, 2, 2, 5]; Given"
            + " groups=1, weight of size [3, 5, 2, 2], expected input[1, 2, 4, 4] to have 5 channels,"
            + " but got 2 channels instead");
    refused(
        () -> Convolution.maxPool(Tensor.zeros(DType.INT64, 1, 4, 4, 1), 2, 2),
        "maxPool: expected float32 or float64 elements, got int64 [1, 4, 4, 1]; convert with"
            + " to(FLOAT32) or to(FLOAT64)");
    refused(
        () -> Convolution.maxPoolBackward(image, image, image, 2, 2),
        "maxPoolBackward: expected int64 elements, got float64 [1, 4, 4, 2]; pass the indices of maxPool");
    refused(
        () -> Convolution.averagePool(image, 5, 1),
        "averagePool: expected operands that fit, got float64 [1, 4, 4, 2]; Given input size: (2x4x4)."
            + " Calculated output size: (2x0x0). Output size is too small");
  }
}
