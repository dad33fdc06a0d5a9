package org.jeffreys.inference.dropout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.NetworkInputs;
import org.jeffreys.inference.OutputCollector;
import org.jeffreys.inference.Parallel;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.inference.Predictor;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.inference.Trained;
import org.jeffreys.nn.PackedNetworks;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Sequential;
import org.jeffreys.nn.ThinnedNetworks;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A trained network whose random layers stay random in prediction: each draw of their noise is a
 * function. The same seed gives the same functions in every prediction.
 *
 * <p>What precedes the first random layer is computed once for each input. Predicting only reads,
 * so that several threads may.
 */
public final class NoisePosterior implements Posterior {
  /** The name of this kind of posterior. */
  public static final String KIND = "noise";

  private static final String PURPOSE = "noise";

  /** The rows that go through the random layers together. */
  private static final int ROWS = 1024;

  /** The rows that are drawn noise of their own together: a part of what a seed gives. */
  private static final int INDEPENDENT_ROWS = 256;

  /** The weights that thinned networks hold at once. */
  private static final long THINNED_ELEMENTS = 8_000_000;

  private final NetworkModel model;
  private final Sequential network;
  private final Trained trained;
  private final Config config;
  private final long seed;
  private final int first;
  private final Predictor predictor;

  /**
   * Settings.
   *
   * @param numDraws the number of functions, at least 1
   * @param independent whether each input has noise of its own in each draw. Then a draw is no
   *     function, and joint predictions of several inputs are lost; the marginal ones are the same.
   * @param memoryBytes about the most that activations take, at least 1 MB
   * @param threads that predictions are spread over, at least 1; the outputs do not depend on it
   */
  public record Config(int numDraws, boolean independent, long memoryBytes, int threads) {
    /** What activations take unless said otherwise. */
    static final long MEMORY_BYTES = 512L << 20;

    /** Checks the settings. */
    public Config {
      Check.atLeast(numDraws, 1, "numDraws");
      Check.atLeast(threads, 1, "threads");
      Check.atLeast(memoryBytes, 1L << 20, "memoryBytes");
    }

    /** Draws that are functions, in 512 MB and on one thread. */
    public static Config of(int numDraws) {
      return new Config(numDraws, false, MEMORY_BYTES, 1);
    }
  }

  /**
   * A posterior.
   *
   * @param model the network and its likelihood
   * @param trained of one network; closed with this
   * @throws IllegalArgumentException if the network has no random layer
   */
  public NoisePosterior(NetworkModel model, Trained trained, Config config, long seed) {
    Check.require(
        model.network().isRandom(), "network", "a random layer, such as Dropout", model.network());
    Check.require(
        model.network() instanceof Sequential, "network", "a Sequential", model.network());
    Check.require(
        trained.position().size(0) == 1, "trained", "one network", trained.position().size(0));
    this.model = model;
    this.network = (Sequential) model.network();
    this.trained = trained;
    this.config = config;
    this.seed = seed;
    this.first = network.numDeterministic();
    this.predictor =
        new Predictor(
            model,
            !config.independent() && PackedNetworks.canPackNoise(network),
            config.numDraws(),
            this::packed);
  }

  private Optional<PackedNetworks> packed() {
    try (Scope scope = Scope.open()) {
      List<List<Tensor>> byGroup = new ArrayList<>();
      int group = groupSize();
      for (int start = 0; start < config.numDraws(); start += group) {
        int count = Math.min(group, config.numDraws() - start);
        try (Rng rng = Rng.streams(seed, PURPOSE, start, count)) {
          byGroup.add(network.noise(model.dtype(), count, 1, rng));
        }
      }
      List<Tensor> noise = new ArrayList<>();
      for (int layer = 0; layer < byGroup.get(0).size(); layer++) {
        int each = layer;
        noise.add(Tensor.cat(0, byGroup.stream().map(of -> of.get(each)).toArray(Tensor[]::new)));
      }
      return PackedNetworks.of(network, parameters(), Pass.of(noise));
    }
  }

  /** The posterior of a state of kind {@link #KIND}. */
  public static NoisePosterior restore(NetworkModel model, PosteriorState state) {
    return NoiseState.restore(model, state);
  }

  @Override
  public PosteriorState state() {
    return NoiseState.of(this);
  }

  @Override
  public NetworkModel model() {
    return model;
  }

  @Override
  public int numDraws() {
    return config.numDraws();
  }

  /** The settings. */
  public Config config() {
    return config;
  }

  /** The seed of the noise. */
  public long seed() {
    return seed;
  }

  /** The trained network. */
  public Trained trained() {
    return trained;
  }

  /** The network without noise, as a posterior of one draw; the caller closes it. */
  public SampledPosterior mean() {
    Tensor buffers = trained.buffers();
    return new SampledPosterior(
        model,
        new Draws(Scope.release(trained.position().copy()), 1, null),
        buffers == null ? null : Scope.release(buffers.copy()));
  }

  @Override
  public Prediction predict(double[][] inputs) {
    if (predictor.serves(inputs.length)) {
      return prediction(predictor.outputs(inputs, this::requireOpen));
    }
    try (Scope scope = Scope.open()) {
      return predict(NetworkInputs.of(model, inputs));
    }
  }

  @Override
  public Prediction predict(Tensor inputs) {
    return predict(inputs, 0);
  }

  /**
   * A part of a longer prediction, so that many inputs need not be in memory at once. Where inputs
   * have noise of their own, they get that of their place in the whole.
   *
   * @param inputs @shape [rows, input…], of the network's type
   * @param firstRow the place of the first of them, a multiple of 256
   */
  public Prediction predict(Tensor inputs, long firstRow) {
    Check.require(
        firstRow >= 0 && firstRow % INDEPENDENT_ROWS == 0,
        "firstRow",
        "a multiple of " + INDEPENDENT_ROWS,
        firstRow);
    requireOpen();
    try (Scope scope = Scope.open();
        var paused = model.pauseAutograd()) {
      Tensor rows = NetworkInputs.of(model, inputs);
      int numRows = Math.toIntExact(rows.size(1));
      OutputCollector collector =
          new OutputCollector(
              model.dtype(), config.numDraws(), numRows, model.network().outputShape());
      int block = blockRows();
      for (int start = 0; start < numRows; start += block) {
        try (Scope inner = Scope.open()) {
          int count = Math.min(block, numRows - start);
          Tensor cached = prefix(rows.narrow(1, start, count));
          if (config.independent()) {
            independent(cached, start, firstRow, collector);
          } else {
            shared(cached, start, collector);
          }
        }
      }
      return prediction(collector.outputs());
    }
  }

  private void requireOpen() {
    if (trained.position().isClosed()) {
      throw new IllegalStateException(
          "posterior: expected an open one, got a closed one; predict before close()");
    }
  }

  private Prediction prediction(Outputs outputs) {
    try (Scope scope = Scope.open()) {
      return model
          .likelihood()
          .predict(model.likelihoodViews(trained.position()), outputs, config.numDraws(), null);
    }
  }

  /** The rows whose activations are in memory together, a multiple of what goes at once. */
  private int blockRows() {
    long perRow = network.inputShape(first).numElements() * model.dtype().bytes();
    long rows = config.memoryBytes() / 2 / Math.max(1, perRow);
    return (int) Math.max(ROWS, Math.min(Integer.MAX_VALUE / 2, rows / ROWS * ROWS));
  }

  private Parameters parameters() {
    return model.networkViews(trained.position());
  }

  private Pass mean(Pass pass) {
    return pass.withStatistics(model.statistics(trained.buffers()));
  }

  /** What the first random layer is given. @shape [1, rows, …] */
  private Tensor prefix(Tensor inputs) {
    if (first == 0) {
      return inputs;
    }
    long numRows = inputs.size(1);
    Tensor all =
        Tensor.empty(model.dtype(), network.inputShape(first).prepend(1, numRows).toArray());
    int some = (int) Math.max(16, Math.min(ROWS, 2_000_000 / network.widest()));
    eachBlock(
        (int) numRows,
        (from, length) -> {
          for (int start = from; start < from + length; start += some) {
            try (Scope scope = Scope.open()) {
              int count = Math.min(some, from + length - start);
              Tensor part = inputs.narrow(1, start, count);
              Tensor value = network.forward(parameters(), part, mean(Pass.mean()), 0, first);
              all.narrow(1, start, count).copyFrom(value);
            }
          }
        });
    return all;
  }

  private void independent(Tensor cached, int firstRow, long offset, OutputCollector collector) {
    eachBlock(
        (int) cached.size(1),
        (from, length) -> {
          for (int start = from; start < from + length; start += INDEPENDENT_ROWS) {
            int count = Math.min(INDEPENDENT_ROWS, from + length - start);
            Tensor part = cached.narrow(1, start, count);
            drawn(part, firstRow + start, offset, collector);
          }
        });
  }

  private void drawn(Tensor cached, int firstRow, long offset, OutputCollector collector) {
    // One stream a block and draw, so that neither memory nor threads nor other draws matter.
    String purpose = PURPOSE + '/' + (offset + firstRow) / INDEPENDENT_ROWS;
    for (int draw = 0; draw < config.numDraws(); draw++) {
      try (Scope scope = Scope.open();
          Rng rng = Rng.streams(seed, purpose, draw, 1)) {
        Pass pass = mean(Pass.of(network.noise(model.dtype(), 1, cached.size(1), rng)));
        collector.put(draw, firstRow, tail(cached, pass));
      }
    }
  }

  /**
   * @shape [rows, output…]
   */
  private Tensor tail(Tensor cached, Pass pass) {
    return network.forward(parameters(), cached, pass, first, network.layers().size()).select(0, 0);
  }

  private void shared(Tensor cached, int firstRow, OutputCollector collector) {
    int group = groupSize();
    for (int start = 0; start < config.numDraws(); start += group) {
      int count = Math.min(group, config.numDraws() - start);
      try (Scope scope = Scope.open();
          Rng rng = Rng.streams(seed, PURPOSE, start, count)) {
        Pass pass = mean(Pass.of(network.noise(model.dtype(), count, 1, rng)));
        Optional<ThinnedNetworks> thinned = ThinnedNetworks.of(network, first, parameters(), pass);
        if (thinned.isPresent()) {
          thinned(thinned.get(), cached, start, firstRow, collector);
        } else {
          whole(pass, count, cached, start, firstRow, collector);
        }
      }
    }
  }

  /** As many draws as there is room for their weights. */
  private int groupSize() {
    long perDraw = Math.max(1, model.dimension() / 2);
    return (int) Math.max(1, Math.min(64, THINNED_ELEMENTS / perDraw));
  }

  private void thinned(
      ThinnedNetworks networks, Tensor cached, int firstDraw, int firstRow, OutputCollector to) {
    Tensor rows = cached.select(0, 0);
    try (networks) {
      eachBlock(
          (int) cached.size(1),
          (start, count) -> {
            List<Tensor> outputs = networks.forward(rows.narrow(0, start, count));
            for (int draw = 0; draw < outputs.size(); draw++) {
              to.put(firstDraw + draw, firstRow + start, outputs.get(draw));
            }
          });
    }
  }

  private void whole(
      Pass pass, int numDraws, Tensor cached, int firstDraw, int firstRow, OutputCollector to) {
    eachBlock(
        (int) cached.size(1),
        (start, count) -> {
          for (int draw = 0; draw < numDraws; draw++) {
            try (Scope scope = Scope.open()) {
              Tensor part = cached.narrow(1, start, count);
              to.put(firstDraw + draw, firstRow + start, tail(part, pass.draws(draw, 1)));
            }
          }
        });
  }

  /** Rows that go through layers together. */
  private interface Block {
    void run(int start, int count);
  }

  /** Spreads blocks of rows over the threads; each has a scope of its own. */
  private void eachBlock(int numRows, Block block) {
    List<Runnable> tasks = new ArrayList<>();
    for (int start = 0; start < numRows; start += ROWS) {
      int from = start;
      int count = Math.min(ROWS, numRows - start);
      tasks.add(
          () -> {
            try (Scope scope = Scope.open();
                var paused = model.pauseAutograd()) {
              block.run(from, count);
            }
          });
    }
    Parallel.run(config.threads(), tasks);
  }

  @Override
  public void close() {
    trained.close();
  }
}
