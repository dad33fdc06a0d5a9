package org.jeffreys.ppl;

import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.target.VariationalTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * One point: the mode of the sites as they are, maximum a posteriori. The density is that without
 * the Jacobian of the bijectors, so that the point does not depend on how bounds are removed.
 */
public record AutoDelta() implements AutoGuide {
  @Override
  public VariationalTarget of(Model model) {
    return of(model, Elbo.trace(1));
  }

  @Override
  public VariationalTarget of(Model model, Elbo elbo) {
    Check.require(
        elbo.equals(Elbo.trace(1)), "AutoDelta", "Elbo.trace(1): a point has no draws", elbo);
    GuideStart.requireGlobal("AutoDelta", model);
    return new Point(model, model.density().withoutJacobian());
  }

  private record Point(Model model, ProgramDensity density) implements VariationalTarget {
    @Override
    public String name() {
      return "AutoDelta";
    }

    @Override
    public int numParameters() {
      return density.dimension();
    }

    @Override
    public int dimension() {
      return density.dimension();
    }

    @Override
    public DType dtype() {
      return density.dtype();
    }

    @Override
    public Tensor start(Rng rng) {
      PosteriorMode mode = GuideFrame.mode(model, density, rng);
      return mode == null
          ? GuideStart.position(model, density, rng)
          : Coordinates.of(model.layout()).toModel(mode.location());
    }

    @Override
    public Bound estimate(Tensor parameters, Rng rng) {
      Gradients.ValueAndGradient found = density.estimateWithGradient(parameters, rng);
      double value = found.value().item();
      if (!Double.isFinite(value)) {
        throw new NumericalException(
            "ELBO is " + value + ": " + density.explain(parameters) + "; lower learningRate");
      }
      return new Bound(value, found.gradient());
    }

    @Override
    public Tensor sample(Tensor parameters, long draws, Rng rng) {
      return parameters.expand(draws, density.dimension()).copy();
    }

    @Override
    public Weighted weighted(Tensor parameters, long draws, Rng rng) {
      throw Check.failure("AutoDelta", "a guide with a density for weights", "a point");
    }
  }
}
