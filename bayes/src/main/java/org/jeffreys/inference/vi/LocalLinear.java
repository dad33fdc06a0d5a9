package org.jeffreys.inference.vi;

import java.util.List;
import java.util.stream.Stream;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.RandomLayer;
import org.jeffreys.nn.ReverseRule;
import org.jeffreys.nn.Visit;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer with independent normal weights, by local reparameterisation: the law of each
 * example's outputs, whose noise is their own.
 *
 * <pre>{@code
 * y = x M + m + √(x² V + v) ∘ ζ      W ~ N(M, V), b ~ N(m, v), ζ [draws, examples, out]
 * }</pre>
 *
 * <p>Its arrays are the layer's, which are means, and as many again, which are variances.
 */
record LocalLinear(Linear layer) implements RandomLayer, ReverseRule {
  @Override
  public List<ParameterSpec> parameters() {
    return Stream.concat(
            layer.parameters().stream(),
            layer.parameters().stream().map(spec -> spec.within("variance")))
        .toList();
  }

  private Parameters means(Parameters both) {
    return both.range(0, both.size() / 2);
  }

  private Parameters variances(Parameters both) {
    return both.range(both.size() / 2, both.size());
  }

  @Override
  public Shape outputShape(Shape input) {
    return layer.outputShape(input);
  }

  @Override
  public Tensor drawNoise(DType dtype, long draws, long examples, Shape input, Rng rng) {
    return rng.normal(dtype, draws, examples, layer.out());
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    return visit(parameters, input, pass).output();
  }

  /** Puts the standard deviations aside. */
  @Override
  public Visit visit(Parameters parameters, Tensor input, Pass pass) {
    Tensor mean = layer.forward(means(parameters), input, pass);
    Tensor noise = pass.noise();
    if (noise == null) {
      return new Visit(parameters, pass, input, mean);
    }
    // Where a variance underflows to 0 the root has no derivative.
    Tensor scale =
        layer
            .forward(variances(parameters), input.square(), pass)
            .clampMin(Float.MIN_NORMAL)
            .sqrt();
    return new Visit(parameters, pass, input, mean.addProduct(scale, noise), scale);
  }

  /** The pass through the layer of the means, as that layer remembers it. */
  private Visit ofMeans(Visit visit) {
    return new Visit(means(visit.parameters()), visit.pass(), visit.input(), visit.output());
  }

  private Visit ofVariances(Visit visit) {
    return new Visit(
        variances(visit.parameters()), visit.pass(), visit.input().square(), visit.output());
  }

  /** The delta of the variances, {@code δ ζ / (2 scale)}; null at the mean. */
  private static @Nullable Tensor ofVariance(Visit visit, Tensor delta) {
    Tensor noise = visit.pass().noise();
    Tensor scale = visit.memo();
    return noise == null || scale == null ? null : delta.mul(noise).div(scale).mulInPlace(0.5);
  }

  @Override
  public Tensor backward(Visit visit, Tensor delta) {
    Tensor below = layer.backward(ofMeans(visit), delta);
    Tensor ofVariance = ofVariance(visit, delta);
    if (ofVariance != null) {
      Tensor ofSquares = layer.backward(ofVariances(visit), ofVariance);
      below.addProductInPlace(ofSquares, visit.input(), 2);
    }
    return below;
  }

  @Override
  public void gradient(Visit visit, Tensor delta, Parameters gradient) {
    layer.gradient(ofMeans(visit), delta, means(gradient));
    Tensor ofVariance = ofVariance(visit, delta);
    if (ofVariance == null) {
      variances(gradient).get(0).fill(0);
      variances(gradient).get(1).fill(0);
    } else {
      layer.gradient(ofVariances(visit), ofVariance, variances(gradient));
    }
  }
}
