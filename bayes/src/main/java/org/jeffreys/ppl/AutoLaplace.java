package org.jeffreys.ppl;

import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.target.Guide;
import org.jeffreys.target.VariationalFit;
import org.jeffreys.target.VariationalTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The normal distribution of the posterior's mode and curvature, over a model's flat vector: exact
 * where that posterior is normal.
 *
 * <pre>{@code
 * q = N(x̂, A⁻¹)      x̂ = argmax log p(x), A = -∇² log p(x̂)
 * }</pre>
 *
 * <p>Its parameters start there, which takes Newton's method, by all rows of all plates. Nothing is
 * left to climb: the gradient of its bound is 0, so that one step of {@code Svi} is as good as a
 * thousand. Parameters of the model are those of the mode, and the curvature is that of the random
 * variables given them.
 *
 * @param maxSteps of Newton's method, at least 1
 */
public record AutoLaplace(int maxSteps) implements AutoGuide {
  private static final int GREATEST_DIMENSION = 1000;

  /** Checks the number. */
  public AutoLaplace {
    Check.atLeast(maxSteps, 1, "maxSteps");
  }

  /** At most 200 steps. */
  public AutoLaplace() {
    this(200);
  }

  @Override
  public VariationalTarget of(Model model, Elbo elbo) {
    Guide family = AutoMultivariateNormal.family(model);
    VariationalTarget normal = NormalGuide.plain("AutoLaplace", model, family, elbo);
    Check.require(
        model.layout().dimension() <= GREATEST_DIMENSION,
        "AutoLaplace",
        "at most " + GREATEST_DIMENSION + " coordinates",
        model.layout().dimension(),
        "use AutoLowRank");
    return new AtMode(normal, model, maxSteps);
  }

  /**
   * The approximation of a model's posterior.
   *
   * @param seed of the start
   * @return the caller's
   * @throws org.jeffreys.core.NumericalException if there is no mode to be found
   */
  public VariationalFit fit(Model model, long seed) {
    VariationalTarget guide = of(model);
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(seed, "laplace-start")) {
      return new VariationalFit(guide, Scope.release(guide.start(rng)), Doubles.of());
    }
  }

  /**
   * Normal distributions that start at the mode and stay there.
   *
   * @param normal all normal distributions
   */
  private record AtMode(VariationalTarget normal, Model model, int maxSteps)
      implements VariationalTarget {
    @Override
    public String name() {
      return normal.name();
    }

    @Override
    public int numParameters() {
      return normal.numParameters();
    }

    @Override
    public int dimension() {
      return normal.dimension();
    }

    @Override
    public DType dtype() {
      return normal.dtype();
    }

    @Override
    public Tensor start(Rng rng) {
      try (Scope scope = Scope.open()) {
        return scope.keep(PosteriorMode.find(model, model.density(), maxSteps, rng).parameters());
      }
    }

    @Override
    public Bound estimate(Tensor parameters, Rng rng) {
      Bound bound = normal.estimate(parameters, rng);
      return new Bound(bound.value(), bound.gradient().fill(0));
    }

    @Override
    public Tensor sample(Tensor parameters, long draws, Rng rng) {
      return normal.sample(parameters, draws, rng);
    }

    @Override
    public Weighted weighted(Tensor parameters, long draws, Rng rng) {
      return normal.weighted(parameters, draws, rng);
    }
  }
}
