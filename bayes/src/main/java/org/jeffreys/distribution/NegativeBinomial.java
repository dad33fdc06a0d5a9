package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The negative binomial distribution: a Poisson distribution whose rate is gamma distributed.
 *
 * <pre>{@code
 * log p(k) = log Γ(k + φ) - log k! - log Γ(φ) + k log(μ / (μ + φ)) + φ log(φ / (μ + φ))
 * }</pre>
 *
 * @param mean μ, greater than 0
 * @param concentration φ, greater than 0; the variance is μ + μ² / φ
 */
public record NegativeBinomial(Tensor mean, Tensor concentration) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static NegativeBinomial of(double mean, double concentration) {
    return new NegativeBinomial(Parameters.number(mean), Parameters.number(concentration));
  }

  private Tensor inside(Tensor k) {
    Tensor failures = Special.log1p(concentration.div(mean)).mul(k);
    Tensor successes = Special.log1p(mean.div(concentration)).mul(concentration);
    Tensor choices = LogFunctions.beta(k.add(1), concentration).add(k.add(concentration).log());
    return failures.add(successes).add(choices).neg();
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(mean, concentration);
  }

  @Override
  public Support support() {
    return Supports.COUNT;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Domain.density(Domain.count(value), value, 0, this::inside);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor logGamma = GammaDraws.log(rng, Gradients.stop(concentration), shape);
    Tensor rate = logGamma.add(Gradients.stop(mean.log().sub(concentration.log()))).exp();
    double[] rates = rate.to(DType.FLOAT64).toDoubles();
    return Noise.onHeap(
        rng, mean.dtype(), shape, (stream, i) -> CountDraws.poisson(stream, rates[i]));
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.positive("mean", mean);
    Parameters.positive("concentration", concentration);
  }
}
