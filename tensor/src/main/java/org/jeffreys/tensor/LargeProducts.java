package org.jeffreys.tensor;

import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Products of large float32 matrices by oneDNN, which writes its kernels for the processor it
 * finds, and shares its threads with everything else. OpenBLAS goes by a list of processors, which
 * may not know a new one, and by {@code OPENBLAS_CORETYPE}; it has threads of its own, for which
 * those of the others, which wait for work by turning round and round, leave no core.
 */
final class LargeProducts {
  /** The multiplications from which on the way there and back costs less than it saves. */
  private static final double LEAST = 2e7;

  /** OpenBLAS puts its own threads to work from here on: with several, these products are ours. */
  private static final double LEAST_OF_SEVERAL = 262_144;

  private static final long NARROWEST = 16;

  private static final @Nullable Operator LINEAR =
      torch.hasMKLDNN() ? Operator.named("mkldnn::_linear_pointwise") : null;

  private static final IValue NOTHING = new IValue();
  private static final IValue NO_ACTIVATION = new IValue("none");
  private static final @Nullable IValue NO_SCALARS = LINEAR == null ? null : noScalars(LINEAR);

  private LargeProducts() {}

  private static IValue noScalars(Operator linear) {
    try (Type.TypePtr type = linear.elementType(4);
        GenericList none = new GenericList(type)) {
      return new IValue(none);
    }
  }

  /** Whether a product of [n, k] and [k, m] is worth the way there and back. */
  static boolean isLarge(long n, long k, long m) {
    double least = Threads.get() == 1 ? LEAST : LEAST_OF_SEVERAL;
    return LINEAR != null
        && (double) n * k * m >= least
        && Math.min(n, Math.min(k, m)) >= NARROWEST;
  }

  /**
   * The product of two matrices, each dense or the transposed view of a dense one.
   *
   * @param bias is added to each row of the result; null for none
   * @shape a [n, k]; b [k, m]; bias [m], dense; result [n, m]
   * @return null where another way is to be taken
   */
  static org.bytedeco.pytorch.@Nullable Tensor of(
      org.bytedeco.pytorch.Tensor a,
      org.bytedeco.pytorch.Tensor b,
      org.bytedeco.pytorch.@Nullable Tensor bias) {
    Operator linear = LINEAR;
    IValue noScalars = NO_SCALARS;
    if (linear == null
        || noScalars == null
        || !isLarge(a.size(0), a.size(1), b.size(1))
        || b.size(0) != a.size(1)
        || a.is_cuda()
        || a.requires_grad()
        || b.requires_grad()
        || !isDense(a)
        || !isDense(b)) {
      return null;
    }
    // The operation is that of a dense layer, which multiplies by the transposed of its weight.
    try (IValue left = new IValue(a);
        var transposed = b.t();
        IValue right = new IValue(transposed);
        IValue added = bias == null ? new IValue() : new IValue(bias);
        IValueVector stack =
            new IValueVector(left, right, added, NO_ACTIVATION, noScalars, NOTHING)) {
      linear.call(stack);
      // What is got lies within the stack; the handle that is made of it outlives that.
      try (IValue result = stack.get(0)) {
        return new org.bytedeco.pytorch.Tensor(result.toTensor());
      }
    }
  }

  private static boolean isDense(org.bytedeco.pytorch.Tensor matrix) {
    return matrix.is_contiguous() || (matrix.stride(0) == 1 && matrix.stride(1) == matrix.size(0));
  }
}
