package org.jeffreys.tensor;

import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Products of large float32 matrices by oneDNN, which writes its kernels for the processor it
 * finds. OpenBLAS goes by a list of processors, which may not know a new one, and by {@code
 * OPENBLAS_CORETYPE}: it then takes up to twice the time.
 */
final class LargeProducts {
  /** The multiplications from which on the way there and back costs less than it saves. */
  private static final double LEAST = 2e7;

  private static final long NARROWEST = 16;

  private static final boolean AVAILABLE = torch.hasMKLDNN();

  private LargeProducts() {}

  /** Whether a product of [n, k] and [k, m] is worth the way there and back. */
  static boolean isLarge(long n, long k, long m) {
    return AVAILABLE && (double) n * k * m >= LEAST && Math.min(n, Math.min(k, m)) >= NARROWEST;
  }

  /**
   * The product of two matrices, one of which may be the transposed view of a dense one.
   *
   * @shape a [n, k]; b [k, m]; result [n, m]
   * @return null where another way is to be taken
   */
  static org.bytedeco.pytorch.@Nullable Tensor of(
      org.bytedeco.pytorch.Tensor a, org.bytedeco.pytorch.Tensor b) {
    long n = a.size(0);
    long m = b.size(1);
    if (!isLarge(n, a.size(1), m)
        || b.size(0) != a.size(1)
        || a.is_cuda()
        || a.requires_grad()
        || b.requires_grad()) {
      return null;
    }
    boolean denseA = a.is_contiguous();
    boolean denseB = b.is_contiguous();
    if (denseA && denseB) {
      return plain(a, b, n, m);
    }
    if (denseA && isTransposed(b)) {
      return rightTransposed(a, b);
    }
    return denseB && isTransposed(a) ? leftTransposed(a, b) : null;
  }

  private static boolean isTransposed(org.bytedeco.pytorch.Tensor matrix) {
    return matrix.stride(0) == 1 && matrix.stride(1) == matrix.size(0);
  }

  /** The delta of a dense layer's input is its delta times its weight. */
  private static org.bytedeco.pytorch.Tensor plain(
      org.bytedeco.pytorch.Tensor a, org.bytedeco.pytorch.Tensor b, long n, long m) {
    try (var left = a.to_mkldnn();
        var product = torch.mkldnn_linear_backward_input(new long[] {n, m}, left, b)) {
      return product.to_dense();
    }
  }

  /** A dense layer multiplies by the transposed of its weight. */
  private static org.bytedeco.pytorch.Tensor rightTransposed(
      org.bytedeco.pytorch.Tensor a, org.bytedeco.pytorch.Tensor b) {
    try (var left = a.to_mkldnn();
        var right = b.t();
        var product = torch.mkldnn_linear(left, right)) {
      return product.to_dense();
    }
  }

  /** The gradient of a dense layer's weight is its delta, transposed, times its input. */
  private static org.bytedeco.pytorch.Tensor leftTransposed(
      org.bytedeco.pytorch.Tensor a, org.bytedeco.pytorch.Tensor b) {
    try (var transposed = a.t();
        var left = transposed.to_mkldnn();
        var right = b.to_mkldnn();
        T_TensorTensor_T both =
            torch.mkldnn_linear_backward_weights(left, right, transposed, false);
        var product = new org.bytedeco.pytorch.Tensor(both.get0())) {
      return product.is_mkldnn() ? product.to_dense() : product.contiguous();
    }
  }
}
