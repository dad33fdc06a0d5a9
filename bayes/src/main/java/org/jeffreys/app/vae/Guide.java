package org.jeffreys.app.vae;

import org.jeffreys.tensor.Tensor;

/**
 * The normal distribution over the latent that the encoder gives for each image.
 *
 * @param loc μ
 * @param logVariance log σ²
 * @param scale σ
 */
record Guide(Tensor loc, Tensor logVariance, Tensor scale) {
  /**
   * The guide that the encoder's outputs stand for.
   *
   * @param outputs @shape [1, batch, 2 latent]: μ, then log σ²
   */
  static Guide of(Tensor outputs) {
    long latent = outputs.size(-1) / 2;
    Tensor logVariance = outputs.narrow(-1, latent, latent);
    return new Guide(outputs.narrow(-1, 0, latent), logVariance, logVariance.mul(0.5).exp());
  }

  /** {@code μ + σ ε}. */
  Tensor rsample(Tensor noise) {
    return loc.addProduct(scale, noise);
  }

  /** From N(0, I), of each image. @shape [1, batch] */
  Tensor divergence() {
    return loc.square().add(scale.square()).sub(logVariance).sub(1).sum(-1).mulInPlace(0.5);
  }

  /**
   * {@code log p(z) - log q(z)} at z = μ + σ ε.
   *
   * @shape [1, batch]
   */
  Tensor logRatio(Tensor latent, Tensor noise) {
    return noise.square().sub(latent.square()).add(logVariance).sum(-1).mulInPlace(0.5);
  }
}
