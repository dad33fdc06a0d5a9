package org.jeffreys.store;

import org.jeffreys.core.Check;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.inference.Trained;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What a posterior is made of beside its network. Holds memory until closed. */
public sealed interface SavedDraws extends AutoCloseable {
  /** The parameters. @shape [draws, dimension] */
  Tensor position();

  /** The running statistics, null where there are none. @shape [draws, buffer dimension] */
  @Nullable Tensor buffers();

  /** The number of functions drawn. */
  int numDraws();

  /** The posterior, in the memory of this: once either is closed, both are. */
  Posterior posterior(NetworkModel model);

  @Override
  void close();

  /**
   * One trained network, whose functions differ by the noise of its layers.
   *
   * @param trained the network, and how its training went
   * @param config how many functions are drawn, and how
   * @param seed of the noise
   */
  record Noise(Trained trained, NoisePosterior.Config config, long seed) implements SavedDraws {
    @Override
    public Tensor position() {
      return trained.position();
    }

    @Override
    public @Nullable Tensor buffers() {
      return trained.buffers();
    }

    @Override
    public int numDraws() {
      return config.numDraws();
    }

    @Override
    public void requireFit(NetworkModel model) {
      SavedDraws.super.requireFit(model);
      Check.require(position().size(0) == 1, "position", "one network", position().size(0));
      Check.require(
          model.network().isRandom(), "network", "a random layer, for noise", model.network());
    }

    @Override
    public Posterior posterior(NetworkModel model) {
      return new NoisePosterior(model, trained, config, seed);
    }

    @Override
    public void close() {
      trained.close();
    }
  }

  /**
   * Draws of the parameters.
   *
   * @param draws chain after chain
   * @param buffers the running statistics of each draw
   */
  record Sampled(Draws draws, @Nullable Tensor buffers) implements SavedDraws {
    @Override
    public Tensor position() {
      return draws.values();
    }

    @Override
    public int numDraws() {
      return draws.numDraws();
    }

    @Override
    public Posterior posterior(NetworkModel model) {
      return new SampledPosterior(model, draws, buffers);
    }

    @Override
    public void close() {
      draws.close();
      if (buffers != null) {
        buffers.close();
      }
    }
  }

  /**
   * Checks that the tensors are those of a model.
   *
   * @throws IllegalArgumentException if they are not
   */
  default void requireFit(NetworkModel model) {
    require(model, position(), model.dimension(), "position");
    int width = model.network().buffers().dimension();
    Tensor running = buffers();
    Check.require(
        (running != null) == (width > 0),
        "buffers",
        width > 0 ? "running statistics of the network" : "none",
        running == null ? "none" : running);
    if (running != null) {
      require(model, running, width, "buffers");
      Check.require(
          running.size(0) == position().size(0),
          "buffers",
          "one row a row of position, " + position().size(0),
          running.size(0));
    }
  }

  private static void require(NetworkModel model, Tensor tensor, int width, String name) {
    boolean fits = tensor.rank() == 2 && tensor.size(1) == width && tensor.size(0) >= 1;
    Check.require(
        fits && tensor.dtype() == model.dtype(),
        name,
        model.dtype() + " [draws, " + width + "]",
        tensor.dtype() + " " + Shape.of(tensor.shape()));
  }
}
