package org.jeffreys.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jeffreys.tensor.DType;
import org.jspecify.annotations.Nullable;

/** The types of elements that safetensors files have, by the names they have there. */
enum ElementType {
  F64(8, DType.FLOAT64),
  F32(4, DType.FLOAT32),
  F16(2, DType.FLOAT32),
  BF16(2, DType.FLOAT32),
  F8_E4M3(1, null),
  F8_E5M2(1, null),
  I64(8, DType.INT64),
  I32(4, null),
  I16(2, DType.INT16),
  I8(1, null),
  U64(8, null),
  U32(4, null),
  U16(2, null),
  U8(1, DType.UINT8),
  BOOL(1, DType.BOOL);

  private static final int HALF_BITS = 10;
  private static final int FLOAT_BITS = 23;
  private static final int HALF_SPECIAL = 31;

  private final int bytes;
  private final @Nullable DType dtype;

  ElementType(int bytes, @Nullable DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /** The bytes of one element in the file. */
  int bytes() {
    return bytes;
  }

  /** What it is read as; empty where it cannot be. */
  Optional<DType> dtype() {
    return Optional.ofNullable(dtype);
  }

  static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** What a type is written as. */
  static ElementType of(DType dtype) {
    return Arrays.stream(values())
        .filter(type -> type.dtype == dtype && type.bytes == dtype.bytes())
        .findFirst()
        .orElseThrow();
  }

  /** The names of those that can be read. */
  static List<String> readable() {
    return Arrays.stream(values()).filter(type -> type.dtype != null).map(Enum::name).toList();
  }

  /** Elements of the file as elements of {@link #dtype}: 16-bit floats are widened, exactly. */
  byte[] widened(byte[] elements) {
    if (this != F16 && this != BF16) {
      return elements;
    }
    ByteBuffer from = ByteBuffer.wrap(elements).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer to = ByteBuffer.allocate(elements.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    while (from.hasRemaining()) {
      short bits = from.getShort();
      to.putInt(this == BF16 ? bits << 16 : ofHalf(bits));
    }
    return to.array();
  }

  /** The bits of the float of the same value as a half: 1 sign, 5 exponent, 10 mantissa. */
  static int ofHalf(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> HALF_BITS & HALF_SPECIAL;
    int mantissa = half & (1 << HALF_BITS) - 1;
    if (exponent == 0) {
      // Subnormal: a multiple of 2^-24, which a float holds as a normal number.
      return sign | Float.floatToRawIntBits(mantissa * 0x1p-24f);
    }
    int bias = exponent == HALF_SPECIAL ? 255 - HALF_SPECIAL : 127 - 15;
    return sign | ((exponent + bias) << FLOAT_BITS) | (mantissa << (FLOAT_BITS - HALF_BITS));
  }
}
