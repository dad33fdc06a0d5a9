package org.jeffreys.tensor;

import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jspecify.annotations.Nullable;

/** The border to the native library: constants, scalars, and the translation of its errors. */
final class Native {
  static {
    Threads.initialise();
  }

  static final ScalarTypeOptional SAME_TYPE = new ScalarTypeOptional();
  static final StringViewOptional DEFAULT_DRIVER = new StringViewOptional();

  // Making options costs as much as an operation.
  private static final Map<DType, TensorOptions> OPTIONS = new EnumMap<>(DType.class);

  static {
    for (DType dtype : DType.values()) {
      OPTIONS.put(dtype, new TensorOptions(dtype.scalarType()));
    }
  }

  private static final double LARGEST_WHOLE = 0x1p53;
  private static final int SLOT_BITS = 6;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final Cleaner CLEANER = Cleaner.create();
  // Loops use few distinct scalars, and making one costs a tenth of an operation.
  private static final ThreadLocal<ScalarCache> SCALARS = ThreadLocal.withInitial(ScalarCache::new);

  private Native() {}

  private record CachedScalar(long bits, boolean whole, Scalar scalar) {}

  /** The scalars a thread used last; freed with the thread. */
  private static final class ScalarCache {
    private final @Nullable CachedScalar[] slots = new CachedScalar[1 << SLOT_BITS];

    ScalarCache() {
      @Nullable CachedScalar[] all = slots;
      CLEANER.register(this, () -> free(all));
    }

    private static void free(@Nullable CachedScalar[] slots) {
      for (CachedScalar cached : slots) {
        if (cached != null) {
          cached.scalar.close();
        }
      }
    }

    Scalar get(long bits, boolean whole) {
      int slot = (int) ((bits * MULTIPLIER) >>> (Long.SIZE - SLOT_BITS));
      CachedScalar cached = slots[slot];
      if (cached != null && cached.bits == bits && cached.whole == whole) {
        return cached.scalar;
      }
      Scalar made = whole ? new Scalar(bits) : new Scalar(Double.longBitsToDouble(bits));
      slots[slot] = new CachedScalar(bits, whole, made);
      if (cached != null) {
        cached.scalar.close();
      }
      return made;
    }
  }

  static TensorOptions options(DType dtype) {
    return Check.present(OPTIONS.get(dtype), "dtype");
  }

  /** A floating point scalar, valid until this thread asks for some others. */
  static Scalar scalar(double value) {
    return SCALARS.get().get(Double.doubleToRawLongBits(value), false);
  }

  /** A scalar that converts no elements of the type: whole for whole numbers, 0 or 1 for bool. */
  static Scalar scalar(double value, DType dtype) {
    if (dtype.isFloating()) {
      return scalar(value);
    }
    boolean fits =
        dtype == DType.BOOL
            ? value == 0 || value == 1
            : value == Math.rint(value) && Math.abs(value) <= LARGEST_WHOLE;
    if (!fits) {
      String expected = dtype == DType.BOOL ? "0 or 1" : "a whole number";
      throw Check.failure("value", expected + " for " + dtype + " elements", value);
    }
    return SCALARS.get().get((long) value, true);
  }

  static TensorVector vector(Tensor... tensors) {
    return new TensorVector(
        Arrays.stream(tensors).map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
  }

  /**
   * The error of ours that stands for a native one: {@code operation: expected …, got operands; the
   * library's first line}. Errors of Java's own come back as they are.
   */
  static RuntimeException failure(String operation, RuntimeException cause, String operands) {
    if (cause.getClass() != RuntimeException.class) {
      return cause;
    }
    String line = String.valueOf(cause.getMessage()).strip().lines().findFirst().orElse("");
    if (line.contains("not positive-definite")
        || line.contains("singular")
        || line.contains("failed to converge")) {
      return new NumericalException(
          message(operation, "a well-conditioned matrix", operands, line), cause);
    }
    if (line.contains("DefaultCPUAllocator") || line.contains("CUDA out of memory")) {
      int reason = Math.max(line.indexOf("DefaultCPUAllocator"), 0);
      return new IllegalArgumentException(
          message(operation, "a result that fits in memory", operands, line.substring(reason)),
          cause);
    }
    return new IllegalArgumentException(
        message(operation, "operands that fit", operands, line), cause);
  }

  private static String message(String operation, String expected, String operands, String line) {
    return operation + ": expected " + expected + ", got " + operands + "; " + line;
  }
}
