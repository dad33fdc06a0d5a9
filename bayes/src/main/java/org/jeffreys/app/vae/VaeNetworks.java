package org.jeffreys.app.vae;

import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Sequential;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The two networks of a variational autoencoder, over one flat vector: first the encoder's arrays,
 * then the decoder's.
 *
 * <pre>{@code
 * encoder   x, y → hidden → (μ, log σ²)      the guide q(z | x, y) = N(μ, diag σ²)
 * decoder   z, y → hidden → logits           the model p(x | z, y), independent Bernoulli pixels
 * }</pre>
 *
 * <p>The class y, one-hot, is there in conditional ones only.
 *
 * @source Kingma and Welling (2014), ICLR, appendix C; Sohn, Lee and Yan (2015), NeurIPS
 */
public final class VaeNetworks {
  private final Config config;
  private final Sequential encoder;
  private final Sequential decoder;

  /**
   * Sizes.
   *
   * @param height of an image, in pixels
   * @param width of an image, in pixels
   * @param hidden units of the one hidden layer of each network
   * @param latent dimension of z
   * @param numClasses that both networks are told of; 0 for none
   */
  public record Config(int height, int width, int hidden, int latent, int numClasses) {
    /** Checks the sizes. */
    public Config {
      Check.atLeast(height, 1, "height");
      Check.atLeast(width, 1, "width");
      Check.atLeast(hidden, 1, "hidden");
      Check.atLeast(latent, 1, "latent");
      Check.atLeast(numClasses, 0, "numClasses");
    }

    /** The number of pixels. */
    public int pixels() {
      return Math.multiplyExact(height, width);
    }

    /** Whether there are classes. */
    public boolean isConditional() {
      return numClasses > 0;
    }

    /** The sizes as plain data. */
    public Map<String, Object> described() {
      return Fields.ordered(
          "height",
          height,
          "width",
          width,
          "hidden",
          hidden,
          "latent",
          latent,
          "numClasses",
          numClasses);
    }

    /** The sizes that were {@link #described}. */
    public static Config of(Fields fields) {
      fields.requireExactly("height", "width", "hidden", "latent", "numClasses");
      return new Config(
          fields.integer("height"),
          fields.integer("width"),
          fields.integer("hidden"),
          fields.integer("latent"),
          fields.integer("numClasses"));
    }
  }

  /** The networks of the given sizes. */
  public VaeNetworks(Config config) {
    this.config = config;
    this.encoder =
        network(config.pixels() + config.numClasses(), config.hidden(), 2 * config.latent());
    this.decoder = network(config.latent() + config.numClasses(), config.hidden(), config.pixels());
  }

  private static Sequential network(int in, int hidden, int out) {
    List<Layer> layers = List.of(new Linear(in, hidden), Activation.RELU, new Linear(hidden, out));
    return Sequential.of(Shape.of(in), layers);
  }

  /** The sizes. */
  public Config config() {
    return config;
  }

  /** The network that infers. */
  public Sequential encoder() {
    return encoder;
  }

  /** The network that generates. */
  public Sequential decoder() {
    return decoder;
  }

  /** The length of the flat vector. */
  public int dimension() {
    return Math.addExact(encoder.layout().dimension(), decoder.layout().dimension());
  }

  /** Views of the encoder's arrays. */
  Parameters encoderViews(Tensor flat) {
    return encoder.layout().views(flat, 0);
  }

  /** Views of the decoder's arrays. */
  Parameters decoderViews(Tensor flat) {
    return decoder.layout().views(flat, encoder.layout().dimension());
  }

  /** Where training starts: uniform on ±1/√fanIn, as PyTorch does. @shape [1, dimension] */
  Tensor initial(DType dtype, Rng rng) {
    try (Scope scope = Scope.open()) {
      Tensor bounds =
          Tensor.cat(0, bounds(dtype, encoder), bounds(dtype, decoder)).reshape(1, dimension());
      Tensor unit = rng.uniform(dtype, 1, dimension()).mulInPlace(2).sub(1);
      return scope.keep(unit.mul(bounds));
    }
  }

  private static Tensor bounds(DType dtype, Sequential network) {
    double[] bounds = network.layout().fill(VaeNetworks::bound);
    return Tensor.of(dtype, bounds, bounds.length);
  }

  private static double bound(ParameterSpec spec) {
    return 1 / Math.sqrt((double) spec.fanIn());
  }

  /**
   * Labels as a network takes them.
   *
   * @param labels int64 @shape [n]; null for none
   * @return @shape [1, n, classes]; null where there are no classes
   * @throws IllegalArgumentException if there are classes and no labels, or other ones
   */
  @Nullable Tensor oneHot(@Nullable Tensor labels, DType dtype) {
    if (!config.isConditional()) {
      return null;
    }
    if (labels == null) {
      throw Check.failure("labels", "one an image for a conditional model", "none");
    }
    for (long label : labels.toLongs()) {
      Check.require(
          label >= 0 && label < config.numClasses(),
          "labels",
          "classes in [0, " + config.numClasses() + ")",
          label);
    }
    return Tensor.eye(dtype, config.numClasses()).indexSelect(0, labels).unsqueeze(0);
  }

  /** Values beside their classes, as a network takes them. */
  static Tensor joined(Tensor values, @Nullable Tensor oneHot) {
    return oneHot == null ? values : Tensor.cat(-1, values, oneHot);
  }
}
