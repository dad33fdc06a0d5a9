package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A dense layer that drops connections: each weight vanishes with probability {@code rate}; those
 * left are enlarged, so that the mean is the weight. Biases stay.
 *
 * <pre>{@code
 * y = x (W ∘ Z) / (1 - rate) + b      Z [in, out] ~ Bernoulli(1 - rate), independently
 * }</pre>
 *
 * <p>As a variational posterior: each weight is 0 with probability rate, and W / (1 - rate) else.
 * Where its prior is N(0, s²), training with the penalty |W|² / (2 s'²) minimises KL(q ‖ p), up to
 * a constant, if {@code s = s' / √(1 - rate)}: see {@link #impliedPriorScale}. Without noise the
 * layer is the dense one of W, which is the mean of y.
 *
 * <p>In training each example has a mask of its own: draws x batch x in x out numbers. For one
 * example with input a and delta δ the gradient in W is (a δᵀ) ∘ mask.
 *
 * @param in the number of inputs, at least 1
 * @param out the number of outputs, at least 1
 * @param rate the probability of a zero, in [0, 1); realised as a multiple of 1/65536
 * @source Wan et al. (2013), ICML, section 3, who scale when predicting; Mobiny et al. (2021),
 *     arXiv:1906.04569, for the posterior
 */
public record DropConnect(int in, int out, double rate) implements RandomLayer, PerExampleRule {
  /** Checks the sizes and the rate. */
  public DropConnect {
    Check.atLeast(in, 1, "in");
    Check.atLeast(out, 1, "out");
    Check.require(rate >= 0 && rate < 1, "rate", "a value in [0, 1)", rate);
  }

  /** The scale of the prior that a penalty on the weight stands for. */
  public double impliedPriorScale(double penaltyScale) {
    return new Dropout(rate).impliedPriorScale(penaltyScale);
  }

  /**
   * Masks: 0, or 1 / (1 - rate).
   *
   * @return @shape [draws, examples, in, out]
   */
  @Override
  public Tensor drawNoise(DType dtype, long draws, long examples, Shape input, Rng rng) {
    return rng.mask(dtype, 1 - rate, draws, examples, in, out);
  }

  @Override
  public List<ParameterSpec> parameters() {
    return Dense.parameters(in, out);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Dense.outputShape(input, in, out, this);
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    Tensor weight = parameters.get(Dense.WEIGHT);
    Tensor bias = parameters.get(Dense.BIAS);
    Tensor mask = pass.noise();
    return mask == null
        ? Dense.affine(input, weight, bias)
        : product(Dense.drawn(input, weight.size(0)), masked(weight, mask)).add(bias);
  }

  private static Tensor masked(Tensor weight, Tensor mask) {
    return weight.unsqueeze(1).mul(mask);
  }

  /**
   * Each row times its matrix, or times the one that all rows of a draw share.
   *
   * @shape rows [draws, batch, n]; matrices [draws, batch or 1, n, m]; result [draws, batch, m]
   */
  private static Tensor product(Tensor rows, Tensor matrices) {
    return matrices.size(1) == 1
        ? Linalg.batchedProduct(rows, matrices.squeeze(1))
        : rows.unsqueeze(2).matmul(matrices).squeeze(2);
  }

  @Override
  public Tensor backward(Visit visit, Tensor delta) {
    Tensor mask = visit.pass().noise();
    return mask == null
        ? withoutMask().backward(visit, delta)
        : product(delta, masked(visit.parameters().get(Dense.WEIGHT), mask).transpose(2, 3));
  }

  @Override
  public void gradient(Visit visit, Tensor delta, Parameters gradient) {
    Tensor mask = visit.pass().noise();
    if (mask == null || mask.size(1) == 1) {
      withoutMask().gradient(visit, delta, gradient);
      if (mask != null) {
        gradient.get(Dense.WEIGHT).mulInPlace(mask.squeeze(1));
      }
      return;
    }
    Tensor outer = visit.input().unsqueeze(3).mul(delta.unsqueeze(2));
    gradient.get(Dense.WEIGHT).copyFrom(outer.mul(mask).sum(1));
    delta.sumKeepInto(gradient.get(Dense.BIAS), 1);
  }

  /** Σ a² mask² δ² + |δ|². */
  @Override
  public Tensor squaredNorm(Visit visit, Tensor delta) {
    Tensor mask = visit.pass().noise();
    if (mask == null) {
      return withoutMask().squaredNorm(visit, delta);
    }
    Tensor inputs = Dense.drawn(visit.input(), delta.size(0)).square();
    return product(inputs, mask.square()).add(1).mul(delta.square()).sum(-1);
  }

  private Linear withoutMask() {
    return new Linear(in, out);
  }
}
