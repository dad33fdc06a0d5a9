package org.jeffreys.tensor;

import java.util.Arrays;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.jeffreys.core.Check;

/** Copies elements between tensors and arrays. */
final class Heap {
  private Heap() {}

  static float[] floats(Tensor tensor) {
    Call.require(DType.FLOAT32, tensor, "toFloats", "call to(FLOAT32) first");
    float[] values = new float[length("toFloats", tensor, 1)];
    read(tensor, dense -> new FloatPointer(dense).get(values));
    return values;
  }

  static double[] doubles(Tensor tensor) {
    if (tensor.dtype() == DType.FLOAT32) {
      float[] narrow = floats(tensor);
      double[] wide = new double[narrow.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = narrow[i];
      }
      return wide;
    }
    Call.require(DType.FLOAT64, tensor, "toDoubles", "call to(FLOAT64) first");
    double[] values = new double[length("toDoubles", tensor, 1)];
    read(tensor, dense -> new DoublePointer(dense).get(values));
    return values;
  }

  static long[] longs(Tensor tensor) {
    Call.require(DType.INT64, tensor, "toLongs", "call to(INT64) first");
    long[] values = new long[length("toLongs", tensor, 1)];
    read(tensor, dense -> new LongPointer(dense).get(values));
    return values;
  }

  static byte[] bytes(Tensor tensor) {
    byte[] values = new byte[length("toBytes", tensor, tensor.dtype().bytes())];
    read(tensor, dense -> new BytePointer(dense).get(values));
    return values;
  }

  private static int length(String name, Tensor tensor, int size) {
    long length = tensor.numElements() * size;
    Check.require(
        length <= Integer.MAX_VALUE, name, "what one array holds", tensor, "narrow it and read on");
    return (int) length;
  }

  private static void read(Tensor tensor, Consumer<Pointer> reader) {
    Recorder.refuse("elements", tensor);
    if (tensor.numElements() == 0) {
      return;
    }
    try (Scope scope = Scope.open()) {
      reader.accept(tensor.contiguous().to(Device.CPU).handle().data_ptr());
    }
  }

  static Tensor write(Tensor tensor, float[] values) {
    Call.require(DType.FLOAT32, tensor, "copyFrom", "pass values of the tensor's type");
    return write(tensor, values.length, dense -> new FloatPointer(dense).put(values));
  }

  static Tensor write(Tensor tensor, double[] values) {
    Call.require(DType.FLOAT64, tensor, "copyFrom", "pass values of the tensor's type");
    return write(tensor, values.length, dense -> new DoublePointer(dense).put(values));
  }

  static Tensor write(Tensor tensor, long[] values) {
    Call.require(DType.INT64, tensor, "copyFrom", "pass values of the tensor's type");
    return write(tensor, values.length, dense -> new LongPointer(dense).put(values));
  }

  static Tensor write(Tensor tensor, byte[] bytes) {
    return write(
        tensor, bytes.length / tensor.dtype().bytes(), dense -> new BytePointer(dense).put(bytes));
  }

  private static Tensor write(Tensor tensor, int length, Consumer<Pointer> writer) {
    Recorder.refuse("copyFrom", tensor);
    Check.require(
        length == tensor.numElements(), "values", "as many values as " + tensor + " has", length);
    if (length > 0) {
      Check.require(
          tensor.handle().is_contiguous(), "copyFrom", "a dense tensor", "a strided view");
      Check.require(
          !tensor.handle().requires_grad(), "copyFrom", "a tensor that is not tracked", tensor);
      if (tensor.device() == Device.CPU) {
        writer.accept(tensor.handle().data_ptr());
      } else {
        try (Tensor staged = Scope.release(Tensor.empty(tensor.dtype(), tensor.shape()))) {
          writer.accept(staged.handle().data_ptr());
          Call.run("copyFrom", () -> tensor.handle().copy_(staged.handle()), tensor);
        }
      }
    }
    return tensor;
  }

  /** The shape, checked to be that of so many values. */
  static long[] sized(int length, long[] shape) {
    long size = 1;
    for (long axis : shape) {
      size = Math.multiplyExact(size, Check.atLeast(axis, 0, "shape"));
    }
    if (size != length) {
      throw Check.failure("values", "as many values as " + Arrays.toString(shape) + " has", length);
    }
    return shape;
  }
}
