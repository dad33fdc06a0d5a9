package org.jeffreys;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.tensor.Tensor;

/** Independent draws held against a normal distribution, within 5 standard errors. */
public final class NormalDraws {
  private NormalDraws() {}

  /**
   * The moments that lie outside.
   *
   * @param draws @shape [draws, dimension]
   * @param mean @shape [dimension, 1]
   * @param covariance @shape [dimension, dimension]
   */
  public static List<String> misfits(Tensor draws, Tensor mean, Tensor covariance) {
    double count = draws.size(0);
    Tensor centred = draws.sub(mean.reshape(1, -1));
    Tensor bias = centred.mean(0);
    Tensor second = centred.transpose(0, 1).matmul(centred).div(count);
    int dimension = (int) draws.size(1);
    List<String> misfits = new ArrayList<>();
    for (int i = 0; i < dimension; i++) {
      double variance = at(covariance, i, i);
      check("mean " + i, bias.select(0, i).item(), 0, Math.sqrt(variance / count), misfits);
      for (int j = 0; j <= i; j++) {
        double expected = at(covariance, i, j);
        double error = Math.sqrt((variance * at(covariance, j, j) + expected * expected) / count);
        check("covariance " + i + " " + j, at(second, i, j), expected, error, misfits);
      }
    }
    return misfits;
  }

  private static double at(Tensor matrix, int row, int column) {
    return matrix.select(0, row).select(0, column).item();
  }

  private static void check(
      String name, double got, double expected, double error, List<String> misfits) {
    if (!(Math.abs(got - expected) <= 5 * error)) {
      misfits.add(String.format("%s: expected %.5f ± %.5f, got %.5f", name, expected, error, got));
    }
  }
}
