package org.jeffreys.tensor;

import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The type of a tensor's elements. Operations never convert between types unless asked by name. */
public enum DType {
  /** 32-bit floating point: networks. */
  FLOAT32(ScalarType.Float, 4),
  /** 64-bit floating point: programs and diagnostics. */
  FLOAT64(ScalarType.Double, 8),
  /** 64-bit integers: indices and class labels. */
  INT64(ScalarType.Long, 8),
  /** 16-bit integers: random bits. */
  INT16(ScalarType.Short, 2),
  /** 8-bit unsigned integers: images and native generator states. */
  UINT8(ScalarType.Byte, 1),
  /** Truth values. */
  BOOL(ScalarType.Bool, 1);

  private final ScalarType scalarType;
  private final int bytes;

  DType(ScalarType scalarType, int bytes) {
    this.scalarType = scalarType;
    this.bytes = bytes;
  }

  /** The bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether elements are real numbers. */
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  ScalarType scalarType() {
    return scalarType;
  }

  /** The name of the type as messages write it: {@code float32}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
