package org.jeffreys.app.vae;

import java.util.List;
import java.util.Random;
import org.jeffreys.data.Images;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * An autoencoder of images of 2 x 3 pixels with one latent number, whose probabilities are sums
 * over a grid; and images of it.
 */
final class SmallVae {
  static final int PIXELS = 6;
  static final int ALL = 1 << PIXELS;
  static final int CLASSES = 3;

  private static final int NODES = 4001;
  private static final double REACH = 8;

  private SmallVae() {}

  static VaeNetworks networks(int latent, int numClasses) {
    return new VaeNetworks(new VaeNetworks.Config(2, 3, 5, latent, numClasses));
  }

  /** Pixels hang together, and the guide is off, but not by much. */
  static VaeModel model(int latent, int numClasses, long seed) {
    VaeNetworks networks = networks(latent, numClasses);
    double[] values = new Random(seed).doubles(networks.dimension(), -1.5, 1.5).toArray();
    for (int i = 0; i < networks.encoder().layout().dimension(); i++) {
      values[i] *= 0.3;
    }
    return new VaeModel(
        networks, Scope.release(Tensor.of(DType.FLOAT32, values, 1, networks.dimension())));
  }

  /** As {@link #model} of one latent number, with a guide of its own about 7. */
  static VaeModel astray(int numClasses) {
    try (VaeModel model = model(1, numClasses, 3)) {
      VaeNetworks networks = model.networks();
      double[] values = model.position().toDoubles();
      int encoder = networks.encoder().layout().dimension();
      // The last arrays of the encoder are the biases of mean and logarithmic variance.
      values[encoder - 2] += 7;
      values[encoder - 1] -= 2;
      return new VaeModel(
          networks, Scope.release(Tensor.of(DType.FLOAT32, values, 1, values.length)));
    }
  }

  /** Every image there is, of one class. */
  static BinaryImages everyImage(int label) {
    byte[] pixels = new byte[ALL * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (((i / PIXELS) >> (i % PIXELS)) & 1);
    }
    try (Scope scope = Scope.open()) {
      Tensor bytes = Tensor.ofBytes(DType.UINT8, pixels, ALL, PIXELS);
      Tensor labels = Tensor.full(DType.INT64, label, ALL);
      return new BinaryImages(Scope.release(bytes), Scope.release(labels));
    }
  }

  /** Grey images of two kinds: the left or the right is light. */
  static Images grey(int count, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[count * PIXELS];
    int[] labels = new int[count];
    for (int image = 0; image < count; image++) {
      labels[image] = random.nextInt(CLASSES);
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        boolean isLight = pixel % 3 == labels[image];
        pixels[image * PIXELS + pixel] = (byte) (random.nextInt(128) + (isLight ? 127 : 0));
      }
    }
    return Images.of(pixels, labels, 1, 2, 3, List.of("left", "middle", "right"));
  }

  /** The points of the grid. @shape [nodes, 1] */
  static Tensor nodes() {
    return Tensor.linspace(DType.FLOAT32, -REACH, REACH, NODES).unsqueeze(1);
  }

  /** The probabilities of white at the points of the grid. [nodes][pixels] */
  static double[][] probs(VaeModel model, int label) {
    boolean isConditional = model.networks().config().isConditional();
    Tensor labels = isConditional ? Tensor.full(DType.INT64, label, NODES) : null;
    double[] flat = model.decode(nodes(), labels).toDoubles();
    double[][] probs = new double[NODES][PIXELS];
    for (int i = 0; i < flat.length; i++) {
      probs[i / PIXELS][i % PIXELS] = flat[i];
    }
    return probs;
  }

  /** The weights of the grid's points under N(0, 1); they sum to 1. */
  static double[] prior() {
    double[] weights = new double[NODES];
    double step = 2 * REACH / (NODES - 1);
    for (int i = 0; i < NODES; i++) {
      double z = -REACH + i * step;
      weights[i] = step * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }
    return weights;
  }

  /** p(known pixels of an image | z) for white probabilities at z. */
  static double likelihood(double[] probs, int image, int known) {
    double product = 1;
    for (int pixel = 0; pixel < PIXELS; pixel++) {
      if ((known >> pixel & 1) == 1) {
        product *= (image >> pixel & 1) == 1 ? probs[pixel] : 1 - probs[pixel];
      }
    }
    return product;
  }
}
