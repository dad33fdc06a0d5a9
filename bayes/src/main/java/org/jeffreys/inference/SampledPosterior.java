package org.jeffreys.inference;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.PackedNetworks;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A posterior as draws of a network's parameters: each draw is one function over all inputs.
 *
 * <p>Predicting only reads, so that several threads may. Few rows of numbers through small dense
 * networks go by plain Java, see {@link Predictor}; what a tensor holds goes through the engine.
 */
public final class SampledPosterior implements Posterior {
  static final String KIND = "sampled";
  private static final String LOG_WEIGHTS = "logWeights";

  /** The values of one layer that are in memory at once. */
  private static final long LAYER_ELEMENTS = 500_000;

  private final NetworkModel model;
  private final Draws draws;
  private final @Nullable Tensor buffers;
  private final Predictor predictor;

  /**
   * The posterior of given draws. Running statistics of the network, if it has any, are made anew
   * for each draw, by a pass over the target's data.
   *
   * @param target whose network and likelihood the draws parametrise; not closed with this
   * @param draws closed with this
   */
  public SampledPosterior(SupervisedTarget target, Draws draws) {
    this(target.model(), draws, target.settledBuffers(draws.values()));
  }

  /**
   * The posterior of given draws and running statistics.
   *
   * @param buffers @shape [draws, buffer dimension], closed with this; null where the network has
   *     none
   */
  public SampledPosterior(NetworkModel model, Draws draws, @Nullable Tensor buffers) {
    Check.require(
        draws.dimension() == model.dimension(),
        "draws",
        "dimension " + model.dimension(),
        draws.dimension());
    this.model = model;
    this.draws = draws;
    this.buffers = buffers;
    this.predictor =
        new Predictor(
            model, PackedNetworks.canPack(model.network()), draws.numDraws(), this::packed);
  }

  private Optional<PackedNetworks> packed() {
    try (Scope scope = Scope.open()) {
      return PackedNetworks.of(model.network(), model.networkViews(draws.values()), Pass.mean());
    }
  }

  static SampledPosterior restore(NetworkModel model, PosteriorState state) {
    Tensor position = state.position(model);
    Doubles logWeights = null;
    if (state.tensors().containsKey(LOG_WEIGHTS)) {
      Tensor weights = state.tensor(LOG_WEIGHTS, DType.FLOAT64, position.size(0));
      logWeights = Doubles.of(weights.toDoubles());
    }
    Draws draws = new Draws(position, state.fields().integer("numChains"), logWeights);
    return new SampledPosterior(model, draws, state.buffers(model, position.size(0)));
  }

  @Override
  public PosteriorState state() {
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put("position", draws.values());
    if (buffers != null) {
      tensors.put("buffers", buffers);
    }
    Doubles logWeights = draws.logWeights();
    if (logWeights != null) {
      tensors.put(LOG_WEIGHTS, Tensor.of(logWeights.toArray(), logWeights.size()));
    }
    return new PosteriorState(KIND, Map.of("numChains", draws.numChains()), tensors);
  }

  @Override
  public NetworkModel model() {
    return model;
  }

  @Override
  public int numDraws() {
    return draws.numDraws();
  }

  /** The draws. */
  public Draws draws() {
    return draws;
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
    requireOpen();
    try (Scope scope = Scope.open()) {
      return prediction(outputs(NetworkInputs.of(model, inputs)));
    }
  }

  private void requireOpen() {
    if (draws.values().isClosed()) {
      throw new IllegalStateException(
          "posterior: expected an open one, got a closed one; predict before close()");
    }
  }

  private Prediction prediction(Outputs outputs) {
    try (Scope scope = Scope.open()) {
      return model
          .likelihood()
          .predict(
              model.likelihoodViews(draws.values()),
              outputs,
              draws.numChains(),
              draws.logWeights());
    }
  }

  private Outputs outputs(Tensor inputs) {
    int rows = Math.toIntExact(inputs.size(1));
    int numDraws = draws.numDraws();
    OutputCollector collector =
        new OutputCollector(model.dtype(), numDraws, rows, model.network().outputShape());
    int someRows = (int) Math.min(rows, Math.max(64, LAYER_ELEMENTS / model.network().widest()));
    int some =
        (int)
            Math.max(1, Math.min(numDraws, LAYER_ELEMENTS / (someRows * model.network().widest())));
    for (int start = 0; start < numDraws; start += some) {
      int count = Math.min(some, numDraws - start);
      for (int first = 0; first < rows; first += someRows) {
        Tensor part = inputs.narrow(1, first, Math.min(someRows, rows - first));
        collect(collector, start, count, first, part);
      }
    }
    return collector.outputs();
  }

  private void collect(OutputCollector to, int start, int count, int firstRow, Tensor inputs) {
    try (Scope scope = Scope.open()) {
      Parameters parameters = model.networkViews(draws.values().narrow(0, start, count));
      Tensor running = buffers == null ? null : buffers.narrow(0, start, count);
      Pass pass = Pass.mean().withStatistics(model.statistics(running));
      Tensor values = model.network().forward(parameters, inputs, pass);
      for (int i = 0; i < count; i++) {
        to.put(start + i, firstRow, values.select(0, values.size(0) == 1 ? 0 : i));
      }
    }
  }

  @Override
  public void close() {
    draws.close();
    if (buffers != null) {
      buffers.close();
    }
  }
}
