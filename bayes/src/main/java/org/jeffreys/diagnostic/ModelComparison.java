package org.jeffreys.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;

/**
 * Models compared by how well they are expected to predict.
 *
 * @param models the best first
 * @source Vehtari, Gelman and Gabry (2017), Statistics and Computing 27, section 5.1
 */
public record ModelComparison(List<Model> models) {
  /** Copies the list. */
  public ModelComparison {
    models = List.copyOf(models);
  }

  /**
   * A model among others.
   *
   * @param name as given
   * @param elpd its estimate
   * @param difference its total less that of the best model, at most 0
   * @param differenceError the standard error of the difference, by observations in pairs; 0 for
   *     the best model
   * @param stackingWeight see {@link StackingWeights}
   */
  public record Model(
      String name, Elpd elpd, double difference, double differenceError, double stackingWeight) {}

  /**
   * Of at least two models of the same observations, by the same estimate.
   *
   * @param estimates by the models' names; where two are equally good, the first given comes first
   */
  public static ModelComparison of(Map<String, ? extends Elpd> estimates) {
    Check.atLeast(estimates.size(), 2, "number of models");
    List<String> names = new ArrayList<>(estimates.keySet());
    List<Elpd> values = new ArrayList<>(estimates.values());
    requireComparable(names, values);
    double[] weights = StackingWeights.of(values.stream().map(Elpd::pointwise).toList()).toArray();
    Elpd best = values.stream().max(Comparator.comparingDouble(Elpd::total)).orElseThrow();
    List<Model> models = new ArrayList<>();
    for (int m = 0; m < names.size(); m++) {
      double[] differences = new double[best.numObservations()];
      for (int i = 0; i < differences.length; i++) {
        differences[i] = values.get(m).pointwise().get(i) - best.pointwise().get(i);
      }
      models.add(
          new Model(
              names.get(m),
              values.get(m),
              values.get(m).total() - best.total(),
              values.get(m) == best ? 0 : Elpd.sumError(differences),
              weights[m]));
    }
    models.sort(Comparator.comparingDouble(Model::difference).reversed());
    return new ModelComparison(models);
  }

  private static void requireComparable(List<String> names, List<Elpd> values) {
    Elpd first = values.get(0);
    for (int m = 1; m < names.size(); m++) {
      Elpd other = values.get(m);
      Check.require(
          other.numObservations() == first.numObservations(),
          "model " + names.get(m),
          first.numObservations() + " observations as " + names.get(0) + " has",
          other.numObservations());
      Check.require(
          other.getClass() == first.getClass(),
          "model " + names.get(m),
          "an estimate by " + first.getClass().getSimpleName() + " as " + names.get(0) + " has",
          other.getClass().getSimpleName());
    }
  }
}
