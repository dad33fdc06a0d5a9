package org.jeffreys.inference.ensemble;

import org.jeffreys.core.Check;
import org.jeffreys.target.BoundPrior;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A normal prior whose draws are each centred on an anchor of their own.
 *
 * @param anchors @shape [draws, dimension]; the caller's
 * @param precision @shape [dimension]; the caller's
 */
record AnchoredPrior(Tensor anchors, Tensor precision) implements BoundPrior {
  @Override
  public Tensor logProb(Tensor position) {
    Tensor squares = position.sub(anchors).square().mul(precision);
    Tensor constant = precision.div(2 * Math.PI).log().sum().mul(0.5);
    return squares.sum(-1).mul(-0.5).add(constant);
  }

  @Override
  public void addGradient(Tensor position, Tensor sum, double factor) {
    sum.addProductInPlace(position.sub(anchors), precision, -factor);
  }

  @Override
  public @Nullable Tensor scale() {
    return Special.reciprocalSqrt(precision);
  }

  @Override
  public NormalForm normalForm() {
    return new NormalForm(anchors, precision);
  }

  @Override
  public Tensor sample(int draws, Rng rng) {
    Check.require(draws == anchors.size(0), "draws", "one an anchor", draws);
    return anchors.addProduct(
        rng.normal(anchors.dtype(), draws, anchors.size(1)), Special.reciprocalSqrt(precision));
  }

  @Override
  public void close() {
    // the tensors are the caller's
  }
}
