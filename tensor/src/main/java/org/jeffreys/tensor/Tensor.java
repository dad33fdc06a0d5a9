package org.jeffreys.tensor;

import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.global.torch;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/**
 * An n-dimensional array of one element type, computed by libtorch.
 *
 * <p>Operations make new tensors, owned by the innermost open {@link Scope}; methods whose names
 * end in {@code InPlace}, and those that take {@code out}, write into memory that is there. Axes
 * may be negative, counted from the last. Operands broadcast as in NumPy; element types never
 * convert unless asked by {@link #to(DType)}. Shapes that do not fit are an {@link
 * IllegalArgumentException} that names the operation and the shapes; a closed tensor is an {@link
 * IllegalStateException}.
 *
 * <p>A tensor may be read by several threads, and written by one at a time.
 */
public final class Tensor implements AutoCloseable {
  private static final LongAdder LIVE = new LongAdder();

  static {
    Threads.initialise();
  }

  private org.bytedeco.pytorch.@Nullable Tensor handle;
  private final DType dtype;
  // Held by an object with final fields, so that other threads read whole lengths.
  private @Nullable Shape shape;
  private @Nullable Scope owner;

  private Tensor(org.bytedeco.pytorch.Tensor handle, DType dtype) {
    this.handle = handle;
    this.dtype = dtype;
    Recorder.made(this);
    LIVE.increment();
    Scope.adopt(this);
  }

  static Tensor wrap(org.bytedeco.pytorch.Tensor handle, DType dtype) {
    return new Tensor(handle, dtype);
  }

  /** The number of tensors of this process that are not closed: what a leak test watches. */
  public static long live() {
    return LIVE.sum();
  }

  // ---------------------------------------------------------------- making

  /** A tensor of zeros. */
  public static Tensor zeros(DType dtype, long... shape) {
    return Call.make("zeros", dtype, shape, () -> torch.torch_zeros(shape, Native.options(dtype)));
  }

  /** A tensor of ones. */
  public static Tensor ones(DType dtype, long... shape) {
    return Call.make("ones", dtype, shape, () -> torch.torch_ones(shape, Native.options(dtype)));
  }

  /** A tensor whose elements all are {@code value}, a whole number unless they are floating. */
  public static Tensor full(DType dtype, double value, long... shape) {
    Scalar number = Native.scalar(value, dtype);
    return Call.make(
        "full", dtype, shape, () -> torch.torch_full(shape, number, Native.options(dtype)));
  }

  /** A tensor of unset memory, to be written before it is read. */
  public static Tensor empty(DType dtype, long... shape) {
    return Call.make(
        "empty", dtype, shape, () -> torch.torch_empty(shape, Native.options(dtype), null));
  }

  /** The integers 0 to {@code end} - 1. @shape [end] */
  public static Tensor range(long end) {
    Scalar stop = Native.scalar((double) Check.atLeast(end, 0, "end"), DType.INT64);
    long[] shape = {end};
    return Call.make(
        "range", DType.INT64, shape, () -> torch.torch_arange(stop, Native.options(DType.INT64)));
  }

  /** {@code count} evenly spaced values from {@code first} to {@code last}. @shape [count] */
  public static Tensor linspace(DType dtype, double first, double last, long count) {
    Check.require(dtype.isFloating(), "dtype", "float32 or float64", dtype);
    Check.atLeast(count, 0, "count");
    long[] shape = {count};
    try (Scalar start = new Scalar(first);
        Scalar stop = new Scalar(last)) {
      return Call.make(
          "linspace",
          dtype,
          shape,
          () -> torch.torch_linspace(start, stop, count, Native.options(dtype)));
    }
  }

  /** The identity matrix. @shape [size, size] */
  public static Tensor eye(DType dtype, long size) {
    long[] shape = {size, size};
    return Call.make("eye", dtype, shape, () -> torch.torch_eye(size, Native.options(dtype)));
  }

  /** A float32 tensor of the given values in row-major order. */
  public static Tensor of(float[] values, long... shape) {
    return Heap.write(empty(DType.FLOAT32, Heap.sized(values.length, shape)), values);
  }

  /** A float64 tensor of the given values in row-major order. */
  public static Tensor of(double[] values, long... shape) {
    return Heap.write(empty(DType.FLOAT64, Heap.sized(values.length, shape)), values);
  }

  /** An int64 tensor of the given values in row-major order. */
  public static Tensor of(long[] values, long... shape) {
    return Heap.write(empty(DType.INT64, Heap.sized(values.length, shape)), values);
  }

  /** A tensor of any type from its bytes in row-major order, as {@link #toBytes} gives them. */
  public static Tensor ofBytes(DType dtype, byte[] bytes, long... shape) {
    Check.require(
        bytes.length % dtype.bytes() == 0, "bytes", "whole " + dtype + " elements", bytes.length);
    return Heap.write(empty(dtype, Heap.sized(bytes.length / dtype.bytes(), shape)), bytes);
  }

  /** A tensor of the given values in row-major order, rounded to {@code dtype} as asked. */
  public static Tensor of(DType dtype, double[] values, long... shape) {
    try (Scope scope = Scope.open()) {
      return scope.keep(of(values, shape).to(dtype));
    }
  }

  /** Joins tensors along an axis that is there. */
  public static Tensor cat(long axis, Tensor... tensors) {
    return Call.joined("cat", axis, tensors, all -> torch.cat(all, axis));
  }

  /** Joins tensors along a new axis. */
  public static Tensor stack(long axis, Tensor... tensors) {
    return Call.joined("stack", axis, tensors, all -> torch.stack(all, axis));
  }

  // ---------------------------------------------------------------- looking

  /** The type of the elements. */
  public DType dtype() {
    return dtype;
  }

  /** The lengths of the axes, outermost first; a copy. */
  public long[] shape() {
    return sizes().toArray();
  }

  private Shape sizes() {
    org.bytedeco.pytorch.Tensor open = open();
    Shape known = shape;
    if (known == null) {
      long[] sizes = new long[(int) open.dim()];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = open.size(i);
      }
      known = new Shape(sizes);
      shape = known;
    }
    return known;
  }

  /** The number of axes. */
  public int rank() {
    return sizes().rank();
  }

  /** The length of an axis, which may be negative to count from the last. */
  public long size(int axis) {
    return sizes().size(axis);
  }

  /** The distance in memory, in elements, between neighbours along an axis, 0 or more. */
  public long stride(int axis) {
    return handle().stride(Check.index(axis, rank(), "axis"));
  }

  /** The number of elements. */
  public long numElements() {
    return sizes().numElements();
  }

  /** Whether the tensor was closed. */
  public boolean isClosed() {
    return handle == null;
  }

  /** The only element; an int64 beyond 2^53 is rounded. */
  public double item() {
    Check.require(numElements() == 1, "item", "a tensor of one element", this);
    Recorder.refuse("item", this);
    return handle().item_double();
  }

  /** The elements of a float32 tensor in row-major order. */
  public float[] toFloats() {
    return Heap.floats(this);
  }

  /** The elements of a floating point tensor in row-major order; float32 widens exactly. */
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
    return Call.binary("add", this, other, (a, b) -> a.add(b));
  }

  /** {@code this + value}. */
  public Tensor add(double value) {
    return Call.number("add", this, value, (a, number) -> a.add(number));
  }

  /** {@code this + factor * other}. */
  public Tensor add(Tensor other, double factor) {
    Scalar number = Native.scalar(factor, dtype);
    return Call.scaled("addScaled", factor, (a, b) -> a.add(b, number), this, other);
  }

  /** {@code this - other}. */
  public Tensor sub(Tensor other) {
    return Call.binary("sub", this, other, (a, b) -> a.sub(b));
  }

  /** {@code this - value}. */
  public Tensor sub(double value) {
    return Call.number("sub", this, value, (a, number) -> a.sub(number));
  }

  /** {@code this * other}, element by element. */
  public Tensor mul(Tensor other) {
    return Call.binary("mul", this, other, (a, b) -> a.mul(b));
  }

  /** {@code this * value}. */
  public Tensor mul(double value) {
    return Call.number("mul", this, value, (a, number) -> a.mul(number));
  }

  /** {@code this / other}, element by element. */
  public Tensor div(Tensor other) {
    Call.requireFloating("div", this);
    return Call.binary("div", this, other, (a, b) -> a.div(b));
  }

  /** {@code this / value}. */
  public Tensor div(double value) {
    Call.requireFloating("div", this);
    return Call.number("div", this, value, (a, number) -> a.div(number));
  }

  /** {@code this + a * b}, element by element. */
  public Tensor addProduct(Tensor a, Tensor b) {
    return Call.scaled("addProduct", 1, (x, y) -> torch.addcmul(handle(), x, y), this, a, b);
  }

  /** {@code -this}. */
  public Tensor neg() {
    return Call.numeric("neg", this, a -> a.neg());
  }

  /** {@code e^this}. */
  public Tensor exp() {
    return Call.floating("exp", this, a -> a.exp());
  }

  /** The natural logarithm. */
  public Tensor log() {
    return Call.floating("log", this, a -> a.log());
  }

  /** The square root. */
  public Tensor sqrt() {
    return Call.floating("sqrt", this, a -> a.sqrt());
  }

  /** {@code this * this}. */
  public Tensor square() {
    return Call.numeric("square", this, a -> a.square());
  }

  /** {@code this ^ exponent}. */
  public Tensor pow(double exponent) {
    Call.requireFloating("pow", this);
    return Call.number("pow", this, exponent, (a, number) -> a.pow(number));
  }

  /** The absolute value. */
  public Tensor abs() {
    return Call.numeric("abs", this, a -> a.abs());
  }

  /** The greater of the two, element by element. */
  public Tensor maximum(Tensor other) {
    return Call.binary("maximum", this, other, (a, b) -> a.maximum(b));
  }

  /** The lesser of the two, element by element. */
  public Tensor minimum(Tensor other) {
    return Call.binary("minimum", this, other, (a, b) -> a.minimum(b));
  }

  /** The values, raised to {@code least} where they are below. */
  public Tensor clampMin(double least) {
    return Call.number("clampMin", this, least, (a, number) -> a.clamp_min(number));
  }

  /** The values, lowered to {@code greatest} where they are above. */
  public Tensor clampMax(double greatest) {
    return Call.number("clampMax", this, greatest, (a, number) -> a.clamp_max(number));
  }

  // ---------------------------------------------------------------- activations

  /** {@code max(this, 0)}. */
  public Tensor relu() {
    return Call.numeric("relu", this, a -> a.relu());
  }

  /** The hyperbolic tangent. */
  public Tensor tanh() {
    return Call.floating("tanh", this, a -> a.tanh());
  }

  /** {@code 1 / (1 + e^-this)}. */
  public Tensor sigmoid() {
    return Call.floating("sigmoid", this, a -> a.sigmoid());
  }

  /** The exponentials, normalised to sum to one along an axis. */
  public Tensor softmax(long axis) {
    return Call.floating("softmax", this, a -> a.softmax(axis), axis);
  }

  /** The logarithm of {@link #softmax(long)}. */
  public Tensor logSoftmax(long axis) {
    return Call.floating("logSoftmax", this, a -> a.log_softmax(axis), axis);
  }

  // ---------------------------------------------------------------- comparing

  /** Where {@code this > value}. */
  public Tensor gt(double value) {
    return Call.compare("gt", this, value, (a, number) -> a.gt(number));
  }

  /** Where {@code this < value}. */
  public Tensor lt(double value) {
    return Call.compare("lt", this, value, (a, number) -> a.lt(number));
  }

  /** Where {@code this == other}. */
  public Tensor eq(Tensor other) {
    Call.sameType("eq", this, other);
    return Call.made("eq", DType.BOOL, () -> handle().eq(other.handle()), this, other);
  }

  /** Where the elements are neither infinite nor NaN. */
  public Tensor isFinite() {
    return Call.compare("isFinite", this, a -> a.isfinite());
  }

  /** Whether every element of a bool tensor is true. */
  public boolean all() {
    Call.require(DType.BOOL, this, "all", "compare first");
    Recorder.refuse("all", this);
    try (org.bytedeco.pytorch.Tensor every = handle().all()) {
      return every.item_bool();
    }
  }

  /** {@code this ? yes : no} of a bool tensor, element by element. */
  public Tensor where(Tensor yes, Tensor no) {
    Call.require(DType.BOOL, this, "where", "compare first");
    Call.sameType("where", yes, no);
    return Call.made(
        "where", yes.dtype(), () -> yes.handle().where(handle(), no.handle()), this, yes, no);
  }

  /** Where both bool tensors are true. */
  public Tensor and(Tensor other) {
    Call.require(DType.BOOL, this, "and", "compare first");
    Call.sameType("and", this, other);
    return Call.made("and", DType.BOOL, () -> handle().logical_and(other.handle()), this, other);
  }

  /** How often a bool tensor is true along an axis, which vanishes. @shape int64 */
  public Tensor count(long axis) {
    Call.require(DType.BOOL, this, "count", "compare first");
    return Call.made("count", DType.INT64, () -> handle().sum(axis), this);
  }

  // ---------------------------------------------------------------- reducing

  /** The sum of all elements, of float32, float64 or int64. @shape [] */
  public Tensor sum() {
    Call.requireSummable("sum", this);
    return Call.unary("sum", this, a -> a.sum());
  }

  /** The sum over the given axes, which vanish. */
  public Tensor sum(long... axes) {
    Call.requireSummable("sum", this);
    return Call.unary("sum", this, a -> a.sum(axes, false, Native.SAME_TYPE), axes);
  }

  /** The sum over the given axes, which stay with length 1. */
  public Tensor sumKeep(long... axes) {
    Call.requireSummable("sumKeep", this);
    return Call.unary("sumKeep", this, a -> a.sum(axes, true, Native.SAME_TYPE), axes);
  }

  /** Writes the sum over the given axes, which stay with length 1, into memory that is there. */
  public void sumKeepInto(Tensor out, long... axes) {
    Call.requireSummable("sumKeepInto", this);
    Call.requireKept(out, this, axes);
    Call.inPlace(
        "sumKeepInto", out, this, (o, a) -> torch.sum_out(o, a, axes, true, Native.SAME_TYPE));
  }

  /** The mean over the given axes, which vanish; over all if none is given. */
  public Tensor mean(long... axes) {
    return Call.floating("mean", this, a -> a.mean(axes, false, Native.SAME_TYPE), axes);
  }

  /** The greatest value over the given axes, which vanish; NaN if any is NaN. */
  public Tensor max(long... axes) {
    return Call.unary("max", this, a -> a.amax(axes, false), axes);
  }

  /** The least value over the given axes, which vanish; NaN if any is NaN. */
  public Tensor min(long... axes) {
    return Call.unary("min", this, a -> a.amin(axes, false), axes);
  }

  /** {@code log(sum(exp(this)))} over the given axes, which vanish, without overflow. */
  public Tensor logSumExp(long... axes) {
    return Call.floating("logSumExp", this, a -> a.logsumexp(axes, false), axes);
  }

  /** The running sum along an axis. */
  public Tensor cumSum(long axis) {
    Call.requireSummable("cumSum", this);
    return Call.unary("cumSum", this, a -> a.cumsum(axis), axis);
  }

  /** The values in ascending order along an axis. */
  public Tensor sort(long axis) {
    try (T_TensorTensor_T pair = handle().sort(axis, false)) {
      return wrap(new org.bytedeco.pytorch.Tensor(pair.get0()), dtype);
    } catch (RuntimeException e) {
      throw Native.failure("sort", e, toString());
    }
  }

  // ---------------------------------------------------------------- shaping

  /** The same elements in another shape, one of whose axes may be -1; copies only if it must. */
  public Tensor reshape(long... newShape) {
    return Call.unary("reshape", this, a -> a.reshape(newShape));
  }

  /** The axes in another order. */
  public Tensor permute(long... axes) {
    return Call.unary("permute", this, a -> a.permute(axes), axes);
  }

  /** Two axes exchanged. */
  public Tensor transpose(long axis, long other) {
    return Call.unary("transpose", this, a -> a.transpose(axis, other), axis, other);
  }

  /** A new axis of length 1. */
  public Tensor unsqueeze(long axis) {
    return Call.unary("unsqueeze", this, a -> a.unsqueeze(axis));
  }

  /** Without the axis, whose length is 1. */
  public Tensor squeeze(long axis) {
    Check.require(size((int) axis) == 1, "squeeze", "length 1 at axis " + axis, this);
    return Call.unary("squeeze", this, a -> a.squeeze(axis));
  }

  /** A view in which axes of length 1 are repeated to the given shape. */
  public Tensor expand(long... newShape) {
    return Call.unary("expand", this, a -> a.expand(newShape));
  }

  /** A view of one index of an axis, which vanishes. */
  public Tensor select(long axis, long index) {
    return Call.unary("select", this, a -> a.select(axis, index), axis, index);
  }

  /** A view of {@code length} indices of an axis from {@code start}. */
  public Tensor narrow(long axis, long start, long length) {
    return Call.unary("narrow", this, a -> a.narrow(axis, start, length), axis, start, length);
  }

  /**
   * A view of the memory from element {@code offset} of this view on, with the given strides, in
   * elements. Meant for named views of a flat tensor.
   */
  public Tensor strided(long[] newShape, long[] strides, long offset) {
    return Call.unary(
        "strided",
        this,
        a -> {
          try (LongOptional start = new LongOptional(a.storage_offset() + offset)) {
            return a.as_strided(newShape, strides, start);
          }
        },
        Recorder.strides(open(), strides, offset));
  }

  /** The given rows of an axis. @shape indices [count], int64 */
  public Tensor indexSelect(long axis, Tensor indices) {
    Call.require(DType.INT64, indices, "indices", "call to(INT64) first");
    return Call.along("indexSelect", this, axis, indices, (a, i) -> a.index_select(axis, i));
  }

  /** One element for each index along an axis; the other axes of both shapes agree. */
  public Tensor gather(long axis, Tensor indices) {
    Call.require(DType.INT64, indices, "indices", "call to(INT64) first");
    Call.requireAgreement(this, axis, indices);
    return Call.along("gather", this, axis, indices, (a, i) -> a.gather(axis, i));
  }

  /** The elements in row-major order of memory: the same memory where that is so, else a copy. */
  public Tensor contiguous() {
    return Call.unary("contiguous", this, a -> a.contiguous());
  }

  /** A copy, in memory of its own. */
  public Tensor copy() {
    return Call.unary("copy", this, a -> a.clone());
  }

  /**
   * The elements converted to another type: rounded, or from floating to whole numbers cut off.
   * This tensor itself, not a copy, if it is of that type.
   */
  public Tensor to(DType newType) {
    return newType == dtype
        ? this
        : Call.made("to", newType, () -> handle().to(newType.scalarType()), this);
  }

  /** The same elements on a device; itself if it is there. */
  public Tensor to(Device device) {
    if (device == device()) {
      return this;
    }
    Device.require(device);
    try (org.bytedeco.pytorch.Device target = device.toNative()) {
      return Call.unary("to", this, a -> a.to(target, dtype.scalarType()));
    }
  }

  /** The device the elements are on. */
  public Device device() {
    return handle().is_cuda() ? Device.CUDA : Device.CPU;
  }

  // ---------------------------------------------------------------- products

  /** The matrix product over the last two axes; the leading axes broadcast. */
  public Tensor matmul(Tensor other) {
    return Call.binary("matmul", this, other, Linalg::product);
  }

  // ---------------------------------------------------------------- in place

  /** {@code this += factor * other}. */
  public Tensor addInPlace(Tensor other, double factor) {
    return Call.inPlace(
        "addInPlace", this, other, (a, b) -> a.add_(b, Native.scalar(factor, dtype)));
  }

  /** {@code this += other}. */
  public Tensor addInPlace(Tensor other) {
    return Call.inPlace("addInPlace", this, other, (a, b) -> a.add_(b));
  }

  /** {@code this += factor * a * b}. */
  public Tensor addProductInPlace(Tensor a, Tensor b, double factor) {
    Call.sameType("addProductInPlace", this, a);
    return Call.inPlace(
        "addProductInPlace",
        this,
        b,
        (t, last) -> t.addcmul_(a.handle(), last, Native.scalar(factor, dtype)));
  }

  /** {@code this *= other}. */
  public Tensor mulInPlace(Tensor other) {
    return Call.inPlace("mulInPlace", this, other, (a, b) -> a.mul_(b));
  }

  /** {@code this *= value}. */
  public Tensor mulInPlace(double value) {
    Scalar number = Native.scalar(value, dtype);
    return Call.inPlace("mulInPlace", this, this, (a, b) -> a.mul_(number));
  }

  /** {@code this = max(this, 0)}. */
  public Tensor reluInPlace() {
    return Call.inPlace("reluInPlace", this, this, (a, b) -> a.relu_());
  }

  /** Sets every element, to a whole number unless they are floating. */
  public Tensor fill(double value) {
    Scalar number = Native.scalar(value, dtype);
    return Call.inPlace("fill", this, this, (a, b) -> a.fill_(number));
  }

  /** Copies the elements of {@code source}, which broadcast. */
  public Tensor copyFrom(Tensor source) {
    return Call.inPlace("copyFrom", this, source, (a, b) -> a.copy_(b));
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

  // ---------------------------------------------------------------- life

  /** Frees the memory; closing twice does nothing. */
  @Override
  public void close() {
    org.bytedeco.pytorch.Tensor open = handle;
    if (open != null) {
      handle = null;
      open.close();
      LIVE.decrement();
    }
  }

  org.bytedeco.pytorch.Tensor handle() {
    Recorder.touch(this);
    return open();
  }

  private org.bytedeco.pytorch.Tensor open() {
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

  /** The type and the shape, such as {@code float32 [3, 4]}; never the elements. */
  @Override
  public String toString() {
    return handle == null ? dtype + " (closed)" : dtype + " " + sizes();
  }
}
