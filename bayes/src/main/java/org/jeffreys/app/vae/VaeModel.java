package org.jeffreys.app.vae;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A trained variational autoencoder: p(z) p(x | z) with a guide q(z | x). Everything takes images
 * some at a time, so that memory does not grow with their number. Holds memory until closed.
 *
 * <p>A conditional model is of p(x | y): images then carry labels, and bounds are on log p(x | y).
 */
public final class VaeModel implements AutoCloseable {
  /** Rows of images that are in memory at once: what the processor's cache holds. */
  private static final long ROWS = 1500;

  private final VaeNetworks networks;
  private final Tensor position;

  /**
   * The model of given parameters.
   *
   * @param position closed with this; float32 @shape [1, dimension]
   */
  public VaeModel(VaeNetworks networks, Tensor position) {
    boolean fits =
        position.dtype() == DType.FLOAT32
            && position.rank() == 2
            && position.size(0) == 1
            && position.size(1) == networks.dimension();
    Check.require(fits, "position", "float32 [1, " + networks.dimension() + "]", position);
    this.networks = networks;
    this.position = position;
  }

  /** The networks. */
  public VaeNetworks networks() {
    return networks;
  }

  /** The parameters. @shape [1, dimension] */
  public Tensor position() {
    return position;
  }

  /**
   * The guide of each image.
   *
   * @param loc its mean, @shape [n, latent]
   * @param scale its standard deviations, @shape [n, latent]
   */
  public record Encoding(Tensor loc, Tensor scale) {}

  /**
   * The evidence lower bound of each image, in nats: the mean of one-draw values, with the
   * divergence in closed form.
   *
   * @param numDraws of the latent, at least 1
   */
  public Doubles elbo(BinaryImages images, int numDraws, Rng rng) {
    return bounds(
        images,
        numDraws,
        rng,
        (rows, guide, latent, noise) -> rows.mean(0).sub(guide.divergence().squeeze(0)));
  }

  /**
   * The importance-weighted bound of each image, in nats; the more draws, the nearer to log p(x).
   *
   * <pre>{@code
   * log 1/K Σₖ p(x, zₖ) / q(zₖ | x)      zₖ ~ q(z | x)
   * }</pre>
   *
   * @param numDraws K, at least 1
   * @source Burda, Grosse and Salakhutdinov (2016), ICLR, eq. 8
   */
  public Doubles importanceBound(BinaryImages images, int numDraws, Rng rng) {
    double logCount = Math.log(numDraws);
    return bounds(
        images,
        numDraws,
        rng,
        (rows, guide, latent, noise) ->
            rows.add(guide.logRatio(latent, noise)).logSumExp(0).sub(logCount));
  }

  /**
   * Of some images.
   *
   * <p>Axes are [draws, batch]; the guide's first is 1.
   */
  private interface Bound {
    Tensor of(Tensor logLikelihood, Guide guide, Tensor latent, Tensor noise);
  }

  private Doubles bounds(BinaryImages images, int numDraws, Rng rng, Bound bound) {
    Check.atLeast(numDraws, 1, "numDraws");
    requireFitting(images);
    double[] values = new double[Math.toIntExact(images.size())];
    long some = Math.max(1, ROWS / numDraws);
    for (long start = 0; start < values.length; start += some) {
      long count = Math.min(some, values.length - start);
      try (Scope scope = Scope.open()) {
        double[] part = bounds(rows(images, start, count), numDraws, rng, bound);
        System.arraycopy(part, 0, values, (int) start, part.length);
      }
    }
    return Doubles.of(values);
  }

  private double[] bounds(Rows rows, int numDraws, Rng rng, Bound bound) {
    Guide guide = guide(rows.pixels, rows.oneHot);
    long count = rows.pixels.size(1);
    long latentSize = networks.config().latent();
    Tensor noise = rng.normal(DType.FLOAT32, 1, numDraws * count, latentSize);
    Tensor noises = noise.reshape(numDraws, count, latentSize);
    Tensor latent = guide.rsample(noises);
    Tensor repeated = rows.oneHot == null ? null : repeated(rows.oneHot, numDraws);
    Tensor logits = logits(latent.reshape(1, numDraws * count, latentSize), repeated);
    Tensor logLikelihood =
        Elbo.logLikelihood(rows.pixels, logits.reshape(numDraws, count, rows.pixels.size(2)));
    return bound.of(logLikelihood, guide, latent, noises).toDoubles();
  }

  /** Rows one after the other, the whole so many times. @shape rows [1, n, width] */
  static Tensor repeated(Tensor rows, long times) {
    long count = rows.size(1);
    long width = rows.size(2);
    return rows.expand(times, count, width).reshape(1, times * count, width);
  }

  /**
   * The bound of each image for each class, in nats, by a conditional model: with a prior over the
   * classes it classifies, and bounds log p(x).
   *
   * @return one vector a class
   */
  public List<Doubles> elboByClass(BinaryImages images, int numDraws, Rng rng) {
    Check.require(
        networks.config().isConditional(), "model", "a conditional one", "one without classes");
    List<Doubles> all = new ArrayList<>();
    for (int k = 0; k < networks.config().numClasses(); k++) {
      try (BinaryImages ofClass = images.labelled(k)) {
        all.add(elbo(ofClass, numDraws, rng));
      }
    }
    return List.copyOf(all);
  }

  /** The guide of each image, in tensors of the innermost scope. */
  public Encoding encode(BinaryImages images) {
    requireFitting(images);
    long latent = networks.config().latent();
    try (Scope scope = Scope.open()) {
      Tensor loc = Tensor.empty(DType.FLOAT32, images.size(), latent);
      Tensor scale = Tensor.empty(DType.FLOAT32, images.size(), latent);
      for (long start = 0; start < images.size(); start += ROWS) {
        long count = Math.min(ROWS, images.size() - start);
        try (Scope piece = Scope.open()) {
          Rows rows = rows(images, start, count);
          Guide guide = guide(rows.pixels, rows.oneHot);
          loc.narrow(0, start, count).copyFrom(guide.loc().squeeze(0));
          scale.narrow(0, start, count).copyFrom(guide.scale().squeeze(0));
        }
      }
      return new Encoding(scope.keep(loc), scope.keep(scale));
    }
  }

  /**
   * How probably each pixel is white, given the latent.
   *
   * @param latent float32 @shape [n, latent]
   * @param labels int64 @shape [n]; null for a model without classes
   * @return @shape [n, pixels], in the innermost scope
   */
  public Tensor decode(Tensor latent, @Nullable Tensor labels) {
    long size = networks.config().latent();
    boolean fits = latent.dtype() == DType.FLOAT32 && latent.rank() == 2 && latent.size(1) == size;
    Check.require(fits, "latent", "float32 [n, " + size + "]", latent);
    try (Scope scope = Scope.open()) {
      Tensor oneHot = networks.oneHot(labels, DType.FLOAT32);
      return scope.keep(logits(latent.unsqueeze(0), oneHot).sigmoid().squeeze(0));
    }
  }

  /**
   * Images from the prior, as the probabilities of white pixels; a conditional model goes through
   * its classes, over and over.
   *
   * @return @shape [count, pixels], in the innermost scope
   */
  public Tensor sample(int count, Rng rng) {
    Check.atLeast(count, 1, "count");
    try (Scope scope = Scope.open()) {
      Tensor latent = rng.normal(DType.FLOAT32, count, networks.config().latent());
      return scope.keep(decode(latent, classes(count)));
    }
  }

  private @Nullable Tensor classes(int count) {
    int numClasses = networks.config().numClasses();
    if (numClasses == 0) {
      return null;
    }
    long[] labels = new long[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % numClasses;
    }
    return Tensor.of(labels, count);
  }

  /**
   * Images on the way from one to another: decoded from evenly spaced points between the means of
   * their guides, ends included. A conditional model stays in the class of the first.
   *
   * @param ends two images
   * @param numSteps of points, at least 2
   * @return @shape [numSteps, pixels], in the innermost scope
   */
  public Tensor interpolate(BinaryImages ends, int numSteps) {
    Check.require(ends.size() == 2, "ends", "two images", ends.size());
    Check.atLeast(numSteps, 2, "numSteps");
    try (Scope scope = Scope.open()) {
      Tensor loc = encode(ends).loc();
      Tensor share = Tensor.linspace(DType.FLOAT32, 0, 1, numSteps).unsqueeze(1);
      Tensor from = loc.narrow(0, 0, 1);
      Tensor latent = from.add(loc.narrow(0, 1, 1).sub(from).mul(share));
      Tensor labels = ends.labels();
      Tensor kept = labels == null ? null : labels.narrow(0, 0, 1).expand(numSteps).contiguous();
      return scope.keep(decode(latent, kept));
    }
  }

  /**
   * Fills in the pixels that are not known.
   *
   * @param known 1 where a pixel is known, 0 where it is missing, whatever it holds; uint8 @shape
   *     [height * width] for all images
   * @return in tensors of the innermost scope
   */
  public Imputation impute(BinaryImages images, Tensor known, Imputation.Config config, Rng rng) {
    requireFitting(images);
    long pixels = networks.config().pixels();
    boolean fits = known.dtype() == DType.UINT8 && known.rank() == 1 && known.size(0) == pixels;
    Check.require(fits, "known", "uint8 [" + pixels + "]", known);
    long some = Math.max(1, ROWS / config.numDraws());
    List<Imputation> parts = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      Tensor mask = known.to(DType.FLOAT32).gt(0).to(DType.FLOAT32);
      for (long start = 0; start < images.size(); start += some) {
        Rows rows = rows(images, start, Math.min(some, images.size() - start));
        parts.add(new Imputer(this, config, rows.pixels, rows.oneHot, mask, rng).run());
      }
      Imputation whole = Imputation.joined(parts);
      return new Imputation(
          scope.keep(whole.mean()),
          scope.keep(whole.deviation()),
          scope.keep(whole.draws()),
          whole.jumps(),
          whole.moves(),
          whole.rHat());
    }
  }

  Guide guide(Tensor pixels, @Nullable Tensor oneHot) {
    Tensor inputs = VaeNetworks.joined(pixels, oneHot);
    return Guide.of(networks.encoder().forward(networks.encoderViews(position), inputs));
  }

  Tensor logits(Tensor latent, @Nullable Tensor oneHot) {
    Tensor inputs = VaeNetworks.joined(latent, oneHot);
    return networks.decoder().forward(networks.decoderViews(position), inputs);
  }

  /** Some images as the networks take them. @shape [1, count, …] */
  private record Rows(Tensor pixels, @Nullable Tensor oneHot) {}

  private Rows rows(BinaryImages images, long start, long count) {
    Tensor labels = images.labels();
    Tensor some = labels == null ? null : labels.narrow(0, start, count);
    return new Rows(
        images.pixels().narrow(0, start, count).to(DType.FLOAT32).unsqueeze(0),
        networks.oneHot(some, DType.FLOAT32));
  }

  private void requireFitting(BinaryImages images) {
    int pixels = networks.config().pixels();
    Check.require(
        images.pixels().size(1) == pixels,
        "images",
        "images of " + pixels + " pixels",
        images.pixels().size(1) + " pixels");
  }

  @Override
  public void close() {
    position.close();
  }
}
