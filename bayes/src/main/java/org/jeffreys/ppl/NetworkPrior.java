package org.jeffreys.ppl;

import org.jeffreys.distribution.Distribution;
import org.jeffreys.distribution.Support;
import org.jeffreys.distribution.Supports;
import org.jeffreys.target.BoundPrior;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The prior of a network's flat vector, as a distribution of one event.
 *
 * @param dimension the length of the vector
 */
record NetworkPrior(BoundPrior prior, int dimension) implements Distribution {
  @Override
  public Shape batchShape() {
    return Shape.of();
  }

  @Override
  public Shape eventShape() {
    return Shape.of(dimension);
  }

  @Override
  public Support support() {
    return Supports.REAL;
  }

  @Override
  public Tensor logProb(Tensor value) {
    long[] shape = value.shape();
    long[] batch = java.util.Arrays.copyOf(shape, shape.length - 1);
    return prior.logProb(value.reshape(-1, dimension)).reshape(batch);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    int count = Math.toIntExact(shape.numElements());
    return prior.sample(count, rng).reshape(eventShape().prepend(shape.toArray()).toArray());
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    // a bound prior was checked when it was made
  }
}
