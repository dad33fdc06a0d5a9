package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A random walk with normal steps.
 *
 * <pre>{@code
 * x_0 = start      x_t - x_{t-1} ~ Normal(drift, scale)      t = 1, …, numSteps
 * }</pre>
 *
 * @param start before the first step, not part of the value
 * @param drift the mean of a step
 * @param scale the standard deviation of a step, greater than 0
 * @param numSteps the length of the value, at least 1
 */
public record GaussianRandomWalk(Tensor start, Tensor drift, Tensor scale, int numSteps)
    implements Distribution {
  /** Checks the length. */
  public GaussianRandomWalk {
    Check.atLeast(numSteps, 1, "numSteps");
  }

  /** From 0, without drift. */
  public static GaussianRandomWalk of(Tensor scale, int numSteps) {
    Tensor none = Tensor.zeros(scale.dtype());
    return new GaussianRandomWalk(none, none, scale, numSteps);
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(start, drift, scale);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(numSteps);
  }

  @Override
  public Support support() {
    return Supports.REAL;
  }

  @Override
  public Tensor logProb(Tensor value) {
    Tensor first = value.narrow(-1, 0, 1).sub(start.unsqueeze(-1));
    Shape batch = Events.batch(first, 1);
    Tensor others = OrderedBijector.steps(value).expand(Events.append(batch, numSteps - 1L));
    return steps().logProb(Tensor.cat(-1, first, others)).sum(-1);
  }

  private Normal steps() {
    return new Normal(drift.unsqueeze(-1), scale.unsqueeze(-1));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Shape all = Shape.of(Events.append(shape, numSteps));
    return steps().sample(rng, all).cumSum(-1).add(start.unsqueeze(-1));
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.finite("start", start);
    Parameters.finite("drift", drift);
    Parameters.positive("scale", scale);
  }
}
