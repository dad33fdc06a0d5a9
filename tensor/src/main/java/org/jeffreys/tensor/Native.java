package org.jeffreys.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorVector;
import org.jeffreys.core.NumericalException;
import org.jspecify.annotations.Nullable;

/** The border to the native library: constants, scalars, and the translation of its errors. */
final class Native {
  static final ScalarTypeOptional SAME_TYPE = new ScalarTypeOptional();

  private static final int SLOTS = 64;
  // Loops use few distinct scalars, and making one costs a tenth of an operation.
  private static final ThreadLocal<CachedScalar[]> SCALARS =
      ThreadLocal.withInitial(() -> new CachedScalar[SLOTS]);

  private Native() {}

  private record CachedScalar(long bits, Scalar scalar) {}

  static Scalar scalar(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int slot = (int) ((bits * 0x9E3779B97F4A7C15L) >>> 58);
    CachedScalar[] cache = SCALARS.get();
    @Nullable CachedScalar cached = cache[slot];
    if (cached != null && cached.bits == bits) {
      return cached.scalar;
    }
    if (cached != null) {
      cached.scalar.close();
    }
    Scalar made = new Scalar(value);
    cache[slot] = new CachedScalar(bits, made);
    return made;
  }

  static TensorVector vector(Tensor... tensors) {
    return new TensorVector(
        Arrays.stream(tensors).map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
  }

  /**
   * The error of ours that stands for a native one: {@code operation: expected …, got operands; the
   * library's first line}.
   */
  static RuntimeException failure(String operation, RuntimeException cause, Tensor... operands) {
    if (cause instanceof IllegalStateException || cause instanceof IllegalArgumentException) {
      return cause;
    }
    String text = String.valueOf(cause.getMessage()).strip();
    String line = text.lines().findFirst().orElse("");
    String got =
        Stream.of(operands)
            .map(
                t ->
                    t.dtype().name().toLowerCase(java.util.Locale.ROOT)
                        + " "
                        + Arrays.toString(t.shape()))
            .collect(Collectors.joining(" and "));
    if (line.contains("not positive-definite")
        || line.contains("singular")
        || line.contains("failed to converge")) {
      return new NumericalException(
          String.format("%s: expected a well-conditioned matrix, got %s; %s", operation, got, line),
          cause);
    }
    return new IllegalArgumentException(
        String.format("%s: expected operands that fit, got %s; %s", operation, got, line), cause);
  }
}
