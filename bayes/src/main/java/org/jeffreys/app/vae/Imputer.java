package org.jeffreys.app.vae;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Metropolis within Gibbs over the latent and the missing pixels, many chains at once: exact in the
 * long run, however good the guide is.
 *
 * <pre>{@code
 * z' ~ q(z | x)      accepted with probability min(1, w(z') / w(z))      w(z) = p(x | z) p(z) / q(z | x)
 * missing pixels of x ~ p(x | z)
 * }</pre>
 *
 * <p>Warm-up accepts every proposal (pseudo-Gibbs), which is right only for an exact guide but
 * leaves bad starts behind.
 *
 * @source Mattei and Frellsen (2018), NeurIPS, algorithm 1; Rezende, Mohamed and Wierstra (2014),
 *     ICML, appendix F, for pseudo-Gibbs
 */
final class Imputer {
  private final VaeModel model;
  private final Imputation.Config config;
  private final long images;
  private final Tensor given;
  private final @Nullable Tensor oneHot;
  private final Tensor mask;
  private final Rng rng;

  /** The chains; memory that steps write to. @shape [1, draws * images, …] */
  private final Tensor latent;

  private final Tensor logits;
  private final Tensor filled;

  /** Sums over steps and chains. @shape [images, pixels] */
  private final Tensor sum;

  private final Tensor sumOfSquares;
  private double accepted;

  /**
   * Chains for some images.
   *
   * @param pixels @shape [1, images, pixels]
   * @param oneHot @shape [1, images, classes]; null for none
   * @param mask 1 where pixels are known, @shape [pixels]
   */
  Imputer(
      VaeModel model,
      Imputation.Config config,
      Tensor pixels,
      @Nullable Tensor oneHot,
      Tensor mask,
      Rng rng) {
    this.model = model;
    this.config = config;
    this.images = pixels.size(1);
    this.given = VaeModel.repeated(pixels, config.numDraws());
    this.oneHot = oneHot == null ? null : VaeModel.repeated(oneHot, config.numDraws());
    this.mask = mask;
    this.rng = rng;
    this.latent = noise();
    this.logits = model.logits(latent, this.oneHot).copy();
    this.filled = Tensor.empty(DType.FLOAT32, given.shape());
    this.sum = Tensor.zeros(DType.FLOAT32, images, pixels.size(2));
    this.sumOfSquares = Tensor.zeros(DType.FLOAT32, images, pixels.size(2));
  }

  private Tensor noise() {
    return rng.normal(DType.FLOAT32, 1, given.size(1), model.networks().config().latent());
  }

  Imputation run() {
    for (int step = 0; step < config.numWarmup() + config.numSteps(); step++) {
      try (Scope scope = Scope.open()) {
        boolean isWarm = step >= config.numWarmup();
        fillIn();
        step(isWarm);
        if (isWarm) {
          add();
        }
      }
    }
    return result();
  }

  private void fillIn() {
    Tensor uniform = rng.uniform(DType.FLOAT32, logits.shape());
    Tensor drawn = logits.sigmoid().sub(uniform).gt(0).to(DType.FLOAT32);
    filled.copyFrom(mask.gt(0).where(given, drawn));
  }

  private void step(boolean mayReject) {
    Guide guide = model.guide(filled, oneHot);
    Tensor noise = noise();
    Tensor proposed = guide.rsample(noise);
    Tensor proposedLogits = model.logits(proposed, oneHot);
    if (!mayReject) {
      latent.copyFrom(proposed);
      logits.copyFrom(proposedLogits);
      return;
    }
    Tensor current = latent.sub(guide.loc()).div(guide.scale());
    Tensor logRatio =
        logWeight(guide, proposed, noise, proposedLogits)
            .sub(logWeight(guide, latent, current, logits));
    Tensor bar = rng.uniform(DType.FLOAT32, logRatio.shape()).log();
    Tensor accept = logRatio.sub(bar).gt(0);
    accepted += accept.to(DType.FLOAT32).mean().item();
    Tensor wide = accept.unsqueeze(-1);
    latent.copyFrom(wide.where(proposed, latent));
    logits.copyFrom(wide.where(proposedLogits, logits));
  }

  private Tensor logWeight(Guide guide, Tensor at, Tensor noise, Tensor itsLogits) {
    return Elbo.logLikelihood(filled, itsLogits).add(guide.logRatio(at, noise));
  }

  private void add() {
    Tensor probs = logits.sigmoid().reshape(config.numDraws(), images, given.size(2));
    sum.addInPlace(probs.sum(0));
    sumOfSquares.addInPlace(probs.square().sum(0));
  }

  private Imputation result() {
    double count = (double) config.numDraws() * config.numSteps();
    Tensor mean = sum.div(count);
    Tensor variance = sumOfSquares.div(count).sub(mean.square()).clampMin(0);
    Tensor isKnown = mask.gt(0);
    Tensor kept = given.narrow(1, 0, images).squeeze(0);
    Tensor probs = isKnown.where(given, logits.sigmoid());
    return new Imputation(
        isKnown.where(kept, mean),
        variance.sqrt().mul(mask.neg().add(1)),
        probs.reshape(config.numDraws(), images, given.size(2)).transpose(0, 1).contiguous(),
        accepted / config.numSteps());
  }
}
