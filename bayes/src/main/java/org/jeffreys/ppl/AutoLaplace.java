package org.jeffreys.ppl;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.target.FullCovariance;
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
 * <p>The mode is found by Newton's method, uphill even where the curvature is not that of a
 * maximum, with the best of steps halved again and again. All rows of the second derivatives come
 * from one pass.
 *
 * @param maxSteps of Newton's method, at least 1
 */
public record AutoLaplace(int maxSteps) {
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

  /**
   * The approximation of a model's posterior.
   *
   * @param seed of the start
   * @return the caller's, with {@link AutoMultivariateNormal} as its guide
   * @throws NumericalException if there is no mode to be found
   */
  public VariationalFit fit(Model model, long seed) {
    Check.require(
        Coordinates.of(model.layout()).numPoints() == 0,
        "AutoLaplace",
        "random variables alone",
        "parameters without a density",
        "use AutoMultivariateNormal");
    Check.require(
        model.layout().dimension() <= GREATEST_DIMENSION,
        "AutoLaplace",
        "at most " + GREATEST_DIMENSION + " coordinates",
        model.layout().dimension(),
        "use AutoLowRank");
    VariationalTarget guide = new AutoMultivariateNormal().of(model);
    ProgramDensity density = model.density();
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(seed, "laplace-start")) {
      Tensor mode = mode(density, GuideStart.position(model, density, rng));
      Tensor parameters = parameters(mode, quadratic(density, mode).negativeHessian());
      return new VariationalFit(guide, Scope.release(parameters), Doubles.of());
    }
  }

  private Tensor mode(ProgramDensity density, Tensor start) {
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
      double[] values = density.logProb(tried).toDoubles();
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
    Tensor value = density.logProb(copies);
    Tensor gradient = Gradients.recorded(value, copies).get(0);
    Tensor own = gradient.mul(Tensor.eye(DType.FLOAT64, dimension)).sum();
    Tensor hessian = Gradients.of(own, copies).get(0);
    Tensor symmetric = hessian.add(hessian.transpose(0, 1)).mul(-0.5);
    return new Quadratic(
        Gradients.stop(value).select(0, 0).item(),
        Gradients.stop(gradient).narrow(0, 0, 1),
        symmetric);
  }

  /** Those of {@link FullCovariance}, or of the mean field of one coordinate. */
  private static Tensor parameters(Tensor mode, Tensor precision) {
    double least = Linalg.symmetricEigen(precision).values().min(0).item();
    if (!(least > 0)) {
      throw new NumericalException(
          "AutoLaplace: expected a mode that is curved in all directions, got curvature "
              + least
              + "; give the coordinates that data leave open a prior");
    }
    long dimension = mode.size(1);
    Tensor factor = Linalg.cholesky(Linalg.inverse(precision));
    Tensor diagonal = Linalg.diagonal(factor);
    Tensor location = mode.copy();
    Tensor logScale = diagonal.log().unsqueeze(0);
    if (dimension == 1) {
      return Tensor.cat(1, location, logScale);
    }
    Tensor relative = factor.div(diagonal.unsqueeze(1)).mul(Math.sqrt((double) dimension));
    long side = dimension - 1;
    Tensor rows = Linalg.lowerTriangle(relative.narrow(0, 1, side).narrow(1, 0, side));
    return Tensor.cat(1, location, logScale, rows.reshape(1, side * side));
  }
}
