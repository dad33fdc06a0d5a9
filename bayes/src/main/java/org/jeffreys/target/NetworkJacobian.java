package org.jeffreys.target;

import org.jeffreys.core.Check;
import org.jeffreys.nn.Network;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Sequential;
import org.jeffreys.nn.Tape;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The derivatives of a network's outputs in its parameters, for each example by itself, in float64
 * whatever the network's type. Random layers are at their mean; normalising ones go by running
 * statistics, so that examples do not depend on each other.
 *
 * <p>Each example goes on the draws axis, with the parameters of all, so that a layer's rule for
 * the gradient summed over a batch of one gives it: a reverse pass an output, for any layer.
 */
public final class NetworkJacobian {
  /** What the activations and derivatives of the rows taken at once may hold. */
  private static final long BYTES = 64L << 20;

  private final Network whole;
  private final Network differentiated;
  private final int from;
  private final int offset;
  private final Tensor position;
  private final @Nullable Tensor buffers;

  private NetworkJacobian(
      Network whole, Network differentiated, int from, Tensor position, @Nullable Tensor buffers) {
    this.whole = whole;
    this.differentiated = differentiated;
    this.from = from;
    this.offset = whole.layout().dimension() - differentiated.layout().dimension();
    this.position = position;
    this.buffers = buffers;
  }

  /**
   * In all parameters of the network.
   *
   * @param position the network's parameters, which others may follow; float64, the caller's,
   * @shape [1, at least the network's dimension]
   * @param buffers running statistics, as position; null where the network has none, @shape [1,
   *     buffer dimension]
   */
  public static NetworkJacobian of(Network network, Tensor position, @Nullable Tensor buffers) {
    check(network, position, buffers);
    return new NetworkJacobian(network, network, 0, position, buffers);
  }

  /** As {@link #of}, in the parameters of the last layer that has any. */
  public static NetworkJacobian ofLastLayer(
      Sequential network, Tensor position, @Nullable Tensor buffers) {
    check(network, position, buffers);
    int from = network.layers().size() - 1;
    while (from > 0 && network.layers().get(from).parameters().isEmpty()) {
      from--;
    }
    Sequential last =
        Sequential.of(
            network.inputShape(from), network.layers().subList(from, network.layers().size()));
    return new NetworkJacobian(network, last, from, position, buffers);
  }

  private static void check(Network network, Tensor position, @Nullable Tensor buffers) {
    Check.require(
        position.dtype() == DType.FLOAT64
            && position.rank() == 2
            && position.size(0) == 1
            && position.size(1) >= network.layout().dimension(),
        "position",
        "float64 [1, " + network.layout().dimension() + "]",
        position);
    Check.require(
        (buffers == null) == (network.buffers().dimension() == 0),
        "buffers",
        network.buffers().dimension() + " running statistics",
        buffers == null ? "none" : buffers);
    Check.require(
        network.outputShape().rank() == 1,
        "outputs",
        "examples of shape [outputs]",
        network.outputShape());
  }

  /** The number of parameters that outputs are differentiated in. */
  public int dimension() {
    return differentiated.layout().dimension();
  }

  /** The place in the flat vector of the first of them. */
  public int offset() {
    return offset;
  }

  /** The number of outputs. */
  public int numOutputs() {
    return Math.toIntExact(whole.outputShape().size(0));
  }

  /**
   * Some neighbouring examples.
   *
   * @param first the number of the first of them
   * @param outputs @shape [rows, outputs]
   * @param jacobian @shape [rows, outputs, dimension]
   */
  public record Piece(long first, Tensor outputs, Tensor jacobian) {
    /** The number of examples. */
    public long size() {
      return outputs.size(0);
    }
  }

  /** What is done with examples, in a scope that ends with it. */
  @FunctionalInterface
  public interface Task {
    /** Takes neighbouring examples. */
    void run(Piece piece);
  }

  /**
   * Takes examples in pieces, in order.
   *
   * @param inputs of any floating type, @shape [rows, input…]
   */
  public void each(Tensor inputs, Task task) {
    long rows = inputs.size(0);
    long perRow = 8L * ((long) numOutputs() * dimension() + 8 * whole.widest());
    long some = Math.max(1, Math.min(rows, BYTES / perRow));
    for (long start = 0; start < rows; start += some) {
      try (Scope scope = Scope.open()) {
        Tensor part = inputs.narrow(0, start, Math.min(some, rows - start)).to(DType.FLOAT64);
        task.run(piece(start, part));
      }
    }
  }

  /**
   * All examples at once.
   *
   * @param inputs of any floating type, @shape [rows, input…]
   * @return @shape [rows, outputs, dimension]
   */
  public Tensor of(Tensor inputs) {
    Tensor all = Tensor.empty(DType.FLOAT64, inputs.size(0), numOutputs(), dimension());
    each(inputs, piece -> all.narrow(0, piece.first(), piece.size()).copyFrom(piece.jacobian()));
    return all;
  }

  /** The outputs. @shape [rows, outputs] */
  public Tensor outputs(Tensor inputs) {
    Tensor given = inputs.to(DType.FLOAT64).unsqueeze(0);
    return whole.forward(whole.layout().views(position, 0), given, pass(whole, 1)).select(0, 0);
  }

  private Piece piece(long first, Tensor inputs) {
    long rows = inputs.size(0);
    Tensor given = features(inputs).unsqueeze(1);
    Tape tape = differentiated.record(views(rows), given, pass(differentiated, rows));
    Tensor outputs = tape.output();
    Tensor jacobian = Tensor.empty(DType.FLOAT64, rows, numOutputs(), dimension());
    for (int output = 0; output < numOutputs(); output++) {
      Tensor delta = Tensor.zeros(DType.FLOAT64, rows, 1, numOutputs());
      delta.narrow(2, output, 1).fill(1);
      tape.backward(delta);
      tape.gradient(differentiated.layout().views(jacobian.select(1, output), 0));
    }
    return new Piece(first, outputs.select(1, 0), jacobian);
  }

  /** What the first differentiated layer is given. @shape [rows, …] */
  private Tensor features(Tensor inputs) {
    if (from == 0) {
      return inputs;
    }
    Parameters views = whole.layout().views(position, 0);
    return ((Sequential) whole)
        .forward(views, inputs.unsqueeze(0), pass(whole, 1), 0, from)
        .select(0, 0);
  }

  private Parameters views(long rows) {
    Tensor all = position.expand(rows, position.size(1));
    return differentiated.layout().views(all, offset);
  }

  /** The running statistics of the last layers are the last. */
  private Pass pass(Network of, long rows) {
    int dimension = of.buffers().dimension();
    if (buffers == null || dimension == 0) {
      return Pass.mean();
    }
    Tensor some = buffers.narrow(1, buffers.size(1) - dimension, dimension);
    Parameters views = of.buffers().views(some.expand(rows, dimension), 0);
    return Pass.mean().withStatistics(new Pass.Statistics(views, null, 1));
  }
}
