package org.jeffreys.distribution;

import java.util.function.UnaryOperator;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Tensor;

/** Jacobians by autograd, a row at a time: what fast log determinants are held to. */
final class Jacobians {
  private Jacobians() {}

  /** log |det| of a map from vectors to as many numbers. @shape x [n] */
  static double logDeterminant(UnaryOperator<Tensor> map, Tensor x) {
    Tensor from = Gradients.track(x);
    Tensor to = map.apply(from).reshape(-1);
    Tensor[] rows = new Tensor[Math.toIntExact(to.size(0))];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Gradients.of(to.select(0, i), from).get(0);
    }
    return Linalg.logDeterminant(Tensor.stack(0, rows)).logAbs().item();
  }
}
