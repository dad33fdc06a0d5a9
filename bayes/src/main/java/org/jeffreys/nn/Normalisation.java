package org.jeffreys.nn;

import java.util.Arrays;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** What normalising layers have in common: a scale and a shift for each channel, the last axis. */
final class Normalisation {
  private Normalisation() {}

  /** Scale and shift. */
  static List<ParameterSpec> parameters(int channels) {
    return List.of(
        new ParameterSpec("scale", Shape.of(channels), ParameterSpec.Role.SCALE, 1, 1),
        new ParameterSpec("shift", Shape.of(channels), ParameterSpec.Role.BIAS, 1, 1));
  }

  static Shape outputShape(Shape input, int channels, Layer layer) {
    Check.require(
        input.size(-1) == channels,
        "input",
        "examples whose last axis is " + channels + " for " + layer,
        input);
    return input;
  }

  /** {@code x scale + shift}. */
  static Tensor affine(Parameters parameters, Tensor x) {
    return aligned(parameters.get(1), x).addProduct(x, aligned(parameters.get(0), x));
  }

  /** Numbers of channels with unit axes between draws and channels. @shape [draws, 1…, channels] */
  static Tensor aligned(Tensor channels, Tensor like) {
    long[] shape = new long[like.rank()];
    Arrays.fill(shape, 1);
    shape[0] = channels.size(0);
    shape[shape.length - 1] = channels.size(1);
    return channels.reshape(shape);
  }

  /** The sum over examples and pixels. @shape [draws, channels] */
  static Tensor sum(Tensor x) {
    return x.reshape(x.size(0), -1, x.size(-1)).sum(1);
  }

  /** The sum over the pixels of each example. @shape [draws, batch, channels] */
  static Tensor sumOfPixels(Tensor x) {
    return x.reshape(x.size(0), x.size(1), -1, x.size(-1)).sum(2);
  }
}
