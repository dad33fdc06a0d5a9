package org.jeffreys.tensor;

import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jeffreys.core.Check;

/**
 * Convolution and pooling of images whose channels are the last axis, {@code [n, height, width,
 * channels]}: neighbours in memory are the channels of a pixel.
 */
public final class Convolution {
  // The library counts axes as [n, channels, height, width], whatever their order in memory.
  private static final long[] TO_LIBRARY = {0, 3, 1, 2};
  private static final long[] FROM_LIBRARY = {0, 2, 3, 1};
  private static final long[] NO_OFFSET = {0, 0};
  private static final long[] UNIT = {1, 1};

  private Convolution() {}

  /**
   * How a window moves over an image.
   *
   * @param stride the pixels from one window to the next, at least 1
   * @param padding the zeros added on each side, at least 0
   */
  public record Moves(int stride, int padding) {
    /** Checks both. */
    public Moves {
      Check.atLeast(stride, 1, "stride");
      Check.atLeast(padding, 0, "padding");
    }

    private long[] strides() {
      return new long[] {stride, stride};
    }

    private long[] paddings() {
      return new long[] {padding, padding};
    }
  }

  /** The derivatives of a convolution's objective in its weight and its bias. */
  public record WeightGradient(Tensor weight, Tensor bias) {}

  /**
   * The greatest values of windows, and where they lie.
   *
   * @param indices for {@link #maxPoolBackward}, int64
   */
  public record Pooled(Tensor values, Tensor indices) {}

  /**
   * Correlates each image with the kernels and adds the biases.
   *
   * @shape input [n, h, w, in]; weight [out, kernel height, kernel width, in]; bias [out]; result
   *     [n, h', w', out]
   */
  public static Tensor convolve(Tensor input, Tensor weight, Tensor bias, Moves moves) {
    Call.sameType("convolve", weight, bias);
    return Call.floating(
        "convolve",
        input,
        weight,
        (x, w) -> {
          try (var images = x.permute(TO_LIBRARY);
              var kernels = w.permute(TO_LIBRARY);
              TensorOptional added = new TensorOptional(bias.handle());
              var result =
                  torch.conv2d(
                      images, kernels, added, moves.strides(), moves.paddings(), UNIT, 1)) {
            return dense(result);
          }
        });
  }

  /**
   * The derivative of a convolution's objective in its input.
   *
   * @param delta the derivative in its output
   */
  public static Tensor inputGradient(Tensor delta, Tensor input, Tensor weight, Moves moves) {
    Call.sameType("inputGradient", delta, input);
    return Call.floating(
        "inputGradient",
        input,
        weight,
        (x, w) -> {
          try (T_TensorTensorTensor_T all = backward(delta, x, w, moves, true, false);
              var result = new org.bytedeco.pytorch.Tensor(all.get0())) {
            return dense(result);
          }
        });
  }

  /**
   * The derivatives of a convolution's objective in its weight and bias, summed over the images.
   *
   * @param delta the derivative in its output
   */
  public static WeightGradient weightGradient(
      Tensor delta, Tensor input, Tensor weight, Moves moves) {
    Call.requireFloating("weightGradient", input);
    Call.sameType("weightGradient", delta, input);
    try (T_TensorTensorTensor_T all =
            backward(delta, input.handle(), weight.handle(), moves, false, true);
        var kernels = new org.bytedeco.pytorch.Tensor(all.get1())) {
      return new WeightGradient(
          Tensor.wrap(kernels.permute(FROM_LIBRARY), input.dtype()),
          Tensor.wrap(new org.bytedeco.pytorch.Tensor(all.get2()), input.dtype()));
    } catch (RuntimeException e) {
      throw Native.failure("weightGradient", e, delta + " and " + input + " and " + weight);
    }
  }

  private static T_TensorTensorTensor_T backward(
      Tensor delta,
      org.bytedeco.pytorch.Tensor input,
      org.bytedeco.pytorch.Tensor weight,
      Moves moves,
      boolean ofInput,
      boolean ofWeight) {
    long[] channels = {weight.size(0)};
    try (var deltas = delta.handle().permute(TO_LIBRARY);
        var images = input.permute(TO_LIBRARY);
        var kernels = weight.permute(TO_LIBRARY);
        BoolPointer wanted = new BoolPointer(3)) {
      wanted.put(0, ofInput).put(1, ofWeight).put(2, ofWeight);
      return torch.convolution_backward(
          deltas,
          images,
          kernels,
          channels,
          moves.strides(),
          moves.paddings(),
          UNIT,
          false,
          NO_OFFSET,
          1,
          wanted);
    }
  }

  /**
   * The windows that the kernel's positions see.
   *
   * @shape input [n, h, w, in]; result [n, h', w', in, size, size]
   */
  public static Tensor windows(Tensor input, int size, Moves moves) {
    Check.require(moves.padding() == 0, "padding", "0", moves.padding(), "pad the input");
    return Call.unary(
        "windows",
        input,
        x -> {
          try (var rows = x.unfold(1, size, moves.stride())) {
            return rows.unfold(2, size, moves.stride());
          }
        });
  }

  /**
   * The input with zeros around each image.
   *
   * @shape input [n, h, w, in]; result [n, h + 2 padding, w + 2 padding, in]
   */
  public static Tensor pad(Tensor input, int padding) {
    long[] widths = {0, 0, padding, padding, padding, padding};
    return padding == 0
        ? input
        : Call.unary("pad", input, x -> torch.constant_pad_nd(x, widths, Native.scalar(0)));
  }

  /**
   * The greatest value of each window, channel by channel; the first one where several are equal.
   *
   * @shape input [n, h, w, channels]; values and indices [n, h', w', channels]
   */
  public static Pooled maxPool(Tensor input, int size, int stride) {
    Call.requireFloating("maxPool", input);
    long[] window = {size, size};
    long[] strides = {stride, stride};
    try (var images = input.handle().permute(TO_LIBRARY);
        T_TensorTensor_T both =
            torch.max_pool2d_with_indices(images, window, strides, NO_OFFSET, UNIT, false);
        var values = new org.bytedeco.pytorch.Tensor(both.get0());
        var indices = new org.bytedeco.pytorch.Tensor(both.get1())) {
      return new Pooled(
          Tensor.wrap(dense(values), input.dtype()), Tensor.wrap(dense(indices), DType.INT64));
    } catch (RuntimeException e) {
      throw Native.failure("maxPool", e, input.toString());
    }
  }

  /**
   * The derivative of a pooling's objective in its input: each delta goes to the greatest value.
   *
   * @param delta the derivative in its output
   * @param indices what {@link #maxPool} gave
   */
  public static Tensor maxPoolBackward(
      Tensor delta, Tensor input, Tensor indices, int size, int stride) {
    Call.require(DType.INT64, indices, "maxPoolBackward", "pass the indices of maxPool");
    long[] window = {size, size};
    long[] strides = {stride, stride};
    return Call.floating(
        "maxPoolBackward",
        delta,
        input,
        (d, x) -> {
          try (var deltas = d.permute(TO_LIBRARY);
              var images = x.permute(TO_LIBRARY);
              var places = indices.handle().permute(TO_LIBRARY);
              var result =
                  torch.max_pool2d_with_indices_backward(
                      deltas, images, window, strides, NO_OFFSET, UNIT, false, places)) {
            return dense(result);
          }
        });
  }

  /**
   * The mean of each window, channel by channel.
   *
   * @shape input [n, h, w, channels]; result [n, h', w', channels]
   */
  public static Tensor averagePool(Tensor input, int size, int stride) {
    long[] window = {size, size};
    long[] strides = {stride, stride};
    return Call.floating(
        "averagePool",
        input,
        x -> {
          try (var images = x.permute(TO_LIBRARY);
              LongOptional none = new LongOptional();
              var result =
                  torch.avg_pool2d(images, window, strides, NO_OFFSET, false, true, none)) {
            return dense(result);
          }
        });
  }

  /** The derivative of a pooling's objective in its input: each delta is spread over its window. */
  public static Tensor averagePoolBackward(Tensor delta, Tensor input, int size, int stride) {
    long[] window = {size, size};
    long[] strides = {stride, stride};
    return Call.floating(
        "averagePoolBackward",
        delta,
        input,
        (d, x) -> {
          try (var deltas = d.permute(TO_LIBRARY);
              var images = x.permute(TO_LIBRARY);
              LongOptional none = new LongOptional();
              var result =
                  torch.avg_pool2d_backward(
                      deltas, images, window, strides, NO_OFFSET, false, true, none)) {
            return dense(result);
          }
        });
  }

  /** Channels last again, in memory too. */
  private static org.bytedeco.pytorch.Tensor dense(org.bytedeco.pytorch.Tensor result) {
    try (var ours = result.permute(FROM_LIBRARY)) {
      return ours.contiguous();
    }
  }
}
