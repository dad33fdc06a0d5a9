package org.jeffreys.nn;

import java.util.List;
import java.util.function.LongFunction;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Convolution;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A convolution over images {@code [height, width, in]}, with square kernels.
 *
 * <pre>{@code
 * y[i, j, o] = b[o] + Σ x[s i + k - p, s j + l - p, c] W[o, k, l, c]      s stride, p padding
 * W [out, kernel, kernel, in], b [out]
 * }</pre>
 *
 * @param in the number of input channels, at least 1
 * @param out the number of output channels, at least 1
 * @param kernel the side of the kernels, at least 1
 * @param stride the pixels from one window to the next, at least 1
 * @param padding the zeros added on each side, at least 0
 */
public record Conv2d(int in, int out, int kernel, int stride, int padding)
    implements PerExampleRule, KroneckerRule {
  private static final int WEIGHT = 0;
  private static final int BIAS = 1;

  /** Checks the sizes. */
  public Conv2d {
    Check.atLeast(in, 1, "in");
    Check.atLeast(out, 1, "out");
    Check.atLeast(kernel, 1, "kernel");
    Check.atLeast(stride, 1, "stride");
    Check.atLeast(padding, 0, "padding");
  }

  /** A convolution of stride 1 without padding. */
  public Conv2d(int in, int out, int kernel) {
    this(in, out, kernel, 1, 0);
  }

  @Override
  public List<ParameterSpec> parameters() {
    long fanIn = (long) in * kernel * kernel;
    long fanOut = (long) out * kernel * kernel;
    return List.of(
        new ParameterSpec(
            "weight", Shape.of(out, kernel, kernel, in), ParameterSpec.Role.WEIGHT, fanIn, fanOut),
        new ParameterSpec("bias", Shape.of(out), ParameterSpec.Role.BIAS, fanIn, fanOut));
  }

  @Override
  public Shape outputShape(Shape input) {
    Check.require(
        input.rank() == 3 && input.size(2) == in,
        "input",
        "examples of shape [height, width, " + in + "] for " + this,
        input);
    return Shape.of(
        Window.count(input.size(0) + 2L * padding, kernel, stride, this),
        Window.count(input.size(1) + 2L * padding, kernel, stride, this),
        out);
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    Tensor weight = parameters.get(WEIGHT);
    Tensor bias = parameters.get(BIAS);
    return each(
        weight.size(0),
        draw ->
            Convolution.convolve(
                Window.draw(input, draw), weight.select(0, draw), bias.select(0, draw), moves()));
  }

  @Override
  public Tensor backward(Visit visit, Tensor delta) {
    Tensor weight = visit.parameters().get(WEIGHT);
    return each(
        delta.size(0),
        draw ->
            Convolution.inputGradient(
                delta.select(0, draw),
                Window.draw(visit.input(), draw),
                Window.draw(weight, draw),
                moves()));
  }

  @Override
  public void gradient(Visit visit, Tensor delta, Parameters gradient) {
    for (long draw = 0; draw < delta.size(0); draw++) {
      Convolution.WeightGradient found =
          Convolution.weightGradient(
              delta.select(0, draw),
              Window.draw(visit.input(), draw),
              Window.draw(visit.parameters().get(WEIGHT), draw),
              moves());
      gradient.get(WEIGHT).select(0, draw).copyFrom(found.weight());
      gradient.get(BIAS).select(0, draw).copyFrom(found.bias());
    }
  }

  /** Makes the gradient of each example in turn: it is small beside the example's activations. */
  @Override
  public Tensor squaredNorm(Visit visit, Tensor delta) {
    return each(
        delta.size(0),
        draw -> {
          Tensor seen = seen(Window.draw(visit.input(), draw));
          Tensor deltas = delta.select(0, draw).reshape(seen.size(0), seen.size(1), out);
          Tensor weights = deltas.transpose(1, 2).matmul(seen);
          return weights.square().sum(1, 2).add(deltas.sum(1).square().sum(1));
        });
  }

  /** What each kernel sees, in the order of its weights. @shape result [batch, places, weights] */
  private Tensor seen(Tensor images) {
    Tensor windows =
        Convolution.windows(
            Convolution.pad(images, padding), kernel, new Convolution.Moves(stride, 0));
    return windows
        .permute(0, 1, 2, 4, 5, 3)
        .reshape(windows.size(0), windows.size(1) * windows.size(2), (long) in * kernel * kernel);
  }

  @Override
  public Tensor affineInputs(Visit visit) {
    Tensor seen = seen(visit.input().select(0, 0));
    return Tensor.cat(-1, seen, Tensor.ones(seen.dtype(), seen.size(0), seen.size(1), 1));
  }

  @Override
  public Tensor affineDeltas(Tensor delta) {
    return delta.select(0, 0).reshape(delta.size(1), -1, out);
  }

  @Override
  public Tensor affine(Parameters parameters) {
    Tensor weight = parameters.get(WEIGHT);
    Tensor rows = weight.reshape(weight.size(0), out, -1).transpose(1, 2);
    return Tensor.cat(1, rows, parameters.get(BIAS).unsqueeze(1));
  }

  @Override
  public void copyAffine(Tensor affine, Parameters parameters) {
    Tensor weight = parameters.get(WEIGHT);
    long rows = (long) in * kernel * kernel;
    weight.copyFrom(affine.narrow(1, 0, rows).transpose(1, 2).reshape(weight.shape()));
    parameters.get(BIAS).copyFrom(affine.select(1, rows));
  }

  private Convolution.Moves moves() {
    return new Convolution.Moves(stride, padding);
  }

  private static Tensor each(long draws, LongFunction<Tensor> one) {
    if (draws == 1) {
      return one.apply(0).unsqueeze(0);
    }
    Tensor[] all = new Tensor[(int) draws];
    for (int draw = 0; draw < all.length; draw++) {
      all[draw] = one.apply(draw);
    }
    return Tensor.stack(0, all);
  }
}
