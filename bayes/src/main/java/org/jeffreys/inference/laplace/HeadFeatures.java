package org.jeffreys.inference.laplace;

import java.util.Arrays;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.inference.NetworkInputs;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Network;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a network's last layer is given, and a 1 for its bias. Holds memory until closed.
 *
 * @param position of the network, @shape [1, dimension]
 * @param buffers running statistics; null where there are none
 */
record HeadFeatures(NetworkModel model, Tensor position, @Nullable Tensor buffers)
    implements AutoCloseable {
  /** The values of a layer that are in memory at once. */
  private static final long ELEMENTS = 2_000_000;

  /** Refuses a network that does not end in a dense layer. */
  static void check(Network network) {
    Check.require(network instanceof Sequential, "bayesian-head", "a Sequential", network);
    Layer last = lastOf(network);
    Check.require(last instanceof Linear, "bayesian-head", "a network that ends in Linear", last);
  }

  private static Layer lastOf(Network network) {
    List<Layer> layers = ((Sequential) network).layers();
    return layers.get(layers.size() - 1);
  }

  /** The last layer of a network that was checked. */
  static Linear last(Network network) {
    return (Linear) lastOf(network);
  }

  /** The place of the last layer's first parameter in the flat vector. */
  int offset() {
    Linear last = last(model.network());
    return model.network().layout().dimension() - (last.in() + 1) * last.out();
  }

  /**
   * The features of inputs.
   *
   * @param inputs @shape [rows, input…]
   * @return [rows][features]
   */
  double[][] of(Tensor inputs) {
    if (position.isClosed()) {
      throw new IllegalStateException(
          "posterior: expected an open one, got a closed one; predict before close()");
    }
    Tensor given = NetworkInputs.of(model, inputs);
    Sequential network = (Sequential) model.network();
    int width = last(network).in();
    int numRows = Math.toIntExact(given.size(1));
    int some = (int) Math.max(1, Math.min(numRows, ELEMENTS / network.widest()));
    Pass pass = Pass.mean().withStatistics(model.statistics(buffers));
    double[][] rows = new double[numRows][];
    try (var paused = model.pauseAutograd()) {
      for (int start = 0; start < numRows; start += some) {
        try (Scope scope = Scope.open()) {
          int count = Math.min(some, numRows - start);
          Tensor part = given.narrow(1, start, count);
          int end = network.layers().size() - 1;
          Tensor features = network.forward(model.networkViews(position), part, pass, 0, end);
          double[] flat = features.to(DType.FLOAT64).toDoubles();
          for (int i = 0; i < count; i++) {
            double[] row = Arrays.copyOfRange(flat, i * width, (i + 1) * width + 1);
            row[width] = 1;
            rows[start + i] = row;
          }
        }
      }
    }
    return rows;
  }

  @Override
  public void close() {
    position.close();
    if (buffers != null) {
      buffers.close();
    }
  }
}
