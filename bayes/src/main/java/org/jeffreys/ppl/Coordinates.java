package org.jeffreys.ppl;

import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.Tensor;

/**
 * Which coordinates of a flat vector are random variables, and which are parameters without a
 * density. Guides have the former first.
 *
 * @param order for each coordinate of a guide, its index in the flat vector
 * @param numLatent the number of random variables, which come first in the order
 */
record Coordinates(Doubles order, int numLatent) {
  static Coordinates of(ProgramLayout layout) {
    double[] order = new double[layout.dimension()];
    int next = 0;
    for (boolean isParameter : new boolean[] {false, true}) {
      for (ProgramLayout.Slot slot : layout.slots()) {
        for (long i = 0; slot.isParameter() == isParameter && i < slot.length(); i++) {
          order[next++] = slot.offset() + i;
        }
      }
    }
    long parameters =
        layout.slots().stream()
            .filter(ProgramLayout.Slot::isParameter)
            .mapToLong(ProgramLayout.Slot::length)
            .sum();
    return new Coordinates(Doubles.of(order), order.length - (int) parameters);
  }

  int dimension() {
    return order.size();
  }

  int numPoints() {
    return order.size() - numLatent;
  }

  /** Rows in a guide's order, of rows in the model's. */
  Tensor toGuide(Tensor position) {
    return numPoints() == 0 ? position : position.indexSelect(1, indices(false));
  }

  /** Rows in the model's order, of rows in a guide's. */
  Tensor toModel(Tensor ordered) {
    return numPoints() == 0 ? ordered : ordered.indexSelect(1, indices(true));
  }

  /**
   * Rows in the model's order.
   *
   * @param latent @shape [draws, numLatent]
   * @param points @shape [1, numPoints]
   */
  Tensor joined(Tensor latent, Tensor points) {
    return numPoints() == 0
        ? latent
        : toModel(Tensor.cat(1, latent, points.expand(latent.size(0), numPoints())));
  }

  private Tensor indices(boolean inverse) {
    long[] values = new long[order.size()];
    for (int i = 0; i < values.length; i++) {
      int at = (int) order.get(i);
      values[inverse ? at : i] = inverse ? i : at;
    }
    return Tensor.of(values, values.length);
  }
}
