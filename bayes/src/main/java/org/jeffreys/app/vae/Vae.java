package org.jeffreys.app.vae;

import java.util.Locale;
import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.data.Dataset;
import org.jeffreys.data.Images;
import org.jeffreys.inference.Checkpoints;
import org.jeffreys.inference.RngState;
import org.jeffreys.inference.Run;
import org.jeffreys.optim.Optimizer;
import org.jeffreys.optim.Schedule;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Trains variational autoencoders: stochastic variational inference with an amortised guide, over
 * epochs of shuffled minibatches. It maximises the mean {@link Elbo} of an image in the parameters
 * of both networks.
 *
 * <p>Checkpoints are saved after epochs, as often as asked for; a run that was killed goes on after
 * the last one and ends in the same bits.
 */
public final class Vae {
  private static final String PART = "vae";
  private static final long PROGRESS_NANOS = 100_000_000L;

  private final Config config;

  /**
   * Settings.
   *
   * @param networks the sizes
   * @param optimizer the rule
   * @param learningRate by the step, over all epochs
   * @param batchSize at least 1; the last batch of an epoch may be smaller
   * @param epochs at least 1
   * @param binarisation of the training images
   */
  public record Config(
      VaeNetworks.Config networks,
      Optimizer optimizer,
      Schedule learningRate,
      int batchSize,
      int epochs,
      Binarisation binarisation) {
    /** Checks the counts. */
    public Config {
      Check.atLeast(batchSize, 1, "batchSize");
      Check.atLeast(epochs, 1, "epochs");
    }
  }

  /** Training with the given settings. */
  public Vae(Config config) {
    this.config = config;
  }

  /**
   * Trains to the end.
   *
   * @param images with labels where the networks are told of classes; not closed with the result
   * @throws NumericalException naming the step and the learning rate if the bound is not finite
   */
  public TrainedVae train(Images images, Run run) {
    VaeNetworks networks = new VaeNetworks(config.networks());
    requireFitting(images);
    try (Dataset data = dataset(images);
        Rng rng = Rng.of(run.seed(), PART);
        VaeState state = start(networks, run, rng)) {
      Course course = new Course(networks, data, run, rng, state);
      while (state.epochs.size() < config.epochs()) {
        course.epoch();
      }
      Tensor position = Scope.release(state.position.copy());
      return new TrainedVae(new VaeModel(networks, position), state.epochs);
    }
  }

  private void requireFitting(Images images) {
    VaeNetworks.Config sizes = config.networks();
    Check.require(
        images.channels() == 1
            && images.height() == sizes.height()
            && images.width() == sizes.width(),
        "images",
        "grey images of " + sizes.height() + " x " + sizes.width(),
        images.height() + " x " + images.width() + " x " + images.channels());
    Check.require(
        !sizes.isConditional()
            || (images.labels() != null && images.numClasses() <= sizes.numClasses()),
        "images",
        "labels of " + sizes.numClasses() + " classes",
        images.labels() == null ? "none" : images.numClasses() + " classes");
  }

  /** Pixels as bytes: 0 and 1 where they are thresholded, else 0 to 255. */
  private Dataset dataset(Images images) {
    try (Scope scope = Scope.open()) {
      Tensor labels = images.labels();
      Dataset data =
          new Dataset(
              switch (config.binarisation()) {
                case THRESHOLD -> BinaryImages.thresholdedPixels(images);
                case STOCHASTIC -> images.pixels().reshape(images.size(), -1).copy();
              },
              labels == null ? Tensor.zeros(DType.INT64, images.size(), 1) : labels.copy());
      Scope.release(data.inputs());
      Scope.release(data.targets());
      return data;
    }
  }

  private VaeState start(VaeNetworks networks, Run run, Rng rng) {
    try (Scope scope = Scope.open()) {
      Optional<Checkpoints.Saved> saved = run.checkpoints().latest(PART);
      if (saved.isPresent()) {
        Checkpoints.Checkpoint checkpoint = saved.get().checkpoint();
        rng.restore(checkpoint.rng().bytes());
        return VaeState.restore(checkpoint.state(), checkpoint.step());
      }
      Tensor position = networks.initial(DType.FLOAT32, rng);
      return new VaeState(position, config.optimizer().init(position));
    }
  }

  /** One run of training. */
  private final class Course {
    private final VaeNetworks networks;
    private final Dataset data;
    private final Run run;
    private final Rng rng;
    private final VaeState state;
    private final Batches batches = new Batches.Shuffled(config.batchSize());
    private final long stepsPerEpoch;
    private double sumElbo;
    private double sumDivergence;
    private long seen;
    private long nextProgress = System.nanoTime();
    private long savedAt = System.nanoTime();

    Course(VaeNetworks networks, Dataset data, Run run, Rng rng, VaeState state) {
      this.networks = networks;
      this.data = data;
      this.run = run;
      this.rng = rng;
      this.state = state;
      this.stepsPerEpoch = batches.stepsPerEpoch(data.size());
    }

    void epoch() {
      long start = System.nanoTime();
      sumElbo = 0;
      sumDivergence = 0;
      seen = 0;
      int number = state.epochs.size() + 1;
      for (long i = 0; i < stepsPerEpoch; i++) {
        try (Scope scope = Scope.open();
            var paused = Gradients.pause()) {
          step();
        }
        if (System.nanoTime() - nextProgress > 0) {
          requireNotInterrupted();
          tell(number);
          nextProgress = System.nanoTime() + PROGRESS_NANOS;
        }
      }
      double seconds = (System.nanoTime() - start) * 1e-9;
      state.epochs.add(new VaeEpoch(number, sumElbo / seen, sumDivergence / seen, seconds));
      save();
      tell(number);
    }

    private void step() {
      Batch batch = batches.draw(data, state.step, rng);
      Tensor pixels = pixels(batch.inputs());
      long size = pixels.size(1);
      Tensor noise = rng.normal(DType.FLOAT32, 1, size, config.networks().latent());
      @Nullable Tensor oneHot = networks.oneHot(batch.targets().reshape(size), DType.FLOAT32);
      Elbo elbo = new Elbo(networks, state.position, pixels, oneHot, noise);
      double divergence = elbo.divergence().sum().item();
      double total = elbo.logLikelihood().sum().item() - divergence;
      double learningRate = config.learningRate().at(state.step);
      requireFinite(total, state.step + 1, learningRate);
      config
          .optimizer()
          .stepInPieces(
              state.position, elbo.gradient(-1.0 / size), state.carried, learningRate, state.step);
      sumElbo += total;
      sumDivergence += divergence;
      seen += size;
      state.step++;
    }

    private Tensor pixels(Tensor bytes) {
      Tensor values = bytes.to(DType.FLOAT32);
      return switch (config.binarisation()) {
        case THRESHOLD -> values;
        case STOCHASTIC -> BinaryImages.isWhite(values, rng).to(DType.FLOAT32);
      };
    }

    private void save() {
      boolean isLast = state.epochs.size() == config.epochs();
      long interval = run.checkpoints().intervalMillis();
      boolean isDue = isLast || System.nanoTime() - savedAt >= interval * 1_000_000.0;
      if (!isDue || run.checkpoints() == Checkpoints.NONE) {
        return;
      }
      RngState streams = new RngState(rng.state());
      try (Scope scope = Scope.open()) {
        run.checkpoints()
            .save(PART, new Checkpoints.Checkpoint(state.step, streams, state.snapshot()), null);
      }
      savedAt = System.nanoTime();
    }

    private void tell(int number) {
      String note =
          String.format(
              Locale.ROOT,
              "epoch %d of %d, elbo %.2f, of it divergence %.2f",
              number,
              config.epochs(),
              sumElbo / seen,
              sumDivergence / seen);
      run.progress().at(state.step, stepsPerEpoch * config.epochs(), note);
    }
  }

  private static void requireFinite(double elbo, long step, double learningRate) {
    if (!Double.isFinite(elbo)) {
      throw new NumericalException(
          String.format(
              Locale.ROOT,
              "step %d: expected a finite elbo, got %s at learningRate %s; lower learningRate",
              step,
              elbo,
              learningRate));
    }
  }

  private static void requireNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("vae: expected to run to its end, got an interrupt");
    }
  }
}
