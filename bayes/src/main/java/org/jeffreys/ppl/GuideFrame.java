package org.jeffreys.ppl;

import java.util.Arrays;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.target.FullCovariance;
import org.jeffreys.target.Guide;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The units in which a guide has its random variables, and where it starts.
 *
 * <pre>{@code
 * x = origin + unit ∘ u
 * }</pre>
 *
 * <p>In units of the posterior's own scales, one learning rate suits all models. They are those of
 * the mode and its curvature, where there is one, at which the guide starts; else 1, with the
 * origin where draws from the prior have their median. Which is better is judged by the bounds of
 * independent normal distributions there.
 *
 * @param origin of random variables
 * @param unit of random variables
 * @param points where parameters of the model start
 * @param scale of the guide's start, in its units
 * @param whole the start of {@link FullCovariance} in these units; null where no curvature is known
 */
record GuideFrame(
    Doubles origin, Doubles unit, Doubles points, double scale, @Nullable Doubles whole) {
  private static final int MOST_STEPS = 60;
  private static final int GREATEST_DIMENSION = 200;
  private static final int DRAWS = 64;

  /** Numbers as they are. */
  static GuideFrame plain(int numLatent) {
    return new GuideFrame(fill(numLatent, 0), fill(numLatent, 1), Doubles.of(), 1, null);
  }

  private static Doubles fill(int count, double value) {
    double[] all = new double[count];
    Arrays.fill(all, value);
    return Doubles.of(all);
  }

  /** That of a model, the same each time. */
  static GuideFrame of(Model model, ProgramDensity density, double initialScale) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(0, "guide-frame")) {
      Coordinates coordinates = Coordinates.of(model.layout());
      int latent = coordinates.numLatent();
      Tensor start = coordinates.toGuide(GuideStart.position(model, density, rng));
      GuideFrame ofPrior =
          new GuideFrame(
              Doubles.of(start.narrow(1, 0, latent).toDoubles()),
              fill(latent, 1),
              Doubles.of(start.narrow(1, latent, coordinates.numPoints()).toDoubles()),
              initialScale,
              null);
      @Nullable PosteriorMode mode = mode(model, density, rng);
      if (mode == null) {
        return ofPrior;
      }
      GuideFrame ofMode = at(mode);
      double atMode = ofMode.bound(density, coordinates, rng);
      return atMode > ofPrior.bound(density, coordinates, rng) ? ofMode : ofPrior;
    }
  }

  /** The mode of a density; null where none is found, or where looking for it would be long. */
  static @Nullable PosteriorMode mode(Model model, ProgramDensity density, Rng rng) {
    boolean isSmall = model.layout().dimension() <= GREATEST_DIMENSION;
    if (!isSmall || !GuideStart.looksAtAllRows(model)) {
      return null;
    }
    try {
      return PosteriorMode.find(model, density, MOST_STEPS, rng);
    } catch (NumericalException e) {
      // Many posteriors have no mode, or none that is curved in all directions.
      return null;
    }
  }

  private static GuideFrame at(PosteriorMode mode) {
    Doubles unit = Doubles.of(mode.conditionalScale().toDoubles());
    double[] whole = mode.parameters().toDoubles();
    int latent = unit.size();
    int points = (int) mode.points().numElements();
    for (int i = 0; i < latent; i++) {
      whole[i] = 0;
      whole[latent + i] -= Math.log(unit.get(i));
    }
    return new GuideFrame(
        Doubles.of(mode.latent().toDoubles()),
        unit,
        Doubles.of(mode.points().toDoubles()),
        1,
        Doubles.of(Arrays.copyOf(whole, whole.length - points)));
  }

  /** The bound of independent normal distributions, up to what is the same for all. */
  private double bound(ProgramDensity density, Coordinates coordinates, Rng rng) {
    int latent = origin.size();
    Tensor drawn = toModel(rng.normal(DType.FLOAT64, DRAWS, latent).mul(scale));
    Tensor position = coordinates.joined(drawn, row(points));
    double bound = density.estimate(position, rng).mean(0).item();
    double volume = logVolume() + latent * Math.log(scale);
    return Double.isFinite(bound) ? bound + volume : Double.NEGATIVE_INFINITY;
  }

  private static Tensor row(Doubles values) {
    return Tensor.of(values.toArray(), 1, values.size());
  }

  /** Random variables of numbers in these units. @shape both [draws, latent] */
  Tensor toModel(Tensor inUnits) {
    return row(origin).addProduct(row(unit), inUnits);
  }

  /** Gradients by numbers in these units, of those by random variables. */
  Tensor gradient(Tensor byVariables) {
    return byVariables.mul(row(unit));
  }

  /** The logarithm of the determinant of {@link #toModel}. */
  double logVolume() {
    return unit.stream().map(Math::log).sum();
  }

  /** A family's parameters at the start, in these units. @shape [1, number] */
  Tensor start(Guide family, Rng rng) {
    if (whole != null && family instanceof FullCovariance) {
      return row(whole);
    }
    Tensor location = Tensor.zeros(DType.FLOAT64, 1, origin.size());
    return family.start(location, Tensor.full(DType.FLOAT64, scale, 1, 1), rng);
  }

  /** The points at the start. @shape [1, points] */
  Tensor startOfPoints() {
    return row(points);
  }
}
