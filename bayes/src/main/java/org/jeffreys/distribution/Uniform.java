package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The uniform distribution on an interval.
 *
 * <pre>{@code
 * log p(x) = -log(high - low)      low <= x <= high
 * }</pre>
 *
 * @param low its lower end
 * @param high its upper end, greater than {@code low}
 */
public record Uniform(Tensor low, Tensor high) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static Uniform of(double low, double high) {
    return new Uniform(Parameters.number(low), Parameters.number(high));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(low, high);
  }

  @Override
  public Support support() {
    return Supports.interval(low, high);
  }

  @Override
  public Tensor logProb(Tensor value) {
    Tensor density = high.sub(low).log().neg();
    return Domain.density(Domain.between(value, low, high), value, 0, x -> density);
  }

  @Override
  public Tensor logProbInside(Tensor value) {
    return Tensor.zeros(value.dtype(), value.shape()).sub(high.sub(low).log());
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor unit = Noise.uniform(rng, low.dtype(), shape, u -> u);
    return high.sub(low).mul(unit).add(low);
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.finite("low", low);
    Parameters.finite("high", high);
    Parameters.require("high", "values > low", high.sub(low).gt(0), high);
  }
}
