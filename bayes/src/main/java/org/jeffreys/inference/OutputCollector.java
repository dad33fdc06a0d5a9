package org.jeffreys.inference;

import org.jeffreys.core.Check;
import org.jeffreys.predict.Outputs;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** Gathers what a network puts out, some draws and some rows at a time, in its own precision. */
public final class OutputCollector {
  private final boolean isDouble;
  private final int numRows;
  private final int width;
  private final float[][] floats;
  private final double[][] doubles;

  /** A collector of outputs of {@code shape} an example. */
  public OutputCollector(DType dtype, int numDraws, int numRows, Shape shape) {
    this.isDouble = dtype == DType.FLOAT64;
    this.numRows = Check.atLeast(numRows, 1, "rows");
    this.width = Math.toIntExact(shape.numElements());
    int length = Math.multiplyExact(numRows, width);
    this.floats = isDouble ? new float[0][] : new float[numDraws][length];
    this.doubles = isDouble ? new double[numDraws][length] : new double[0][];
  }

  /**
   * Takes the outputs of neighbouring rows. Threads may put different ones at the same time.
   *
   * @param values @shape [rows, output…]
   */
  public void put(int draw, int firstRow, Tensor values) {
    if (isDouble) {
      double[] part = values.toDoubles();
      System.arraycopy(part, 0, doubles[draw], firstRow * width, part.length);
    } else {
      float[] part = values.toFloats();
      System.arraycopy(part, 0, floats[draw], firstRow * width, part.length);
    }
  }

  /** All outputs. */
  public Outputs outputs() {
    return isDouble
        ? Outputs.ofDraws(doubles, numRows, width)
        : Outputs.ofDraws(floats, numRows, width);
  }
}
