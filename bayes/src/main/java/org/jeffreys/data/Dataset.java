package org.jeffreys.data;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Device;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Examples: inputs and targets, one row each. Holds memory until closed.
 *
 * @param inputs @shape [n, input…]
 * @param targets @shape [n, target…]
 * @param weights what the log likelihood of each example is multiplied by, not negative and not all
 *     0, @shape [n]; null for 1
 */
public record Dataset(Tensor inputs, Tensor targets, @Nullable Tensor weights)
    implements AutoCloseable {
  /** Checks that there are as many targets as inputs, at least one, and that all are finite. */
  public Dataset {
    Check.require(inputs.rank() >= 2, "inputs", "shape [n, features…]", inputs);
    Check.require(
        targets.rank() >= 2,
        "targets",
        "shape [n, outputs…]",
        targets,
        "add an axis with unsqueeze(1)");
    Check.require(inputs.size(0) > 0, "inputs", "at least one example", inputs);
    Check.require(
        inputs.size(0) == targets.size(0),
        "targets",
        inputs.size(0) + " rows, one an input",
        targets);
    requireFinite("inputs", inputs);
    requireFinite("targets", targets);
    if (weights != null) {
      requireWeights(weights, inputs);
    }
  }

  /** Examples that all weigh the same. */
  public Dataset(Tensor inputs, Tensor targets) {
    this(inputs, targets, null);
  }

  private static void requireWeights(Tensor weights, Tensor inputs) {
    Check.require(
        weights.rank() == 1
            && weights.size(0) == inputs.size(0)
            && weights.dtype() == inputs.dtype(),
        "weights",
        inputs.dtype() + " [" + inputs.size(0) + "], one an input",
        weights);
    requireFinite("weights", weights);
    try (Scope scope = Scope.open()) {
      Check.require(weights.abs().eq(weights).all(), "weights", "no negative number", "some");
      Check.require(weights.sum().item() > 0, "weights", "a number greater than 0", "only 0");
    }
  }

  /**
   * Examples of given rows, rounded to {@code dtype} as asked.
   *
   * @param inputs [n][features]
   * @param targets [n][outputs]
   */
  public static Dataset of(DType dtype, double[][] inputs, double[][] targets) {
    try (Scope scope = Scope.open()) {
      Dataset data =
          new Dataset(matrix(dtype, inputs, "inputs"), matrix(dtype, targets, "targets"));
      Scope.release(data.inputs());
      Scope.release(data.targets());
      return data;
    }
  }

  private static Tensor matrix(DType dtype, double[][] rows, String name) {
    Check.require(rows.length > 0, name, "at least one row", "none");
    int width = rows[0].length;
    double[] flat = new double[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      Check.require(
          rows[i].length == width, name + "[" + i + "]", width + " values", rows[i].length);
      System.arraycopy(rows[i], 0, flat, i * width, width);
    }
    return Tensor.of(dtype, flat, rows.length, width);
  }

  private static void requireFinite(String name, Tensor values) {
    if (!values.dtype().isFloating()) {
      return;
    }
    try (Scope scope = Scope.open()) {
      if (!values.isFinite().all()) {
        throw new NumericalException(
            name + ": expected finite values, got NaN or infinity; drop or impute those rows");
      }
    }
  }

  /**
   * These examples on a device; itself, or a copy that takes its place: this one is closed then.
   */
  public Dataset to(Device device) {
    if (inputs.device() == device) {
      return this;
    }
    try (Dataset here = this) {
      return new Dataset(
          Scope.release(here.inputs.to(device)),
          Scope.release(here.targets.to(device)),
          here.weights == null ? null : Scope.release(here.weights.to(device)));
    }
  }

  /** Two parts of examples, each with memory of its own. */
  public record Split(Dataset rest, Dataset heldOut) implements AutoCloseable {
    @Override
    public void close() {
      rest.close();
      heldOut.close();
    }
  }

  /**
   * Holds examples out at random, without replacement.
   *
   * @param numHeldOut at least 1, and less than there are
   * @param rng whose first stream draws them
   */
  public Split split(long numHeldOut, Rng rng) {
    Check.require(
        numHeldOut >= 1 && numHeldOut < size(),
        "numHeldOut",
        "an integer in [1, " + size() + ")",
        numHeldOut);
    long[] order = new long[Math.toIntExact(size())];
    Arrays.setAll(order, i -> i);
    rng.host(0).shuffle(order);
    int cut = order.length - (int) numHeldOut;
    return new Split(
        rows(Arrays.copyOfRange(order, 0, cut)),
        rows(Arrays.copyOfRange(order, cut, order.length)));
  }

  /** The examples at the given places, in that order, in memory of their own. */
  public Dataset rows(long... indices) {
    try (Scope scope = Scope.open()) {
      Tensor at = Tensor.of(indices, indices.length);
      Tensor ofRows = weights == null ? null : weights.indexSelect(0, at);
      return new Dataset(inputs.indexSelect(0, at), targets.indexSelect(0, at), ofRows).handOver();
    }
  }

  private Dataset handOver() {
    Scope.release(inputs);
    Scope.release(targets);
    if (weights != null) {
      Scope.release(weights);
    }
    return this;
  }

  /**
   * All examples as one batch, the same for every draw.
   *
   * @param numChains that it is for
   */
  public Batch whole(int numChains) {
    return new Batch(
        inputs.unsqueeze(0),
        targets.unsqueeze(0),
        weights == null ? null : weights.unsqueeze(0),
        size() * numChains,
        1);
  }

  /** The number of examples. */
  public long size() {
    return inputs.size(0);
  }

  /** The shape of one input. */
  public Shape inputShape() {
    return exampleShape(inputs);
  }

  /** The shape of one target. */
  public Shape targetShape() {
    return exampleShape(targets);
  }

  private static Shape exampleShape(Tensor rows) {
    long[] shape = rows.shape();
    return Shape.of(Arrays.copyOfRange(shape, 1, shape.length));
  }

  @Override
  public void close() {
    inputs.close();
    targets.close();
    if (weights != null) {
      weights.close();
    }
  }
}
