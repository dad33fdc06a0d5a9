package org.jeffreys.ppl;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.target.FullCovariance;
import org.jeffreys.target.Guide;
import org.jeffreys.target.VariationalFit;
import org.jeffreys.target.VariationalTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Linalg;
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
 * <p>Its parameters start there, which takes Newton's method: uphill even where the curvature is
 * not that of a maximum, with the best of steps halved again and again, by all rows of all plates.
 * All rows of the second derivatives come from one pass. Nothing is left to climb: the gradient of
 * its bound is 0, so that one step of {@code Svi} is as good as a thousand. Parameters of the model
 * are those of the mode, and the curvature is that of the random variables given them.
 *
 * @param maxSteps of Newton's method, at least 1
 */
public record AutoLaplace(int maxSteps) implements AutoGuide {
  private static final int HALVINGS = 40;
  private static final int GREATEST_DIMENSION = 1000;
  private static final double LEAST_GAIN_NATS = 1e-14;

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
    VariationalTarget normal = NormalGuide.of("AutoLaplace", model, family, elbo, 1);
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
   * @throws NumericalException if there is no mode to be found
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
        ProgramDensity density = model.density();
        Tensor mode = mode(density, GuideStart.position(model, density, rng), maxSteps);
        Tensor precision = quadratic(density, mode).negativeHessian();
        return scope.keep(parameters(Coordinates.of(model.layout()), mode, precision));
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

  /** Value, gradient and curvature at a position. */
  private record Quadratic(double value, Tensor gradient, Tensor negativeHessian) {
    /** The scales of the eigenvectors' coordinates are made positive. */
    Tensor uphill() {
      Linalg.Eigen eigen = Linalg.symmetricEigen(negativeHessian);
      Tensor size = eigen.values().abs();
      Tensor curvature = size.clampMin(1e-12 * Math.max(size.max(0).item(), 1));
      Tensor along = gradient.matmul(eigen.vectors()).div(curvature);
      return along.matmul(eigen.vectors().transpose(0, 1));
    }
  }

  private static Tensor mode(ProgramDensity density, Tensor start, int maxSteps) {
    Tensor position = start;
    for (int step = 0; step < maxSteps; step++) {
      Quadratic here = quadratic(density, position);
      Tensor direction = here.uphill();
      double gain = direction.mul(here.gradient()).sum().item() / 2;
      if (!Double.isFinite(gain)) {
        throw new NumericalException("step " + step + ": " + density.explain(position));
      }
      Tensor lengths = Tensor.of(halvings(), HALVINGS, 1);
      Tensor tried = position.addProduct(lengths, direction);
      double[] values = density.whole(tried).toDoubles();
      int best = best(values);
      if (best < 0 || !(values[best] > here.value())) {
        return position;
      }
      position = tried.narrow(0, best, 1);
      if (gain <= LEAST_GAIN_NATS * Math.max(1, Math.abs(here.value()))) {
        return position;
      }
    }
    throw new NumericalException(
        "AutoLaplace: expected a mode within " + maxSteps + " steps; the posterior may have none");
  }

  private static double[] halvings() {
    double[] lengths = new double[HALVINGS];
    Arrays.setAll(lengths, i -> Math.scalb(1.0, -i));
    return lengths;
  }

  private static int best(double[] values) {
    int best = -1;
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i]) && (best < 0 || values[i] > values[best])) {
        best = i;
      }
    }
    return best;
  }

  /** Draw i is there for row i of the second derivatives. */
  private static Quadratic quadratic(ProgramDensity density, Tensor position) {
    long dimension = position.size(1);
    Tensor copies = Gradients.track(position.expand(dimension, dimension).copy());
    Tensor value = density.whole(copies);
    Tensor gradient = Gradients.recorded(value, copies).get(0);
    Tensor own = gradient.mul(Tensor.eye(DType.FLOAT64, dimension)).sum();
    Tensor hessian = Gradients.of(own, copies).get(0);
    Tensor symmetric = hessian.add(hessian.transpose(0, 1)).mul(-0.5);
    return new Quadratic(
        Gradients.stop(value).select(0, 0).item(),
        Gradients.stop(gradient).narrow(0, 0, 1),
        symmetric);
  }

  /** Those of {@link FullCovariance}, or of the mean field of one coordinate, and the points. */
  private static Tensor parameters(Coordinates coordinates, Tensor mode, Tensor negativeHessian) {
    long dimension = coordinates.numLatent();
    Tensor ordered = coordinates.toGuide(mode);
    Tensor precision = ofLatent(coordinates, negativeHessian);
    // Not -0.
    double least = Linalg.symmetricEigen(precision).values().min(0).item() + 0.0;
    if (!(least > 0)) {
      throw new NumericalException(
          "AutoLaplace: expected a mode that is curved in all directions, got curvature "
              + least
              + "; give the coordinates that data leave open a prior");
    }
    Tensor factor = Linalg.cholesky(Linalg.inverse(precision));
    Tensor diagonal = Linalg.diagonal(factor);
    Tensor location = ordered.narrow(1, 0, dimension);
    Tensor logScale = diagonal.log().unsqueeze(0);
    Tensor points = ordered.narrow(1, dimension, coordinates.numPoints());
    if (dimension == 1) {
      return Tensor.cat(1, location, logScale, points);
    }
    Tensor relative = factor.div(diagonal.unsqueeze(1)).mul(Math.sqrt((double) dimension));
    long side = dimension - 1;
    Tensor rows = Linalg.lowerTriangle(relative.narrow(0, 1, side).narrow(1, 0, side));
    return Tensor.cat(1, location, logScale, rows.reshape(1, side * side), points);
  }

  private static Tensor ofLatent(Coordinates coordinates, Tensor negativeHessian) {
    if (coordinates.numPoints() == 0) {
      return negativeHessian;
    }
    Tensor columns = coordinates.toGuide(negativeHessian);
    Tensor both = coordinates.toGuide(columns.transpose(0, 1));
    long latent = coordinates.numLatent();
    return both.narrow(0, 0, latent).narrow(1, 0, latent);
  }
}
