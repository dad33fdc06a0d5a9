package org.jeffreys.target;

import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Normal distributions q(θ; φ) of a {@link Guide}, one a chain: its formulas at given parameters.
 * All it makes belongs to the scopes of its caller, and it is of no use once φ has changed.
 */
public final class Approximation {
  private static final double LOG_2PI = Math.log(2 * Math.PI);

  private final long dimension;
  private final Tensor location;
  private final Tensor logScale;
  private final Tensor factor;
  private final @Nullable Correlation correlation;

  Approximation(Tensor parameters, int dimension, @Nullable Correlation correlation) {
    this.dimension = dimension;
    this.location = parameters.narrow(1, 0, dimension);
    this.logScale = parameters.narrow(1, dimension, dimension);
    this.factor = logScale.exp();
    this.correlation = correlation;
  }

  /**
   * Draws and what made them.
   *
   * @param noise @shape [chains, samples, number of noise]
   * @param standard z, @shape [chains, samples, dimension]
   * @param deviation σ ∘ z, of the same shape
   * @param values θ, of the same shape
   */
  public record Sample(Tensor noise, Tensor standard, Tensor deviation, Tensor values) {}

  /** The number of distributions. */
  public long numChains() {
    return location.size(0);
  }

  /** The length of θ. */
  public long dimension() {
    return dimension;
  }

  /** The means, a view of φ. @shape [chains, dimension] */
  public Tensor location() {
    return location;
  }

  /** What z is multiplied by, σ: the standard deviations where nothing is correlated. */
  public Tensor factor() {
    return factor;
  }

  /** The standard deviations. @shape [chains, dimension] */
  public Tensor scale() {
    return correlation == null ? factor : factor.mul(relativeVariance(correlation).sqrt());
  }

  private static Tensor relativeVariance(Correlation correlation) {
    return correlation.variance().add(1);
  }

  /**
   * Reparameterised draws.
   *
   * @param noise standard normal numbers, @shape [chains, samples, number of noise]
   */
  public Sample rsample(Tensor noise) {
    Tensor standard = correlation == null ? noise : correlation.correlate(noise);
    Tensor deviation = standard.mul(factor.unsqueeze(1));
    return new Sample(noise, standard, deviation, deviation.add(location.unsqueeze(1)));
  }

  /**
   * Writes the gradient in φ of an objective of draws, summed over samples.
   *
   * @param delta the objective's gradient in the draws, @shape [chains, samples, dimension]
   * @param gradient unset memory, @shape [chains, number of parameters]
   */
  public void pullBack(Sample sample, Tensor delta, Tensor gradient) {
    Tensor ofLocation = gradient.narrow(1, 0, dimension);
    Tensor ofScale = gradient.narrow(1, dimension, dimension);
    if (delta.size(1) == 1) {
      Tensor only = delta.select(1, 0);
      ofLocation.copyFrom(only);
      Special.productInto(ofScale, only, sample.deviation().select(1, 0));
    } else {
      ofLocation.copyFrom(delta.sum(1));
      ofScale.copyFrom(delta.mul(sample.deviation()).sum(1));
    }
    if (correlation != null) {
      correlation.gradientInto(
          sample.noise(), delta.mul(factor.unsqueeze(1)), ofCorrelations(gradient));
    }
  }

  private Tensor ofCorrelations(Tensor gradient) {
    return gradient.narrow(1, 2 * dimension, gradient.size(1) - 2 * dimension);
  }

  /** The log density of draws. @shape [chains, samples] */
  public Tensor logProb(Sample sample) {
    Tensor squares =
        correlation == null
            ? sample.noise().square().sum(2)
            : correlation.squaredNorm(sample.noise(), sample.standard());
    // The entropy is the mean of -log q, where the squares are d on average.
    return squares.mul(-0.5).add(0.5 * dimension).sub(entropy().unsqueeze(1));
  }

  /** The derivative of the log density in its argument. @shape [chains, samples, dimension] */
  public Tensor score(Sample sample) {
    Tensor whitened =
        correlation == null
            ? sample.noise()
            : correlation.whitened(sample.noise(), sample.standard());
    return whitened.div(factor.unsqueeze(1)).mulInPlace(-1);
  }

  /** The differential entropy, in nats. @shape [chains] */
  public Tensor entropy() {
    Tensor ofScales = logScale.sum(1).add(0.5 * dimension * (1 + LOG_2PI));
    return correlation == null ? ofScales : ofScales.add(correlation.logVolume());
  }

  /** Adds {@code weight} times the gradient of the entropy in φ. */
  public void addEntropyGradient(double weight, Tensor gradient) {
    Tensor ofScale = gradient.narrow(1, dimension, dimension);
    Special.addInPlace(ofScale, weight);
    if (correlation != null) {
      Tensor none = Tensor.zeros(factor.dtype(), factor.shape());
      correlation.addGradient(none, weight, ofCorrelations(gradient));
    }
  }

  /**
   * The divergence KL(q ‖ p) from independent normal distributions, in nats.
   *
   * <pre>{@code
   * KL = Σᵢ [ τᵢ ((μᵢ - mᵢ)² + Var θᵢ) - log τᵢ + log 2π ] / 2 - H[q]
   * }</pre>
   *
   * @param prior with locations m and precisions τ &gt; 0
   * @return @shape [chains]
   */
  public Tensor klDivergence(BoundPrior.NormalForm prior) {
    Tensor squares = location.sub(prior.location()).square().add(scale().square());
    Tensor each = squares.mul(prior.precision()).sub(prior.precision().log());
    return each.add(LOG_2PI).sum(1).mul(0.5).sub(entropy());
  }

  /** Adds {@code weight} times the gradient of {@link #klDivergence} in φ. */
  public void addDivergenceGradient(BoundPrior.NormalForm prior, double weight, Tensor gradient) {
    Tensor precision = prior.precision();
    Tensor ofScale = gradient.narrow(1, dimension, dimension);
    gradient
        .narrow(1, 0, dimension)
        .addProductInPlace(location.sub(prior.location()), precision, weight);
    Tensor weighted = factor.mul(precision);
    if (correlation == null) {
      ofScale.addProductInPlace(weighted, factor, weight);
    } else {
      Tensor ofVariance = weighted.mulInPlace(factor).mulInPlace(weight);
      ofScale.addProductInPlace(ofVariance, relativeVariance(correlation), 1);
      correlation.addGradient(ofVariance, -weight, ofCorrelations(gradient));
    }
    Special.addInPlace(ofScale, -weight);
  }
}
