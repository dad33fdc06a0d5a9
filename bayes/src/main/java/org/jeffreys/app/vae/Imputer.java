package org.jeffreys.app.vae;

import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.Rhat;
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
 * z moves along a path over p(z | known)      see LatentPaths
 * }</pre>
 *
 * <p>Proposals of the guide jump from one filling to another, but few are accepted; paths go
 * anywhere near. The first half of warm-up accepts every proposal (pseudo-Gibbs), which is right
 * only for an exact guide but leaves bad starts behind; the second half finds the step sizes.
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
  private final LatentPaths paths;

  /** The chains; memory that steps write to. @shape [1, draws * images, …] */
  private final Tensor latent;

  private final Tensor logits;
  private final Tensor filled;

  /** Sums over steps and chains. @shape [images, pixels] */
  private final Tensor sum;

  private final Tensor sumOfSquares;
  private double jumped;
  private double moved;

  /** Of each step after warm-up: the log likelihood of the known pixels. [step][draws * images] */
  private final double[][] course;

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
    this.paths = new LatentPaths(model, given, this.oneHot, mask, images);
    this.course = new double[config.numSteps()][];
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
    int numFree = config.numWarmup() / 2;
    for (int step = -config.numWarmup(); step < config.numSteps(); step++) {
      boolean isFree = step < numFree - config.numWarmup();
      try (Scope scope = Scope.open()) {
        fillIn();
        Guide guide = model.guide(filled, oneHot);
        if (isFree) {
          paths.scaleBy(guide);
          follow(guide);
        } else {
          double jumps = jump(guide);
          double moves = paths.step(latent, logits, step < 0, rng);
          if (step >= 0) {
            jumped += jumps;
            moved += moves;
            add(step);
          }
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

  /** Accepts what the guide proposes. */
  private void follow(Guide guide) {
    latent.copyFrom(guide.rsample(noise()));
    logits.copyFrom(model.logits(latent, oneHot));
  }

  private double jump(Guide guide) {
    Tensor noise = noise();
    Tensor proposed = guide.rsample(noise);
    Tensor proposedLogits = model.logits(proposed, oneHot);
    Tensor current = latent.sub(guide.loc()).div(guide.scale());
    Tensor logRatio =
        logWeight(guide, proposed, noise, proposedLogits)
            .sub(logWeight(guide, latent, current, logits));
    Tensor bar = rng.uniform(DType.FLOAT32, logRatio.shape()).log();
    Tensor accept = logRatio.sub(bar).gt(0);
    Tensor wide = accept.unsqueeze(-1);
    latent.copyFrom(wide.where(proposed, latent));
    logits.copyFrom(wide.where(proposedLogits, logits));
    return accept.to(DType.FLOAT32).mean().item();
  }

  private Tensor logWeight(Guide guide, Tensor at, Tensor noise, Tensor itsLogits) {
    return Elbo.logLikelihood(filled, itsLogits).add(guide.logRatio(at, noise));
  }

  private void add(int step) {
    course[step] = paths.logLikelihood(logits).toDoubles();
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
        jumped / config.numSteps(),
        moved / config.numSteps(),
        rHat());
  }

  /** Of each image, over its chains. */
  private Doubles rHat() {
    double[] all = new double[(int) images];
    for (int image = 0; image < all.length; image++) {
      double[][] chains = new double[config.numDraws()][config.numSteps()];
      for (int draw = 0; draw < chains.length; draw++) {
        for (int step = 0; step < course.length; step++) {
          chains[draw][step] = course[step][draw * all.length + image];
        }
      }
      all[image] = Rhat.of(chains);
    }
    return Doubles.of(all);
  }
}
