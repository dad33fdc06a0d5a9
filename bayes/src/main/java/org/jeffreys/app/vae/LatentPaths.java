package org.jeffreys.app.vae;

import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Tape;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Hamiltonian Monte Carlo over the latent of many chains at once, given the known pixels. The
 * missing ones are summed out, which leaves them nothing to hold a chain by.
 *
 * <pre>{@code
 * p(z | known) ∝ N(z; 0, I) Π p(xᵢ | z) over known pixels i
 * }</pre>
 *
 * <p>Each image has a step size of its own, found in warm-up, and a scale for each number of the
 * latent; both are then kept, so that the chains are exact.
 *
 * @source Neal (2011), Handbook of Markov Chain Monte Carlo, chapter 5, figure 2
 */
final class LatentPaths {
  private static final int LEAPS = 4;
  private static final double FIRST_STEP = 0.25;
  private static final double ACCEPTANCE = 0.8;

  /** How far the step size varies about its value, so that no path keeps coming back. */
  private static final double JITTER = 0.2;

  private final VaeModel model;
  private final Tensor given;
  private final @Nullable Tensor oneHot;
  private final Tensor mask;
  private final long images;

  /** Memory that is written to. @shape [1, images, latent] */
  private final Tensor scale;

  /** Memory that is written to. @shape [1, images, 1] */
  private final Tensor logStep;

  private int numAdapted;

  /**
   * Paths for chains of some images.
   *
   * @param given the pixels, @shape [1, draws * images, pixels]
   * @param oneHot @shape [1, draws * images, classes]; null for none
   * @param mask 1 where pixels are known, @shape [pixels]
   */
  LatentPaths(VaeModel model, Tensor given, @Nullable Tensor oneHot, Tensor mask, long images) {
    this.model = model;
    this.given = given;
    this.oneHot = oneHot;
    this.mask = mask;
    this.images = images;
    this.scale = Tensor.ones(DType.FLOAT32, 1, images, model.networks().config().latent());
    this.logStep = Tensor.full(DType.FLOAT32, Math.log(FIRST_STEP), 1, images, 1);
  }

  /** A point of a path. @shape value [1, rows]; gradient [1, rows, latent] */
  private record Point(Tensor latent, Tensor logits, Tensor value, Tensor gradient) {}

  private Point at(Tensor latent) {
    VaeNetworks networks = model.networks();
    Tape decoder =
        networks
            .decoder()
            .record(
                networks.decoderViews(model.position()),
                VaeNetworks.joined(latent, oneHot),
                Pass.mean());
    Tensor logits = decoder.output();
    decoder.backward(given.sub(logits.sigmoid()).mulInPlace(mask));
    return new Point(
        latent,
        logits,
        logLikelihood(logits).add(latent.square().sum(-1), -0.5),
        decoder.inputDelta().narrow(-1, 0, latent.size(2)).sub(latent));
  }

  /** Of the known pixels. @shape [1, rows] */
  Tensor logLikelihood(Tensor logits) {
    return Elbo.terms(given, logits).mulInPlace(mask).sum(-1);
  }

  /**
   * Takes the spread of the latent over the chains of each image from guides of what they are
   * filled with: the mean variance, and the variance of the means.
   */
  void scaleBy(Guide guide) {
    long latent = scale.size(2);
    long draws = guide.loc().size(1) / images;
    Tensor loc = guide.loc().reshape(draws, images, latent);
    Tensor within = guide.scale().square().reshape(draws, images, latent).mean(0);
    Tensor between = loc.sub(loc.mean(0)).square().mean(0);
    scale.copyFrom(within.add(between).sqrt().unsqueeze(0));
  }

  /**
   * Moves every chain, in place.
   *
   * @param latent @shape [1, draws * images, latent]
   * @param logits of the latent, @shape [1, draws * images, pixels]
   * @param adapts whether the step size changes, which is for warm-up only
   * @return the share of paths that were accepted
   */
  double step(Tensor latent, Tensor logits, boolean adapts, Rng rng) {
    try (Scope scope = Scope.open()) {
      long draws = latent.size(1) / images;
      Tensor jitter = rng.uniform(DType.FLOAT32, 1, latent.size(1), 1).mulInPlace(2 * JITTER);
      Tensor stepSize = VaeModel.repeated(logStep.exp(), draws).mul(jitter.add(1 - JITTER));
      Tensor stride = VaeModel.repeated(scale, draws).mul(stepSize);
      Tensor momentum = rng.normal(DType.FLOAT32, latent.shape());
      Point start = at(latent);
      Tensor energy = momentum.square().sum(-1);
      Point end = leap(start, momentum, stride);
      Tensor logRatio = end.value.sub(start.value).add(energy.sub(momentum.square().sum(-1)), 0.5);
      Tensor bar = rng.uniform(DType.FLOAT32, logRatio.shape()).log();
      Tensor accept = logRatio.sub(bar).gt(0);
      Tensor wide = accept.unsqueeze(-1);
      latent.copyFrom(wide.where(end.latent, latent));
      logits.copyFrom(wide.where(end.logits, start.logits));
      if (adapts) {
        adapt(logRatio.clampMax(0).exp());
      }
      return accept.to(DType.FLOAT32).mean().item();
    }
  }

  /** Overwrites the momentum. */
  private Point leap(Point start, Tensor momentum, Tensor stride) {
    Point point = start;
    momentum.addProductInPlace(stride, point.gradient, 0.5);
    for (int i = 1; i <= LEAPS; i++) {
      try (Scope scope = Scope.open()) {
        Point next = at(point.latent.addProduct(stride, momentum));
        momentum.addProductInPlace(stride, next.gradient, i < LEAPS ? 1 : 0.5);
        point =
            new Point(
                scope.keep(next.latent),
                scope.keep(next.logits),
                scope.keep(next.value),
                scope.keep(next.gradient));
      }
    }
    return point;
  }

  /** By Robbins and Monro: up where an image's paths are accepted too often. */
  private void adapt(Tensor acceptance) {
    numAdapted++;
    Tensor ofImages = acceptance.reshape(-1, images).mean(0).reshape(1, images, 1);
    logStep.addInPlace(ofImages.sub(ACCEPTANCE), 1.5 / Math.sqrt(numAdapted));
  }
}
