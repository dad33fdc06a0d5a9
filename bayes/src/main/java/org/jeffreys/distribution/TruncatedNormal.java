package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The normal distribution on an interval.
 *
 * <pre>{@code
 * log p(x) = log φ(z) - log scale - log(Φ(b) - Φ(a))      z, a, b = (x, low, high - loc) / scale
 * }</pre>
 *
 * <p>Far out on the right, all is mirrored to the left, where log Φ has all digits; draws are found
 * from a uniform number by the inverse of log Φ.
 *
 * @param loc μ before the truncation
 * @param scale σ before the truncation, greater than 0
 * @param low the lower end, which may be minus infinity
 * @param high the upper end, which may be infinity
 */
public record TruncatedNormal(Tensor loc, Tensor scale, double low, double high)
    implements Distribution {
  /** Checks the order. */
  public TruncatedNormal {
    Check.require(low < high, "high", "a value > low = " + low, high);
  }

  /** With numbers for parameters, in float64. */
  public static TruncatedNormal of(double loc, double scale, double low, double high) {
    return new TruncatedNormal(Parameters.number(loc), Parameters.number(scale), low, high);
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(loc, scale);
  }

  @Override
  public Support support() {
    DType dtype = loc.dtype();
    if (Double.isInfinite(low)) {
      return Double.isInfinite(high) ? Supports.REAL : Supports.atMost(dtype, high);
    }
    return Double.isInfinite(high)
        ? Supports.atLeast(dtype, low)
        : Supports.interval(dtype, low, high);
  }

  @Override
  public Tensor logProb(Tensor value) {
    Normal normal = new Normal(loc, scale);
    Tensor mass = LogMass.of(this).total();
    return Domain.density(
        support().contains(value),
        value,
        Math.max(low, Math.min(high, 0)),
        x -> normal.logProb(x).sub(mass));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    LogMass mass = LogMass.of(this);
    DType dtype = loc.dtype();
    Tensor log = Noise.uniform(rng, dtype, shape, Tensor::log);
    Tensor below = mass.upTo(log);
    Tensor found = NormalTail.quantile(Gradients.stop(below));
    // One step of Newton's method moves nothing, and has the derivative.
    Tensor step = below.sub(Special.logNormalCdf(found)).mul(NormalTail.inverseHazard(found));
    Tensor standard = found.add(step).mul(mass.side());
    Tensor x = standard.mul(scale).add(loc);
    return Special.clamp(
        x, Math.max(low, -Domain.greatest(dtype)), Math.min(high, Domain.greatest(dtype)));
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.finite("loc", loc);
    Parameters.positive("scale", scale);
  }

  /**
   * Log probabilities of a standard normal number, mirrored so that the interval lies to the left.
   *
   * @param lower log Φ of the lower end; null where that is minus infinity
   * @param upper log Φ of the upper end
   * @param side -1 where mirrored, else 1
   */
  private record LogMass(@Nullable Tensor lower, Tensor upper, Tensor side) {
    static LogMass of(TruncatedNormal of) {
      Tensor one = Tensor.ones(of.loc.dtype());
      if (Double.isInfinite(of.low) && Double.isInfinite(of.high)) {
        return new LogMass(null, Tensor.zeros(of.loc.dtype()), one);
      }
      if (Double.isInfinite(of.low)) {
        return new LogMass(null, Special.logNormalCdf(of.standard(of.high)), one);
      }
      Tensor a = of.standard(of.low);
      if (Double.isInfinite(of.high)) {
        return new LogMass(null, Special.logNormalCdf(a.neg()), one.neg());
      }
      Tensor b = of.standard(of.high);
      Tensor mirrored = a.add(b).gt(0);
      return new LogMass(
          Special.logNormalCdf(mirrored.where(b.neg(), a)),
          Special.logNormalCdf(mirrored.where(a.neg(), b)),
          mirrored.where(one.neg(), one));
    }

    /** log(Φ(b) - Φ(a)). */
    Tensor total() {
      return lower == null ? upper : upper.add(LogFunctions.oneMinusExp(lower.sub(upper)));
    }

    /** log(Φ(a) + u (Φ(b) - Φ(a))) for log u. */
    Tensor upTo(Tensor logUniform) {
      Tensor inside = logUniform.add(total());
      return lower == null ? inside : Special.logAddExp(lower, inside);
    }
  }

  private Tensor standard(double end) {
    return loc.neg().add(end).div(scale);
  }
}
