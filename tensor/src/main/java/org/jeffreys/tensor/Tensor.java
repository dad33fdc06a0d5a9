package org.jeffreys.tensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/**
 * An n-dimensional array of one element type, computed by libtorch.
 *
 * <p>Operations make new tensors, owned by the innermost open {@link Scope}; methods whose names end
 * in {@code InPlace}, and those that take {@code out}, write into memory that is there. Axes may be
 * negative, counted from the last. Operands broadcast as in NumPy; element types never convert
 * unless asked by {@link #to(DType)}. Shapes that do not fit are an {@link
 * IllegalArgumentException} that names the operation and the shapes; a closed tensor is an {@link
 * IllegalStateException}.
 *
 * <p>A tensor may be read by several threads, and written by one at a time.
 */
public final class Tensor implements AutoCloseable {
  private static final AtomicLong LIVE = new AtomicLong();

  static {
    Threads.initialise();
  }

  private org.bytedeco.pytorch.@Nullable Tensor handle;
  private final DType dtype;
  private long @Nullable [] shape;
  private @Nullable Scope owner;

  private Tensor(org.bytedeco.pytorch.Tensor handle, DType dtype) {
    this.handle = handle;
    this.dtype = dtype;
    LIVE.incrementAndGet();
    Scope.adopt(this);
  }

  static Tensor wrap(org.bytedeco.pytorch.Tensor handle, DType dtype) {
    return new Tensor(handle, dtype);
  }

  /** The number of tensors of this process that are not closed: what a leak test watches. */
  public static long live() {
    return LIVE.get();
  }

  // ---------------------------------------------------------------- making

  /** A tensor of zeros. */
  public static Tensor zeros(DType dtype, long... shape) {
    return make("zeros", dtype, () -> torch.torch_zeros(shape, dtype.options()));
  }

  /** A tensor of ones. */
  public static Tensor ones(DType dtype, long... shape) {
    return make("ones", dtype, () -> torch.torch_ones(shape, dtype.options()));
  }

  /** A tensor whose elements all are {@code value}. */
  public static Tensor full(DType dtype, double value, long... shape) {
    return make("full", dtype, () -> torch.torch_full(shape, Native.scalar(value), dtype.options()));
  }

  /** A tensor of unset memory, to be written before it is read. */
  public static Tensor empty(DType dtype, long... shape) {
    return make("empty", dtype, () -> torch.torch_empty(shape, dtype.options(), null));
  }

  /** The integers 0 to {@code end} - 1. @shape [end] */
  public static Tensor range(long end) {
    try (Scalar stop = new Scalar(end)) {
      return make("range", DType.INT64, () -> torch.torch_arange(stop, DType.INT64.options()));
    }
  }

  /** {@code count} evenly spaced values from {@code first} to {@code last}. @shape [count] */
  public static Tensor linspace(DType dtype, double first, double last, long count) {
    try (Scalar start = new Scalar(first);
        Scalar stop = new Scalar(last)) {
      return make(
          "linspace", dtype, () -> torch.torch_linspace(start, stop, count, dtype.options()));
    }
  }

  /** The identity matrix. @shape [size, size] */
  public static Tensor eye(DType dtype, long size) {
    return make("eye", dtype, () -> torch.torch_eye(size, dtype.options()));
  }

  /** A float32 tensor of the given values in row-major order. */
  public static Tensor of(float[] values, long... shape) {
    return empty(DType.FLOAT32, sized(values.length, shape)).copyFrom(values);
  }

  /** A float64 tensor of the given values in row-major order. */
  public static Tensor of(double[] values, long... shape) {
    return empty(DType.FLOAT64, sized(values.length, shape)).copyFrom(values);
  }

  /** An int64 tensor of the given values in row-major order. */
  public static Tensor of(long[] values, long... shape) {
    return empty(DType.INT64, sized(values.length, shape)).copyFrom(values);
  }

  /** A tensor of any type from its bytes in row-major order, as {@link #toBytes} gives them. */
  public static Tensor ofBytes(DType dtype, byte[] bytes, long... shape) {
    return Heap.write(empty(dtype, shape), bytes);
  }

  /** A tensor of the given values in row-major order, rounded to {@code dtype} as asked. */
  public static Tensor of(DType dtype, double[] values, long... shape) {
    if (dtype == DType.FLOAT64) {
      return of(values, shape);
    }
    try (Scope scope = Scope.open()) {
      return scope.keep(of(values, shape).to(dtype));
    }
  }

  /** A tensor without axes. */
  public static Tensor scalar(DType dtype, double value) {
    return full(dtype, value);
  }

  /** Joins tensors along an axis that is there. */
  public static Tensor cat(long axis, Tensor... tensors) {
    return joined("cat", tensors, vector -> torch.cat(vector, axis));
  }

  /** Joins tensors along a new axis. */
  public static Tensor stack(long axis, Tensor... tensors) {
    return joined("stack", tensors, vector -> torch.stack(vector, axis));
  }

  private interface Join {
    org.bytedeco.pytorch.Tensor apply(TensorVector tensors);
  }

  private static Tensor joined(String name, Tensor[] tensors, Join join) {
    Check.require(tensors.length > 0, "tensors", "at least one", "none");
    for (Tensor tensor : tensors) {
      tensors[0].sameType(name, tensor);
    }
    try (TensorVector vector = Native.vector(tensors)) {
      return wrap(join.apply(vector), tensors[0].dtype);
    } catch (RuntimeException e) {
      throw Native.failure(name, e, tensors);
    }
  }

  private interface Maker {
    org.bytedeco.pytorch.Tensor make();
  }

  private static Tensor make(String name, DType dtype, Maker maker) {
    try {
      return wrap(maker.make(), dtype);
    } catch (RuntimeException e) {
      throw Native.failure(name, e);
    }
  }

  private static long[] sized(int length, long[] shape) {
    if (shape.length == 0 && length == 1) {
      return shape;
    }
    long size = 1;
    for (long axis : shape) {
      size *= axis;
    }
    Check.require(
        size == length, "values", size + " values for shape " + Arrays.toString(shape), length);
    return shape;
  }

  // ---------------------------------------------------------------- looking

  /** The type of the elements. */
  public DType dtype() {
    return dtype;
  }

  /** The lengths of the axes, outermost first; a copy. */
  public long[] shape() {
    return sizes().clone();
  }

  private long[] sizes() {
    long[] known = shape;
    if (known == null) {
      org.bytedeco.pytorch.Tensor open = handle();
      int axes = (int) open.dim();
      known = new long[axes];
      for (int i = 0; i < axes; i++) {
        known[i] = open.size(i);
      }
      shape = known;
    }
    return known;
  }

  /** The number of axes. */
  public int rank() {
    return sizes().length;
  }

  /** The length of an axis, which may be negative to count from the last. */
  public long size(int axis) {
    long[] sizes = sizes();
    int index = axis < 0 ? axis + sizes.length : axis;
    return sizes[Check.index(index, sizes.length, "axis")];
  }

  /** The number of elements. */
  public long numElements() {
    long count = 1;
    for (long size : sizes()) {
      count *= size;
    }
    return count;
  }

  /** Whether the tensor was closed. */
  public boolean isClosed() {
    return handle == null;
  }

  /** The only element. */
  public double item() {
    Check.require(numElements() == 1, "item", "a tensor of one element", shape());
    return handle().item_double();
  }

  /** The elements in row-major order; float64 values are not rounded to fit: they are refused. */
  public float[] toFloats() {
    return Heap.floats(this);
  }

  /** The elements in row-major order, float32 widened exactly. */
  public double[] toDoubles() {
    return Heap.doubles(this);
  }

  /** The elements of an int64 tensor in row-major order. */
  public long[] toLongs() {
    return Heap.longs(this);
  }

  /** The elements in row-major order, as they lie in memory: what files hold. */
  public byte[] toBytes() {
    return Heap.bytes(this);
  }

  // ---------------------------------------------------------------- arithmetic

  /** {@code this + other}. */
  public Tensor add(Tensor other) {
    return binary("add", other, (a, b) -> a.add(b));
  }

  /** {@code this + value}. */
  public Tensor add(double value) {
    return unary("add", a -> a.add(Native.scalar(value)));
  }

  /** {@code this + factor * other}. */
  public Tensor add(Tensor other, double factor) {
    return binary("add", other, (a, b) -> a.add(b, Native.scalar(factor)));
  }

  /** {@code this - other}. */
  public Tensor sub(Tensor other) {
    return binary("sub", other, (a, b) -> a.sub(b));
  }

  /** {@code this - value}. */
  public Tensor sub(double value) {
    return unary("sub", a -> a.sub(Native.scalar(value)));
  }

  /** {@code this * other}, element by element. */
  public Tensor mul(Tensor other) {
    return binary("mul", other, (a, b) -> a.mul(b));
  }

  /** {@code this * value}. */
  public Tensor mul(double value) {
    return unary("mul", a -> a.mul(Native.scalar(value)));
  }

  /** {@code this / other}, element by element. */
  public Tensor div(Tensor other) {
    return binary("div", other, (a, b) -> a.div(b));
  }

  /** {@code this / value}. */
  public Tensor div(double value) {
    return unary("div", a -> a.div(Native.scalar(value)));
  }

  /** {@code this + a * b}, element by element. */
  public Tensor addProduct(Tensor a, Tensor b) {
    sameType("addProduct", a);
    return binary("addProduct", b, (t, last) -> torch.addcmul(t, a.handle(), last));
  }

  /** {@code -this}. */
  public Tensor neg() {
    return unary("neg", org.bytedeco.pytorch.Tensor::neg);
  }

  /** {@code e^this}. */
  public Tensor exp() {
    return unary("exp", org.bytedeco.pytorch.Tensor::exp);
  }

  /** The natural logarithm. */
  public Tensor log() {
    return unary("log", org.bytedeco.pytorch.Tensor::log);
  }

  /** The square root. */
  public Tensor sqrt() {
    return unary("sqrt", org.bytedeco.pytorch.Tensor::sqrt);
  }

  /** {@code this * this}. */
  public Tensor square() {
    return unary("square", org.bytedeco.pytorch.Tensor::square);
  }

  /** {@code this ^ exponent}. */
  public Tensor pow(double exponent) {
    return unary("pow", a -> a.pow(Native.scalar(exponent)));
  }

  /** {@code 1 / this}. */
  public Tensor reciprocal() {
    return unary("reciprocal", org.bytedeco.pytorch.Tensor::reciprocal);
  }

  /** The absolute value. */
  public Tensor abs() {
    return unary("abs", org.bytedeco.pytorch.Tensor::abs);
  }

  /** -1, 0 or 1. */
  public Tensor sign() {
    return unary("sign", org.bytedeco.pytorch.Tensor::sign);
  }

  /** The sine. */
  public Tensor sin() {
    return unary("sin", org.bytedeco.pytorch.Tensor::sin);
  }

  /** The cosine. */
  public Tensor cos() {
    return unary("cos", org.bytedeco.pytorch.Tensor::cos);
  }

  /** The greater of the two, element by element. */
  public Tensor maximum(Tensor other) {
    return binary("maximum", other, (a, b) -> a.maximum(b));
  }

  /** The lesser of the two, element by element. */
  public Tensor minimum(Tensor other) {
    return binary("minimum", other, (a, b) -> a.minimum(b));
  }

  /** The values, raised to {@code least} where they are below. */
  public Tensor clampMin(double least) {
    return unary("clampMin", a -> a.clamp_min(Native.scalar(least)));
  }

  /** The values, lowered to {@code greatest} where they are above. */
  public Tensor clampMax(double greatest) {
    return unary("clampMax", a -> a.clamp_max(Native.scalar(greatest)));
  }

  /**
   * What squared norms are to be multiplied by, after the root, to be at most {@code bound}: {@code
   * min(1, bound / √this)}, 1 at 0.
   */
  public Tensor clipFactors(double bound) {
    Tensor factors = unary("clipFactors", a -> a.rsqrt());
    return factors.inPlace(
        "clipFactors", factors, (a, b) -> a.mul_(Native.scalar(bound)).clamp_max_(Native.scalar(1)));
  }

  // ---------------------------------------------------------------- activations

  /** {@code max(this, 0)}. */
  public Tensor relu() {
    return unary("relu", org.bytedeco.pytorch.Tensor::relu);
  }

  /** The hyperbolic tangent. */
  public Tensor tanh() {
    return unary("tanh", org.bytedeco.pytorch.Tensor::tanh);
  }

  /** {@code 1 / (1 + e^-this)}. */
  public Tensor sigmoid() {
    return unary("sigmoid", org.bytedeco.pytorch.Tensor::sigmoid);
  }

  /** The exponentials, normalised to sum to one along an axis. */
  public Tensor softmax(long axis) {
    return unary("softmax", a -> a.softmax(axis));
  }

  /** The logarithm of {@link #softmax(long)}. */
  public Tensor logSoftmax(long axis) {
    return unary("logSoftmax", a -> a.log_softmax(axis));
  }

  // ---------------------------------------------------------------- comparing

  /** Where {@code this > value}. */
  public Tensor gt(double value) {
    return compare("gt", a -> a.gt(Native.scalar(value)));
  }

  /** Where {@code this < value}. */
  public Tensor lt(double value) {
    return compare("lt", a -> a.lt(Native.scalar(value)));
  }

  /** Where {@code this == other}. */
  public Tensor eq(Tensor other) {
    sameType("eq", other);
    return compare("eq", a -> a.eq(other.handle()));
  }

  /** Where the elements are neither infinite nor NaN. */
  public Tensor isFinite() {
    return compare("isFinite", org.bytedeco.pytorch.Tensor::isfinite);
  }

  /** Whether every element of a bool tensor is true. */
  public boolean all() {
    require(DType.BOOL, "all", "compare first");
    try (Scope scope = Scope.open()) {
      return compare("all", a -> a.all()).handle().item_double() != 0;
    }
  }

  /** {@code this ? yes : no} of a bool tensor, element by element. */
  public Tensor where(Tensor yes, Tensor no) {
    require(DType.BOOL, "where", "compare first");
    return yes.binary("where", no, (a, b) -> a.where(handle(), b));
  }

  /** Where both bool tensors are true. */
  public Tensor and(Tensor other) {
    sameType("and", other);
    return compare("and", a -> a.logical_and(other.handle()));
  }

  /** How often a bool tensor is true along an axis, which vanishes. @shape int64 */
  public Tensor count(long axis) {
    require(DType.BOOL, "count", "compare first");
    try {
      return wrap(handle().sum(axis), DType.INT64);
    } catch (RuntimeException e) {
      throw Native.failure("count", e, this);
    }
  }

  private Tensor compare(String name, UnaryOperator<org.bytedeco.pytorch.Tensor> operation) {
    try {
      return wrap(operation.apply(handle()), DType.BOOL);
    } catch (RuntimeException e) {
      throw Native.failure(name, e, this);
    }
  }

  // ---------------------------------------------------------------- reducing

  /** The sum of all elements. @shape [] */
  public Tensor sum() {
    return unary("sum", a -> a.sum());
  }

  /** The sum over the given axes, which vanish. */
  public Tensor sum(long... axes) {
    return unary("sum", a -> a.sum(axes, false, Native.SAME_TYPE));
  }

  /** The sum over the given axes, which stay with length 1. */
  public Tensor sumKeep(long... axes) {
    return unary("sumKeep", a -> a.sum(axes, true, Native.SAME_TYPE));
  }

  /** Writes the sum over the given axes, which stay with length 1, into memory that is there. */
  public void sumKeepInto(Tensor out, long... axes) {
    out.sameType("sumKeepInto", this);
    try {
      torch.sum_out(out.handle(), handle(), axes, true, Native.SAME_TYPE);
    } catch (RuntimeException e) {
      throw Native.failure("sumKeepInto", e, out, this);
    }
  }

  /** The mean over the given axes, which vanish. */
  public Tensor mean(long... axes) {
    return unary("mean", a -> a.mean(axes, false, Native.SAME_TYPE));
  }

  /** The greatest value over the given axes, which vanish; NaN if any is NaN. */
  public Tensor max(long... axes) {
    return unary("max", a -> a.amax(axes, false));
  }

  /** The least value over the given axes, which vanish; NaN if any is NaN. */
  public Tensor min(long... axes) {
    return unary("min", a -> a.amin(axes, false));
  }

  /** {@code log(sum(exp(this)))} over the given axes, which vanish, without overflow. */
  public Tensor logSumExp(long... axes) {
    return unary("logSumExp", a -> a.logsumexp(axes, false));
  }

  /** The running sum along an axis. */
  public Tensor cumSum(long axis) {
    return unary("cumSum", a -> a.cumsum(axis));
  }

  /** The values in ascending order along an axis. */
  public Tensor sort(long axis) {
    try (T_TensorTensor_T pair = handle().sort(axis, false)) {
      return wrap(new org.bytedeco.pytorch.Tensor(pair.get0()), dtype);
    } catch (RuntimeException e) {
      throw Native.failure("sort", e, this);
    }
  }

  // ---------------------------------------------------------------- shaping

  /** The same elements in another shape, one of whose axes may be -1; copies only if it must. */
  public Tensor reshape(long... newShape) {
    return unary("reshape", a -> a.reshape(newShape));
  }

  /** The axes in another order. */
  public Tensor permute(long... axes) {
    return unary("permute", a -> a.permute(axes));
  }

  /** Two axes exchanged. */
  public Tensor transpose(long axis, long other) {
    return unary("transpose", a -> a.transpose(axis, other));
  }

  /** A new axis of length 1. */
  public Tensor unsqueeze(long axis) {
    return unary("unsqueeze", a -> a.unsqueeze(axis));
  }

  /** Without the axis, whose length is 1. */
  public Tensor squeeze(long axis) {
    return unary("squeeze", a -> a.squeeze(axis));
  }

  /** A view in which axes of length 1 are repeated to the given shape. */
  public Tensor expand(long... newShape) {
    return unary("expand", a -> a.expand(newShape));
  }

  /** A view of one index of an axis, which vanishes. */
  public Tensor select(long axis, long index) {
    return unary("select", a -> a.select(axis, index));
  }

  /** A view of {@code length} indices of an axis from {@code start}. */
  public Tensor narrow(long axis, long start, long length) {
    return unary("narrow", a -> a.narrow(axis, start, length));
  }

  /**
   * A view of the memory from element {@code offset} of this view on, with the given strides, in
   * elements. Meant for named views of a flat tensor.
   */
  public Tensor strided(long[] newShape, long[] strides, long offset) {
    return unary(
        "strided",
        a -> {
          try (LongOptional start = new LongOptional(a.storage_offset() + offset)) {
            return a.as_strided(newShape, strides, start);
          }
        });
  }

  /** The given rows of an axis. @shape indices [count], int64 */
  public Tensor indexSelect(long axis, Tensor indices) {
    indices.require(DType.INT64, "indices", "call to(INT64) first");
    return unary("indexSelect", a -> a.index_select(axis, indices.handle()));
  }

  /** One element for each index along an axis; the other axes of both shapes agree. */
  public Tensor gather(long axis, Tensor indices) {
    indices.require(DType.INT64, "indices", "call to(INT64) first");
    return unary("gather", a -> a.gather(axis, indices.handle()));
  }

  /** The elements in memory order of their shape; itself where that is so. */
  public Tensor contiguous() {
    return unary("contiguous", a -> a.contiguous());
  }

  /** A copy. */
  public Tensor copy() {
    return unary("copy", a -> a.clone());
  }

  /** The elements converted to another type. */
  public Tensor to(DType newType) {
    if (newType == dtype) {
      return this;
    }
    try {
      return wrap(handle().to(newType.scalarType()), newType);
    } catch (RuntimeException e) {
      throw Native.failure("to", e, this);
    }
  }

  /** The same elements on a device; itself if it is there. */
  public Tensor to(Device device) {
    if (device == Device.CPU && !handle().is_cuda()) {
      return this;
    }
    try (org.bytedeco.pytorch.Device target = device.toNative()) {
      return unary("to", a -> a.to(target, dtype.scalarType()));
    }
  }

  /** The device the elements are on. */
  public Device device() {
    return handle().is_cuda() ? Device.CUDA : Device.CPU;
  }

  // ---------------------------------------------------------------- products

  /** The matrix product over the last two axes; the leading axes broadcast. */
  public Tensor matmul(Tensor other) {
    return binary("matmul", other, (a, b) -> a.matmul(b));
  }

  // ---------------------------------------------------------------- in place

  /** {@code this += factor * other}. */
  public Tensor addInPlace(Tensor other, double factor) {
    return inPlace("addInPlace", other, (a, b) -> a.add_(b, Native.scalar(factor)));
  }

  /** {@code this += other}. */
  public Tensor addInPlace(Tensor other) {
    return inPlace("addInPlace", other, (a, b) -> a.add_(b));
  }

  /** {@code this += factor * a * b}. */
  public Tensor addProductInPlace(Tensor a, Tensor b, double factor) {
    sameType("addProductInPlace", a);
    return inPlace(
        "addProductInPlace", b, (t, last) -> t.addcmul_(a.handle(), last, Native.scalar(factor)));
  }

  /** {@code this *= other}. */
  public Tensor mulInPlace(Tensor other) {
    return inPlace("mulInPlace", other, (a, b) -> a.mul_(b));
  }

  /** {@code this *= value}. */
  public Tensor mulInPlace(double value) {
    return inPlace("mulInPlace", this, (a, b) -> a.mul_(Native.scalar(value)));
  }

  /** {@code this = max(this, 0)}. */
  public Tensor reluInPlace() {
    return inPlace("reluInPlace", this, (a, b) -> a.relu_());
  }

  /** Sets every element. */
  public Tensor fill(double value) {
    return inPlace("fill", this, (a, b) -> a.fill_(Native.scalar(value)));
  }

  /** Copies the elements of {@code source}, which broadcast. */
  public Tensor copyFrom(Tensor source) {
    return inPlace("copyFrom", source, (a, b) -> a.copy_(b));
  }

  /** Copies values in row-major order into a dense float32 tensor. */
  public Tensor copyFrom(float[] values) {
    return Heap.write(this, values);
  }

  /** Copies values in row-major order into a dense float64 tensor. */
  public Tensor copyFrom(double[] values) {
    return Heap.write(this, values);
  }

  /** Copies values in row-major order into a dense int64 tensor. */
  public Tensor copyFrom(long[] values) {
    return Heap.write(this, values);
  }

  private Tensor inPlace(
      String name, Tensor other, BinaryOperator<org.bytedeco.pytorch.Tensor> operation) {
    sameType(name, other);
    try {
      operation.apply(handle(), other.handle());
      return this;
    } catch (RuntimeException e) {
      throw Native.failure(name, e, this, other);
    }
  }

  // ---------------------------------------------------------------- life

  /** Frees the memory; closing twice does nothing. */
  @Override
  public void close() {
    org.bytedeco.pytorch.Tensor open = handle;
    if (open != null) {
      sizes();
      handle = null;
      open.close();
      LIVE.decrementAndGet();
    }
  }

  org.bytedeco.pytorch.Tensor handle() {
    org.bytedeco.pytorch.Tensor open = handle;
    if (open == null) {
      throw new IllegalStateException(
          "tensor: expected an open tensor, got a closed one; keep it with scope.keep(tensor)");
    }
    return open;
  }

  @Nullable Scope owner() {
    return owner;
  }

  void owner(@Nullable Scope newOwner) {
    owner = newOwner;
  }

  Tensor unary(String name, UnaryOperator<org.bytedeco.pytorch.Tensor> operation) {
    try {
      return wrap(operation.apply(handle()), dtype);
    } catch (RuntimeException e) {
      throw Native.failure(name, e, this);
    }
  }

  Tensor binary(String name, Tensor other, BinaryOperator<org.bytedeco.pytorch.Tensor> operation) {
    sameType(name, other);
    try {
      return wrap(operation.apply(handle(), other.handle()), dtype);
    } catch (RuntimeException e) {
      throw Native.failure(name, e, this, other);
    }
  }

  void sameType(String name, Tensor other) {
    if (dtype != other.dtype) {
      throw Check.failure(
          name, "operands of one type", this + " and " + other + "; convert one with to(DType)");
    }
  }

  void require(DType type, String name, String fix) {
    if (dtype != type) {
      Check.require(false, name, type.name().toLowerCase(Locale.ROOT) + " elements", this, fix);
    }
  }

  /** The type and the shape, such as {@code float32 [3, 4]}; never the elements. */
  @Override
  public String toString() {
    String kind = dtype.name().toLowerCase(Locale.ROOT);
    return handle == null && shape == null ? kind + " (closed)" : kind + " " + Arrays.toString(sizes());
  }
}
