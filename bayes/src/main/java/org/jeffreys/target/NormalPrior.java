package org.jeffreys.target;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Independent normal distributions, one scale for each parameter array.
 *
 * <pre>{@code
 * weights  N(0, weightScale² / fanIn) or N(0, weightScale²)      biases  N(0, biasScale²)
 * scales of normalising layers  N(1, biasScale²)
 * }</pre>
 *
 * <p>Arrays whose layer brings their prior are left out of the density; their starting points are
 * N(initial, 1 / fanIn).
 *
 * @param weightScale of weights, before the division by √fanIn where that is asked for
 * @param biasScale of biases
 * @param byFanIn whether the scale of weights is divided by √fanIn, which keeps the scale of
 *     outputs independent of widths (Neal 1996, section 2.1)
 * @param exceptions scales of arrays by name, such as {@code 0.weight}, as they are
 */
public record NormalPrior(
    double weightScale, double biasScale, boolean byFanIn, Map<String, Double> exceptions)
    implements Prior {
  /** A normal distribution. */
  public record Normal(double loc, double scale) {
    /** Checks the arguments. */
    public Normal {
      Check.finite(loc, "loc");
      Check.positive(scale, "scale");
    }
  }

  /** Checks the scales. */
  public NormalPrior {
    exceptions = new ArrayScales(weightScale, biasScale, byFanIn, exceptions).exceptions();
  }

  /** One scale for all weights and biases. */
  public static NormalPrior isotropic(double scale) {
    return new NormalPrior(scale, scale, false, Map.of());
  }

  /**
   * The prior that a weight decay is, of a loss averaged over n examples: {@code decay |θ|² / 2} is
   * a normal prior of variance {@code 1 / (n decay)}.
   *
   * @param decay greater than 0; as optimisers have it, not doubled
   * @param n the number of training examples
   */
  public static NormalPrior ofWeightDecay(double decay, long n) {
    Check.positive(decay, "decay");
    Check.atLeast(n, 1, "n");
    return isotropic(1 / Math.sqrt(decay * n));
  }

  /** Weights of scale {@code weightScale / √fanIn}, biases of scale {@code biasScale}. */
  public static NormalPrior fanIn(double weightScale, double biasScale) {
    return new NormalPrior(weightScale, biasScale, true, Map.of());
  }

  /** This prior with another scale for one array. */
  public NormalPrior with(String array, double scale) {
    ArrayScales more = scales().with(array, scale);
    return new NormalPrior(weightScale, biasScale, byFanIn, more.exceptions());
  }

  @Override
  public double scaleOf(ParameterSpec spec) {
    return scales().of(spec);
  }

  ArrayScales scales() {
    return new ArrayScales(weightScale, biasScale, byFanIn, exceptions);
  }

  @Override
  public BoundPrior bind(ParameterLayout layout, Likelihood likelihood, DType dtype) {
    scales().requireIn(layout);
    double[] loc = layout.fill(spec -> normal(spec, likelihood).loc());
    double[] scale = layout.fill(spec -> normal(spec, likelihood).scale());
    double[] ours = layout.fill(spec -> spec.ownPrior() ? 0 : 1);
    return Bound.of(dtype, loc, scale, ours);
  }

  private Normal normal(ParameterSpec spec, Likelihood likelihood) {
    if (spec.ownPrior()) {
      return new Normal(spec.initial(), 1 / Math.sqrt((double) spec.fanIn()));
    }
    if (spec.role() != ParameterSpec.Role.LIKELIHOOD) {
      return new Normal(spec.initial(), scaleOf(spec));
    }
    Normal own = likelihood.priorOf(spec);
    return new Normal(own.loc(), exceptions.getOrDefault(spec.name(), own.scale()));
  }

  /** The prior as vectors over the flat parameters. */
  record Bound(Tensor loc, Tensor scale, Tensor precision, boolean centred, double constant)
      implements BoundPrior {
    static Bound of(DType dtype, double[] loc, double[] scale, double[] ours) {
      double constant = 0;
      boolean centred = true;
      double[] precision = new double[scale.length];
      for (int i = 0; i < scale.length; i++) {
        precision[i] = ours[i] / (scale[i] * scale[i]);
        constant -= ours[i] * (Math.log(scale[i]) + 0.5 * Math.log(2 * Math.PI));
        centred &= loc[i] == 0;
      }
      return new Bound(
          Scope.release(Tensor.of(dtype, loc, loc.length)),
          Scope.release(Tensor.of(dtype, scale, scale.length)),
          Scope.release(Tensor.of(dtype, precision, precision.length)),
          centred,
          constant);
    }

    @Override
    public Tensor logProb(Tensor position) {
      Tensor squares = position.sub(loc).square().mul(precision);
      return squares.sum(-1).mul(-0.5).add(constant);
    }

    @Override
    public void addGradient(Tensor position, Tensor sum, double factor) {
      sum.addProductInPlace(centred ? position : position.sub(loc), precision, -factor);
    }

    @Override
    public NormalForm normalForm() {
      return new NormalForm(loc, precision);
    }

    @Override
    public Tensor sample(int draws, Rng rng) {
      return loc.addProduct(rng.normal(loc.dtype(), draws, loc.size(0)), scale);
    }

    @Override
    public void close() {
      loc.close();
      scale.close();
      precision.close();
    }
  }
}
