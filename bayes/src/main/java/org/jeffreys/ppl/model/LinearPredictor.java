package org.jeffreys.ppl.model;

import org.jeffreys.tensor.Tensor;

/** The mean of a linear regression, {@code x β}. */
public final class LinearPredictor {
  private LinearPredictor() {}

  /**
   * The mean of each row, in the innermost of one plate.
   *
   * @param x @shape [rows, columns]
   * @param coefficients a site outside of the plate, @shape [draws, 1, columns]
   * @return @shape [draws, rows]
   */
  public static Tensor of(Tensor x, Tensor coefficients) {
    return coefficients.matmul(x.transpose(0, 1)).squeeze(1);
  }
}
