package org.jeffreys.tensor;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorVector;
import org.jeffreys.core.Check;

/**
 * Calls of native operations: checks of the element types before, ours for native errors after.
 *
 * <p>The library converts where a result does not fit its operands' type: whole numbers to float32
 * in {@code exp}, truth values to int64 in {@code sum}. We refuse.
 */
final class Call {
  private static final long[] NO_AXES = {};

  private Call() {}

  /**
   * An operation that keeps the type of its operand.
   *
   * @param axes or other whole numbers that it was given, for recordings
   */
  static Tensor unary(
      String name, Tensor x, UnaryOperator<org.bytedeco.pytorch.Tensor> operation, long... axes) {
    return unary(name, x, Double.NaN, operation, axes);
  }

  private static Tensor unary(
      String name,
      Tensor x,
      double number,
      UnaryOperator<org.bytedeco.pytorch.Tensor> operation,
      long... axes) {
    try {
      Tensor result = Tensor.wrap(operation.apply(x.handle()), x.dtype());
      return Recorder.isOpen() ? Recorder.note(name, result, number, axes, x) : result;
    } catch (RuntimeException e) {
      throw Native.failure(name, e, x.toString());
    }
  }

  /**
   * An operation on two tensors of one type, which it keeps.
   *
   * @param axes or other whole numbers that it was given, for recordings
   */
  static Tensor binary(
      String name,
      Tensor x,
      Tensor y,
      BinaryOperator<org.bytedeco.pytorch.Tensor> operation,
      long... axes) {
    sameType(name, x, y);
    try {
      Tensor result = Tensor.wrap(operation.apply(x.handle(), y.handle()), x.dtype());
      return Recorder.isOpen() ? Recorder.note(name, result, Double.NaN, axes, x, y) : result;
    } catch (RuntimeException e) {
      throw Native.failure(name, e, x + " and " + y);
    }
  }

  /** An operation of a number, too, whose last two operands and result are of one type. */
  static Tensor scaled(
      String name,
      double number,
      BinaryOperator<org.bytedeco.pytorch.Tensor> operation,
      Tensor... operands) {
    Tensor x = operands[operands.length - 2];
    Tensor y = operands[operands.length - 1];
    sameType(name, operands[0], x);
    sameType(name, x, y);
    try {
      Tensor result = Tensor.wrap(operation.apply(x.handle(), y.handle()), x.dtype());
      return Recorder.isOpen() ? Recorder.note(name, result, number, NO_AXES, operands) : result;
    } catch (RuntimeException e) {
      throw Native.failure(name, e, text(operands));
    }
  }

  static Tensor floating(
      String name, Tensor x, UnaryOperator<org.bytedeco.pytorch.Tensor> operation, long... axes) {
    requireFloating(name, x);
    return unary(name, x, operation, axes);
  }

  static Tensor floating(
      String name,
      Tensor x,
      Tensor y,
      BinaryOperator<org.bytedeco.pytorch.Tensor> operation,
      long... axes) {
    requireFloating(name, x);
    return binary(name, x, y, operation, axes);
  }

  static Tensor numeric(
      String name, Tensor x, UnaryOperator<org.bytedeco.pytorch.Tensor> operation) {
    requireNumeric(name, x);
    return unary(name, x, operation);
  }

  static Tensor numeric(
      String name, Tensor x, Tensor y, BinaryOperator<org.bytedeco.pytorch.Tensor> operation) {
    requireNumeric(name, x);
    return binary(name, x, y, operation);
  }

  /** An operation with a number, which is whole where the elements are. */
  static Tensor number(
      String name,
      Tensor x,
      double value,
      BiFunction<org.bytedeco.pytorch.Tensor, Scalar, org.bytedeco.pytorch.Tensor> operation) {
    requireNumeric(name, x);
    Scalar number = Native.scalar(value, x.dtype());
    return unary(name, x, value, a -> operation.apply(a, number));
  }

  /** An operation that gives truth values. */
  static Tensor compare(
      String name, Tensor x, UnaryOperator<org.bytedeco.pytorch.Tensor> operation) {
    return made(name, DType.BOOL, () -> operation.apply(x.handle()), x);
  }

  /** An operation with indices of an axis. */
  static Tensor along(
      String name,
      Tensor x,
      long axis,
      Tensor indices,
      BinaryOperator<org.bytedeco.pytorch.Tensor> operation) {
    long[] axes = {axis};
    return made(
        name, x.dtype(), axes, () -> operation.apply(x.handle(), indices.handle()), x, indices);
  }

  /** A comparison with a number. */
  static Tensor compare(
      String name,
      Tensor x,
      double value,
      BiFunction<org.bytedeco.pytorch.Tensor, Scalar, org.bytedeco.pytorch.Tensor> operation) {
    Scalar number = Native.scalar(value, x.dtype());
    try {
      Tensor result = Tensor.wrap(operation.apply(x.handle(), number), DType.BOOL);
      return Recorder.isOpen() ? Recorder.note(name, result, value, NO_AXES, x) : result;
    } catch (RuntimeException e) {
      throw Native.failure(name, e, x.toString());
    }
  }

  /** An operation that overwrites its first operand. */
  static Tensor inPlace(
      String name,
      Tensor x,
      Tensor y,
      BiConsumer<org.bytedeco.pytorch.Tensor, org.bytedeco.pytorch.Tensor> operation) {
    sameType(name, x, y);
    Recorder.refuse(name, x, y);
    try {
      operation.accept(x.handle(), y.handle());
      return x;
    } catch (RuntimeException e) {
      throw Native.failure(name, e, x + " and " + y);
    }
  }

  /** An operation whose result has another type than its operands. */
  static Tensor made(
      String name,
      DType dtype,
      Supplier<org.bytedeco.pytorch.Tensor> operation,
      Tensor... operands) {
    return made(name, dtype, NO_AXES, operation, operands);
  }

  private static Tensor made(
      String name,
      DType dtype,
      long[] axes,
      Supplier<org.bytedeco.pytorch.Tensor> operation,
      Tensor... operands) {
    try {
      Tensor result = Tensor.wrap(operation.get(), dtype);
      return Recorder.isOpen() ? Recorder.note(name, result, Double.NaN, axes, operands) : result;
    } catch (RuntimeException e) {
      throw Native.failure(name, e, text(operands));
    }
  }

  /** An operation that makes a tensor of nothing but a shape. */
  static Tensor make(
      String name, DType dtype, long[] shape, Supplier<org.bytedeco.pytorch.Tensor> operation) {
    try {
      Tensor result = Tensor.wrap(operation.get(), dtype);
      return Recorder.isOpen() ? Recorder.note(name, result, Double.NaN, shape) : result;
    } catch (RuntimeException e) {
      throw Native.failure(name, e, dtype + " " + Arrays.toString(shape));
    }
  }

  /** An operation on any number of tensors of one type. */
  static Tensor joined(
      String name,
      long axis,
      Tensor[] tensors,
      Function<TensorVector, org.bytedeco.pytorch.Tensor> join) {
    Check.require(tensors.length > 0, "tensors", "at least one", "none");
    for (Tensor tensor : tensors) {
      sameType(name, tensors[0], tensor);
    }
    try (TensorVector all = Native.vector(tensors)) {
      long[] axes = {axis};
      return made(name, tensors[0].dtype(), axes, () -> join.apply(all), tensors);
    }
  }

  /** An operation that writes into tensors that are there. */
  static void run(String name, Runnable operation, Tensor... operands) {
    Recorder.refuse(name, operands);
    try {
      operation.run();
    } catch (RuntimeException e) {
      throw Native.failure(name, e, text(operands));
    }
  }

  private static String text(Tensor... operands) {
    return Stream.of(operands).map(Tensor::toString).collect(Collectors.joining(" and "));
  }

  static void requireFloating(String name, Tensor x) {
    Check.require(
        x.dtype().isFloating(),
        name,
        "float32 or float64 elements",
        x,
        "convert with to(FLOAT32) or to(FLOAT64)");
  }

  static void requireNumeric(String name, Tensor x) {
    Check.require(x.dtype() != DType.BOOL, name, "numbers", x, "convert with to(DType)");
  }

  static void requireSummable(String name, Tensor x) {
    Check.require(
        x.dtype().isFloating() || x.dtype() == DType.INT64,
        name,
        "float32, float64 or int64 elements",
        x,
        x.dtype() == DType.BOOL ? "call count" : "convert with to(INT64)");
  }

  static void require(DType type, Tensor x, String name, String fix) {
    if (x.dtype() != type) {
      Check.require(false, name, type + " elements", x, fix);
    }
  }

  static void sameType(String name, Tensor x, Tensor y) {
    if (x.dtype() != y.dtype()) {
      Check.require(
          false, name, "operands of one type", x + " and " + y, "convert one with to(DType)");
    }
  }

  /** The library would give {@code out} other memory, which views of the old one do not see. */
  static void requireShape(Tensor out, long... shape) {
    long[] sizes = out.shape();
    if (!Arrays.equals(sizes, shape)) {
      throw Check.failure("out", "shape " + Arrays.toString(shape), out);
    }
  }

  /** Checks that {@code out} has the shape of {@code x} with the given axes reduced to length 1. */
  static void requireKept(Tensor out, Tensor x, long... axes) {
    long[] kept = x.shape();
    for (long axis : axes) {
      kept[index(x, axis)] = 1;
    }
    requireShape(out, kept);
  }

  /** Checks that two shapes agree but for an axis; the library would cut the longer one off. */
  static void requireAgreement(Tensor x, long axis, Tensor indices) {
    long[] agreed = x.shape();
    int index = index(x, axis);
    agreed[index] = indices.rank() == x.rank() ? indices.size(index) : agreed[index];
    if (!Arrays.equals(agreed, indices.shape())) {
      throw Check.failure("indices", "the shape of " + x + " but for axis " + axis, indices);
    }
  }

  static int index(Tensor x, long axis) {
    long index = axis < 0 ? axis + x.rank() : axis;
    return Check.index(Math.toIntExact(index), x.rank(), "axis");
  }
}
