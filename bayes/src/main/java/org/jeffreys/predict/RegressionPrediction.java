package org.jeffreys.predict;

import org.jeffreys.core.Check;

/**
 * What is predicted of real numbers: a distribution of a new observation y for each row and output,
 * and the part of its spread that is ignorance about the mean function.
 *
 * <pre>{@code
 * Var[y] = E[Var[y | θ]] + Var[E[y | θ]]      total = aleatoric + epistemic
 * }</pre>
 *
 * @source Kendall and Gal (2017), What uncertainties do we need in Bayesian deep learning?,
 *     NeurIPS, eq. 9
 */
public sealed interface RegressionPrediction extends Prediction
    permits SampledPrediction, NormalPrediction {

  /** The number of observed outputs of a row. */
  int numOutputs();

  /** {@code E[y]}. */
  Estimates mean();

  /** The standard deviation of y, sqrt(Var[y]): the total. */
  Estimates standardDeviation();

  /** The standard deviation of the observation's noise, sqrt(E[Var[y | θ]]). */
  Estimates aleatoric();

  /** The standard deviation of the mean function, sqrt(Var[E[y | θ]]). */
  Estimates epistemic();

  /**
   * The quantile of a new observation.
   *
   * @param p a probability in (0, 1)
   */
  Estimates quantile(double p);

  /**
   * The quantile of the mean function.
   *
   * @param p a probability in (0, 1)
   */
  Estimates epistemicQuantile(double p);

  /**
   * The log density of observed outputs, for each row jointly over its outputs; its negative is the
   * nll.
   *
   * @shape targets [rows, outputs], row-major; the result [rows]
   * @throws IllegalArgumentException if there are other than rows x outputs targets, or one is not
   *     finite
   */
  Estimates logProb(double[] targets);

  /**
   * The central interval that holds a new observation with probability {@code level}.
   *
   * @param level a probability in (0, 1)
   */
  default Interval interval(double level) {
    Check.openUnit(level, "level");
    return new Interval(quantile((1 - level) / 2), quantile((1 + level) / 2));
  }

  /**
   * The central interval that holds the mean function with probability {@code level}.
   *
   * @param level a probability in (0, 1)
   */
  default Interval epistemicInterval(double level) {
    Check.openUnit(level, "level");
    return new Interval(epistemicQuantile((1 - level) / 2), epistemicQuantile((1 + level) / 2));
  }
}
