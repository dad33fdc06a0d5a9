package org.jeffreys.app.vae;

import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Tape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The evidence lower bound of each image of a batch, by one reparameterised draw, and its gradient.
 *
 * <pre>{@code
 * elbo(x) = log p(x | z) - KL(q(z | x) || N(0, I))      z = μ + σ ε, ε ~ N(0, I)
 * log p(x | z) = Σ xᵢ lᵢ - log(1 + e^lᵢ)
 * KL = ½ Σ (μ² + σ² - 1 - log σ²)
 * }</pre>
 *
 * <p>Reverse mode goes by the layers' own rules: through the decoder to ∂/∂z, and with it through
 * the encoder. The divergence is that of each image, whatever the size of the batch.
 *
 * @source Kingma and Welling (2014), ICLR, eq. 10 and appendix B
 */
final class Elbo {
  private final VaeNetworks networks;
  private final Tensor position;
  private final Tensor pixels;
  private final Tensor noise;
  private final Guide guide;
  private final Tape encoder;
  private final Tape decoder;

  /**
   * One pass through both networks.
   *
   * @param position @shape [1, dimension]
   * @param pixels @shape [1, batch, pixels]
   * @param oneHot @shape [1, batch, classes]; null for none
   * @param noise ε, @shape [1, batch, latent]
   */
  Elbo(
      VaeNetworks networks, Tensor position, Tensor pixels, @Nullable Tensor oneHot, Tensor noise) {
    this.networks = networks;
    this.position = position;
    this.pixels = pixels;
    this.noise = noise;
    this.encoder =
        networks
            .encoder()
            .record(
                networks.encoderViews(position), VaeNetworks.joined(pixels, oneHot), Pass.mean());
    this.guide = Guide.of(encoder.output());
    this.decoder =
        networks
            .decoder()
            .record(
                networks.decoderViews(position),
                VaeNetworks.joined(guide.rsample(noise), oneHot),
                Pass.mean());
  }

  /** Of each image. @shape [1, batch] */
  Tensor logLikelihood() {
    return logLikelihood(pixels, decoder.output());
  }

  /** Of each image. @shape [1, batch] */
  Tensor divergence() {
    return guide.divergence();
  }

  /** Σ x l - log(1 + e^l) over the last axis, which vanishes. */
  static Tensor logLikelihood(Tensor pixels, Tensor logits) {
    return terms(pixels, logits).sum(-1);
  }

  /** {@code x l - log(1 + e^l)} of each pixel. */
  static Tensor terms(Tensor pixels, Tensor logits) {
    return pixels.mul(logits).sub(Special.softplus(logits));
  }

  /**
   * Of the sum over the batch, times {@code factor}.
   *
   * @return @shape [1, dimension]
   */
  Tensor gradient(double factor) {
    Tensor gradient = Tensor.empty(position.dtype(), 1, networks.dimension());
    decoder.backward(pixels.sub(decoder.output().sigmoid()).mulInPlace(factor));
    decoder.gradient(networks.decoderViews(gradient));
    long latent = networks.config().latent();
    Tensor delta = decoder.inputDelta().narrow(-1, 0, latent);
    Tensor ofLoc = delta.add(guide.loc(), -factor);
    Tensor ofLogVariance =
        delta
            .mul(noise)
            .mulInPlace(guide.scale())
            .sub(guide.scale().square().sub(1).mulInPlace(factor))
            .mulInPlace(0.5);
    encoder.backward(Tensor.cat(-1, ofLoc, ofLogVariance));
    encoder.gradient(networks.encoderViews(gradient));
    return gradient;
  }
}
