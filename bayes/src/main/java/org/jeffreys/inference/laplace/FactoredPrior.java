package org.jeffreys.inference.laplace;

import org.jeffreys.target.BoundPrior;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * A normal prior whose precision is multiplied by factors.
 *
 * @param location @shape [dimension]
 * @param precision greater than 0, @shape [dimension]
 */
record FactoredPrior(Tensor location, Tensor precision, Tensor scale) implements BoundPrior {
  /** A prior of its own memory. */
  static FactoredPrior of(Tensor location, Tensor precision) {
    try (Scope scope = Scope.open()) {
      return new FactoredPrior(
          Scope.release(location.copy()),
          Scope.release(precision.copy()),
          Scope.release(Special.reciprocalSqrt(precision)));
    }
  }

  @Override
  public Tensor logProb(Tensor position) {
    Tensor normaliser = precision.log().sub(Math.log(2 * Math.PI)).sum().mul(0.5);
    return position.sub(location).square().mul(precision).sum(-1).mul(-0.5).add(normaliser);
  }

  @Override
  public void addGradient(Tensor position, Tensor sum, double factor) {
    sum.addProductInPlace(position.sub(location), precision, -factor);
  }

  @Override
  public NormalForm normalForm() {
    return new NormalForm(location, precision);
  }

  @Override
  public Tensor sample(int draws, Rng rng) {
    return location.addProduct(rng.normal(location.dtype(), draws, location.size(0)), scale);
  }

  @Override
  public void close() {
    location.close();
    precision.close();
    scale.close();
  }
}
