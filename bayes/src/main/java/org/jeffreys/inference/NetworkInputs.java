package org.jeffreys.inference;

import org.jeffreys.core.Check;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** Inputs to predict for, checked. */
public final class NetworkInputs {
  private NetworkInputs() {}

  /**
   * The inputs of a tensor.
   *
   * @param inputs @shape [rows, input…]
   * @return @shape [1, rows, input…]
   */
  public static Tensor of(NetworkModel model, Tensor inputs) {
    Shape expected = model.network().inputShape();
    Check.require(
        inputs.dtype() == model.dtype()
            && inputs.rank() == expected.rank() + 1
            && Shape.of(inputs.shape()).equals(expected.prepend(inputs.size(0)))
            && inputs.size(0) > 0,
        "inputs",
        model.dtype() + " [rows, " + expected.toString().substring(1),
        inputs);
    return inputs.unsqueeze(0);
  }

  /**
   * The inputs of rows of numbers, one an element of the network's input.
   *
   * @return @shape [rows, input…]
   */
  public static Tensor of(NetworkModel model, double[][] rows) {
    double[] flat = flat(model, rows);
    long[] shape = model.network().inputShape().prepend(rows.length).toArray();
    return Tensor.of(model.dtype(), flat, shape);
  }

  /** The rows one after the other, checked. */
  static double[] flat(NetworkModel model, double[][] rows) {
    if (rows.length == 0) {
      throw Check.failure("inputs", "at least one row", "none");
    }
    int width = Math.toIntExact(model.network().inputShape().numElements());
    double[] flat = new double[Math.multiplyExact(rows.length, width)];
    for (int row = 0; row < rows.length; row++) {
      // Messages are made on failure only: predictions of single rows are counted in microseconds.
      if (rows[row].length != width) {
        throw Check.failure("inputs[" + row + "]", width + " values", rows[row].length);
      }
      System.arraycopy(rows[row], 0, flat, row * width, width);
    }
    return flat;
  }
}
