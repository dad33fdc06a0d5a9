package org.jeffreys.inference.vi;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.RandomLayer;
import org.jeffreys.nn.ReverseRule;
import org.jeffreys.nn.Visit;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * A dense or convolutional layer at its mean, with a perturbation that each example sees with signs
 * of its own.
 *
 * <pre>{@code
 * y = x ∗ M + m + s ∘ ((r ∘ x) ∗ D + d)      r, s = ±1 for each example and channel
 * }</pre>
 *
 * <p>Where D and d have independent symmetric elements, each example sees a perturbation of the
 * same law, and the deltas of two examples are uncorrelated. The arrays are the layer's, M and m,
 * and as many again, D and d.
 *
 * @param layer linear in its parameters and affine in its input; channels are the last axis
 */
record Flipout(ReverseRule layer) implements RandomLayer, ReverseRule {
  @Override
  public List<ParameterSpec> parameters() {
    return Stream.concat(
            layer.parameters().stream(),
            layer.parameters().stream().map(spec -> spec.within("perturbation")))
        .toList();
  }

  private Parameters means(Parameters both) {
    return both.range(0, both.size() / 2);
  }

  private Parameters perturbations(Parameters both) {
    return both.range(both.size() / 2, both.size());
  }

  @Override
  public Shape outputShape(Shape input) {
    return layer.outputShape(input);
  }

  private static long channels(Shape shape) {
    return shape.size(-1);
  }

  /** Signs of input and output channels. @shape [draws, examples, in + out] */
  @Override
  public Tensor drawNoise(DType dtype, long draws, long examples, Shape input, Rng rng) {
    long channels = channels(input) + channels(layer.outputShape(input));
    return Special.addInPlace(rng.mask(dtype, 0.5, draws, examples, channels), -1);
  }

  /** Some channels' signs, with axes of length 1 for pixels. */
  private static Tensor signs(Tensor noise, long start, Tensor of) {
    long[] shape = new long[of.rank()];
    Arrays.fill(shape, 1);
    shape[0] = noise.size(0);
    shape[1] = noise.size(1);
    shape[of.rank() - 1] = of.size(-1);
    return noise.narrow(2, start, of.size(-1)).reshape(shape);
  }

  private static Tensor ofInput(Pass pass, Tensor input) {
    Tensor noise = pass.noise();
    return noise == null ? input : input.mul(signs(noise, 0, input));
  }

  private static Tensor ofOutput(Pass pass, Tensor input, Tensor output) {
    Tensor noise = pass.noise();
    return noise == null ? output : output.mul(signs(noise, input.size(-1), output));
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    Tensor mean = layer.forward(means(parameters), input, Pass.mean());
    if (pass.noise() == null) {
      return mean;
    }
    Tensor perturbation =
        layer.forward(perturbations(parameters), ofInput(pass, input), Pass.mean());
    return mean.add(ofOutput(pass, input, perturbation));
  }

  private Visit ofMeans(Visit visit) {
    return new Visit(means(visit.parameters()), Pass.mean(), visit.input(), visit.output());
  }

  private Visit ofPerturbations(Visit visit) {
    Tensor input = ofInput(visit.pass(), visit.input());
    return new Visit(perturbations(visit.parameters()), Pass.mean(), input, visit.output());
  }

  @Override
  public Tensor backward(Visit visit, Tensor delta) {
    Tensor below = layer.backward(ofMeans(visit), delta);
    if (visit.pass().noise() == null) {
      return below;
    }
    Tensor flipped = ofOutput(visit.pass(), visit.input(), delta);
    Tensor ofFlipped = layer.backward(ofPerturbations(visit), flipped);
    return below.addInPlace(ofInput(visit.pass(), ofFlipped));
  }

  @Override
  public void gradient(Visit visit, Tensor delta, Parameters gradient) {
    layer.gradient(ofMeans(visit), delta, means(gradient));
    Parameters ofPerturbations = perturbations(gradient);
    if (visit.pass().noise() == null) {
      for (int i = 0; i < ofPerturbations.size(); i++) {
        ofPerturbations.get(i).fill(0);
      }
      return;
    }
    Tensor flipped = ofOutput(visit.pass(), visit.input(), delta);
    layer.gradient(ofPerturbations(visit), flipped, ofPerturbations);
  }
}
