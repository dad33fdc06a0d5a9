package org.jeffreys.ppl;

import java.util.Arrays;
import org.jeffreys.core.NumericalException;
import org.jeffreys.target.FullCovariance;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The mode of a density over a model's flat vector, by all rows of all plates, and the curvature of
 * the random variables there.
 *
 * @param location in a guide's order, points last, @shape [1, dimension]
 * @param precision minus the second derivatives by the random variables, @shape [latent, latent]
 */
record PosteriorMode(Tensor location, Tensor precision) {
  private static final int HALVINGS = 40;
  private static final double LEAST_GAIN_NATS = 1e-14;

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
   * Climbs by Newton's method: uphill even where the curvature is not that of a maximum, with the
   * best of steps halved again and again. All rows of the second derivatives come from one pass.
   *
   * @throws NumericalException if there is no mode to be found, or none that is curved in all
   *     directions
   */
  static PosteriorMode find(Model model, ProgramDensity density, int maxSteps, Rng rng) {
    try (Scope scope = Scope.open()) {
      Tensor mode = climb(density, GuideStart.position(model, density, rng), maxSteps);
      Coordinates coordinates = Coordinates.of(model.layout());
      Tensor precision = ofLatent(coordinates, quadratic(density, mode).negativeHessian());
      // Not -0.
      double least = Linalg.symmetricEigen(precision).values().min(0).item() + 0.0;
      if (!(least > 0)) {
        throw new NumericalException(
            "AutoLaplace: expected a mode that is curved in all directions, got curvature "
                + least
                + "; give the coordinates that data leave open a prior");
      }
      return new PosteriorMode(
          scope.keep(coordinates.toGuide(mode).copy()), scope.keep(precision.copy()));
    }
  }

  private static Tensor climb(ProgramDensity density, Tensor start, int maxSteps) {
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

  private static Tensor ofLatent(Coordinates coordinates, Tensor negativeHessian) {
    if (coordinates.numPoints() == 0) {
      return negativeHessian;
    }
    Tensor columns = coordinates.toGuide(negativeHessian);
    Tensor both = coordinates.toGuide(columns.transpose(0, 1));
    long latent = coordinates.numLatent();
    return both.narrow(0, 0, latent).narrow(1, 0, latent);
  }

  private long numLatent() {
    return precision.size(0);
  }

  /** The random variables. @shape [1, latent] */
  Tensor latent() {
    return location.narrow(1, 0, numLatent());
  }

  /** The model's own parameters. @shape [1, points] */
  Tensor points() {
    return location.narrow(1, numLatent(), location.size(1) - numLatent());
  }

  /**
   * The standard deviations of coordinates given the others, which are those of the best
   * independent normal distributions. @shape [1, latent]
   */
  Tensor conditionalScale() {
    return Linalg.diagonal(precision).pow(-0.5).unsqueeze(0);
  }

  /** The normal distribution of the curvature, as {@link FullCovariance} has it, and the points. */
  Tensor parameters() {
    Tensor factor = Linalg.cholesky(Linalg.inverse(precision));
    Tensor diagonal = Linalg.diagonal(factor);
    Tensor logScale = diagonal.log().unsqueeze(0);
    if (numLatent() == 1) {
      return Tensor.cat(1, latent(), logScale, points());
    }
    Tensor relative = factor.div(diagonal.unsqueeze(1)).mul(Math.sqrt((double) numLatent()));
    long side = numLatent() - 1;
    Tensor rows = Linalg.lowerTriangle(relative.narrow(0, 1, side).narrow(1, 0, side));
    return Tensor.cat(1, latent(), logScale, rows.reshape(1, side * side), points());
  }
}
