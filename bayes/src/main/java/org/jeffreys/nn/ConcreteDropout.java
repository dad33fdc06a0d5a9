package org.jeffreys.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * Dropout before a layer, at a rate p that is learned. For that its masks are relaxed: they are
 * near 0 or near 1 / (1 - p), and have a derivative in p. An image loses whole channels.
 *
 * <pre>{@code
 * y = layer(x (1 - z) / (1 - p))
 * z = s((logit p + logit u) / temperature)      u ~ U(0, 1), s the sigmoid
 * }</pre>
 *
 * <p>As a variational posterior: the weights of an input are 0 with probability p, and M / (1 - p)
 * else, with M the layer's weight. Under the prior N(0, s²) of each weight and with K inputs
 *
 * <pre>{@code
 * KL(q ‖ p) = |M|² / (2 s² (1 - p)) - K H(p) + constant      H(p) = -p log p - (1 - p) log(1 - p)
 * }</pre>
 *
 * <p>The paper's weights are ours over 1 - p, hence our 1 / (1 - p) for its (1 - p); it counts
 * zeros and not relaxed masks, here as there. The sum over all data stands against the KL once: a
 * target scales a batch up to the data and subtracts the divergence as it is, which is the paper's
 * division by their number. The layer's bias is not dropped, and has the target's prior.
 *
 * <p>Without noise y = layer(x). That is the mean of y for exact masks, or p = 1/2, and an affine
 * layer; for p = 0.1 and the default temperature relaxed masks have a mean of 0.9987, and a
 * variance of 0.101 where exact ones have 0.111. On a linear model in much noise that moved the
 * best logit p from -1.50 to -1.43.
 *
 * @param layer a {@link Linear} or a {@link Conv2d}
 * @param priorScale s of the layer's weights, greater than 0
 * @param initialRate p at the start, in (0, 1)
 * @param temperature of the relaxation, greater than 0
 * @source Gal, Hron and Kendall (2017), arXiv:1705.07832, section 3, eq. 3 and 4 for the
 *     divergence, eq. 5 for the relaxation
 */
public record ConcreteDropout(
    Layer layer, double priorScale, double initialRate, double temperature)
    implements VariationalLayer {
  /** Checks the settings. */
  public ConcreteDropout {
    Check.require(
        layer instanceof Linear || layer instanceof Conv2d,
        "layer",
        "a Linear or Conv2d layer",
        layer);
    Check.positive(priorScale, "priorScale");
    Check.openUnit(initialRate, "initialRate");
    Check.positive(temperature, "temperature");
  }

  /** The paper's settings: a temperature of 0.1, and a rate of 0.1 at the start. */
  public ConcreteDropout(Layer layer, double priorScale) {
    this(layer, priorScale, 0.1, 0.1);
  }

  @Override
  public List<ParameterSpec> parameters() {
    List<ParameterSpec> specs = new ArrayList<>();
    for (ParameterSpec spec : layer.parameters()) {
      specs.add(spec.role() == ParameterSpec.Role.WEIGHT ? spec.withOwnPrior() : spec);
    }
    specs.add(
        new ParameterSpec("rateLogit", Shape.of(1), ParameterSpec.Role.NOISE, 1, 1)
            .startingAt(Math.log(initialRate / (1 - initialRate)))
            .withOwnPrior());
    return List.copyOf(specs);
  }

  private int inputs() {
    return layer instanceof Conv2d convolution ? convolution.in() : ((Linear) layer).in();
  }

  @Override
  public Shape outputShape(Shape input) {
    return layer.outputShape(input);
  }

  /**
   * Numbers uniform on [0, 1).
   *
   * @return @shape [draws, examples, in], or [draws, examples, 1, 1, channels]
   */
  @Override
  public Tensor drawNoise(DType dtype, long draws, long examples, Shape input, Rng rng) {
    long[] shape = units(input.rank() + 2);
    shape[0] = draws;
    shape[1] = examples;
    shape[shape.length - 1] = input.size(-1);
    return rng.uniform(dtype, shape);
  }

  private static long[] units(int rank) {
    long[] shape = new long[rank];
    Arrays.fill(shape, 1);
    return shape;
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    int last = parameters.size() - 1;
    Tensor uniform = pass.noise();
    Tensor kept = uniform == null ? input : input.mul(mask(parameters.get(last), uniform));
    return layer.forward(parameters.range(0, last), kept, Pass.mean());
  }

  /** {@code (1 - z) / (1 - p)}, where {@code 1 / (1 - p) = 1 + exp(logit p)}. */
  private Tensor mask(Tensor rateLogit, Tensor uniform) {
    long[] shape = units(uniform.rank());
    shape[0] = rateLogit.size(0);
    Tensor logit = rateLogit.reshape(shape);
    Tensor logistic = uniform.log().sub(Special.log1p(uniform.neg()));
    Tensor kept = logit.add(logistic).mul(-1 / temperature).sigmoid();
    return kept.mul(logit.exp().add(1));
  }

  @Override
  public Tensor divergence(Parameters parameters) {
    int last = parameters.size() - 1;
    Tensor weight = parameters.get(0);
    Tensor logit = parameters.get(last).squeeze(1);
    Tensor squares = weight.reshape(weight.size(0), -1).square().sum(1);
    Tensor entropy = Special.softplus(logit).sub(logit.mul(logit.sigmoid()));
    return squares
        .mul(logit.exp().add(1))
        .mul(0.5 / (priorScale * priorScale))
        .sub(entropy.mul(inputs()));
  }
}
