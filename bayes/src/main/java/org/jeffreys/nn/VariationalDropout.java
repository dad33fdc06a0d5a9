package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * A dense layer with normal weights whose relative variance α is learned: variational dropout.
 *
 * <pre>{@code
 * y = x W + b      q: Wₖₗ ~ N(θₖₗ, α θₖₗ²), p: p(|Wₖₗ|) ∝ 1 / |Wₖₗ|, independently
 * }</pre>
 *
 * <p>The log-uniform prior is improper: KL(q ‖ p) is known up to a constant. It depends on α alone;
 * here it is 0 where α is infinite, which is a weight that has been pruned, and greater elsewhere.
 * {@link #divergence} has the published approximation, at most 0.0094 nats a weight off (log α =
 * -3.5), its derivative in log α at most 0.014 off (log α = -2.5). The bias has no noise, and the
 * target's prior.
 *
 * <p>In training each example has noise of its own, drawn where it acts (local reparameterisation);
 * a draw of the posterior is one W for all examples. Both are one law for one example.
 *
 * <pre>{@code
 * y = x θ + b + √(x² (α θ²)) ∘ ε      training, ε [draws, examples, out]
 * W = θ ∘ (1 + √α ε)                  a draw, ε [draws, 1, in, out]
 * }</pre>
 *
 * <p>Without noise the layer is the dense one of θ, which is the mean of y.
 *
 * @param in the number of inputs, at least 1
 * @param out the number of outputs, at least 1
 * @param sharing which weights have one α
 * @param initialVariance α at the start, greater than 0
 * @source Kingma, Salimans and Welling (2015), arXiv:1506.02557, eq. 6 for local
 *     reparameterisation, section 3.3 for the prior; Molchanov, Ashukha and Vetrov (2017),
 *     arXiv:1701.05369, eq. 14 for the divergence
 */
public record VariationalDropout(int in, int out, Sharing sharing, double initialVariance)
    implements VariationalLayer {
  private static final int LOG_VARIANCE = 2;
  private static final double K1 = 0.63576;
  private static final double K2 = 1.87320;
  private static final double K3 = 1.48695;

  /** Which weights have one α. */
  public enum Sharing {
    /** None: each has its own, as for sparse networks. */
    WEIGHT,
    /** Those of one input. */
    INPUT,
    /** All of the layer. */
    LAYER
  }

  /** Checks the settings. */
  public VariationalDropout {
    Check.atLeast(in, 1, "in");
    Check.atLeast(out, 1, "out");
    Check.positive(initialVariance, "initialVariance");
  }

  /** An α for each weight, 0.1 at the start. */
  public VariationalDropout(int in, int out) {
    this(in, out, Sharing.WEIGHT, 0.1);
  }

  @Override
  public List<ParameterSpec> parameters() {
    Shape shape =
        switch (sharing) {
          case WEIGHT -> Shape.of(in, out);
          case INPUT -> Shape.of(in, 1);
          case LAYER -> Shape.of(1, 1);
        };
    ParameterSpec logVariance =
        new ParameterSpec("logVariance", shape, ParameterSpec.Role.NOISE, 1, 1);
    return List.of(
        Dense.weight(in, out).withOwnPrior(),
        Dense.bias(in, out),
        logVariance.startingAt(Math.log(initialVariance)).withOwnPrior());
  }

  @Override
  public Shape outputShape(Shape input) {
    return Dense.outputShape(input, in, out, this);
  }

  /**
   * Standard normal numbers.
   *
   * @return @shape [draws, examples, out], or [draws, 1, in, out] where all examples share them
   */
  @Override
  public Tensor drawNoise(DType dtype, long draws, long examples, Shape input, Rng rng) {
    return examples == 1
        ? rng.normal(dtype, draws, 1, in, out)
        : rng.normal(dtype, draws, examples, out);
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    Tensor weight = parameters.get(Dense.WEIGHT);
    Tensor bias = parameters.get(Dense.BIAS);
    Tensor noise = pass.noise();
    if (noise == null) {
      return Dense.affine(input, weight, bias);
    }
    Tensor scale = parameters.get(LOG_VARIANCE).mul(0.5).exp();
    if (noise.rank() == 4) {
      Tensor drawn = weight.addProduct(weight.mul(scale), noise.squeeze(1));
      return Dense.affine(input, drawn, bias);
    }
    Tensor variances = weight.mul(scale).square();
    Tensor squares = Dense.drawn(input.square(), weight.size(0));
    Tensor variance = Linalg.batchedProduct(squares, variances);
    // Where all inputs are 0 the root has no derivative; the output's is 0.
    Tensor deviation = variance.clampMin(Float.MIN_NORMAL).sqrt();
    return Dense.affine(input, weight, bias).addProduct(deviation, noise);
  }

  /** {@code Σ [k₁ (1 - s(k₂ + k₃ log α)) + log(1 + 1/α) / 2]} over the weights; s the sigmoid. */
  @Override
  public Tensor divergence(Parameters parameters) {
    Tensor logVariance = parameters.get(LOG_VARIANCE);
    Tensor tail = logVariance.mul(-K3).add(-K2).sigmoid().mul(K1);
    Tensor each = Special.softplus(logVariance.neg()).mul(0.5).add(tail);
    double weightsOfEach = (double) in * out / parameters().get(LOG_VARIANCE).shape().numElements();
    return each.sum(1, 2).mul(weightsOfEach);
  }
}
