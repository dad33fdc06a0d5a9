package org.jeffreys.tensor;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.jeffreys.core.Check;

/** Copies elements between tensors and arrays. */
final class Heap {
  private Heap() {}

  private interface Reader {
    void read(Pointer dense);
  }

  static float[] floats(Tensor tensor) {
    tensor.require(DType.FLOAT32, "toFloats", "call to(FLOAT32) first");
    float[] values = new float[Math.toIntExact(tensor.numElements())];
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
    tensor.require(DType.FLOAT64, "toDoubles", "call to(FLOAT64) first");
    double[] values = new double[Math.toIntExact(tensor.numElements())];
    read(tensor, dense -> new DoublePointer(dense).get(values));
    return values;
  }

  static long[] longs(Tensor tensor) {
    tensor.require(DType.INT64, "toLongs", "call to(INT64) first");
    long[] values = new long[Math.toIntExact(tensor.numElements())];
    read(tensor, dense -> new LongPointer(dense).get(values));
    return values;
  }

  static byte[] bytes(Tensor tensor) {
    byte[] values = new byte[Math.toIntExact(tensor.numElements() * tensor.dtype().bytes())];
    read(tensor, dense -> new BytePointer(dense).get(values));
    return values;
  }

  private static void read(Tensor tensor, Reader reader) {
    if (tensor.numElements() == 0) {
      return;
    }
    try (Scope scope = Scope.open()) {
      reader.read(tensor.contiguous().to(Device.CPU).handle().data_ptr());
    }
  }

  static Tensor write(Tensor tensor, float[] values) {
    if (writable(tensor, DType.FLOAT32, values.length)) {
      new FloatPointer(tensor.handle().data_ptr()).put(values);
    }
    return tensor;
  }

  static Tensor write(Tensor tensor, double[] values) {
    if (writable(tensor, DType.FLOAT64, values.length)) {
      new DoublePointer(tensor.handle().data_ptr()).put(values);
    }
    return tensor;
  }

  static Tensor write(Tensor tensor, long[] values) {
    if (writable(tensor, DType.INT64, values.length)) {
      new LongPointer(tensor.handle().data_ptr()).put(values);
    }
    return tensor;
  }

  static Tensor write(Tensor tensor, byte[] bytes) {
    int size = tensor.dtype().bytes();
    Check.require(bytes.length % size == 0, "bytes", "a multiple of " + size, bytes.length);
    if (writable(tensor, tensor.dtype(), bytes.length / size)) {
      new BytePointer(tensor.handle().data_ptr()).put(bytes);
    }
    return tensor;
  }

  private static boolean writable(Tensor tensor, DType type, int length) {
    tensor.require(type, "copyFrom", "pass values of the tensor's type");
    Check.require(
        length == tensor.numElements(), "values", tensor.numElements() + " values", length);
    Check.require(tensor.handle().is_contiguous(), "copyFrom", "a dense tensor", "a strided view");
    return length > 0;
  }
}
