package org.jeffreys.predict;

import org.jeffreys.core.Check;

/**
 * What is predicted of real numbers, or of counts: a distribution of a new observation y for each
 * row and output, and the part of its spread that is ignorance about the mean function.
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

  /** Whether observations are the integers 0, 1, 2, …; else they are real numbers. */
  default boolean isDiscrete() {
    return false;
  }

  /** {@code E[y]}. */
  Estimates mean();

  /** The standard deviation of y, sqrt(Var[y]): the total. */
  Estimates standardDeviation();

  /** The standard deviation of the observation's noise, sqrt(E[Var[y | θ]]). */
  Estimates aleatoric();

  /** The standard deviation of the mean function, sqrt(Var[E[y | θ]]). */
  Estimates epistemic();

  /**
   * The quantile of a new observation: the least y with {@code P(Y <= y) >= p}, of counts an
   * integer.
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
   * The log density of observed outputs, of counts the log probability, for each row jointly over
   * its outputs; its negative is the nll.
   *
   * @shape targets [rows, outputs], row-major; the result [rows]
   * @throws IllegalArgumentException if there are other than rows x outputs targets, or one is not
   *     finite
   */
  Estimates logProb(double[] targets);

  /**
   * The probability of at most each target. Over rows that were not learned from it is uniform, if
   * the prediction is calibrated and continuous (the probability integral transform).
   *
   * @shape targets, the result [rows, outputs], row-major
   * @throws IllegalArgumentException if there are other than rows x outputs targets, or one is not
   *     finite
   */
  Estimates cdf(double[] targets);

  /**
   * The probability of less than each target: of counts the lower end of the jump to {@link #cdf},
   * of real numbers the same.
   *
   * @shape targets, the result [rows, outputs], row-major
   */
  default Estimates cdfBelow(double[] targets) {
    return cdf(targets);
  }

  /**
   * The continuous ranked probability score, in the units of y; the less the better.
   *
   * <pre>{@code
   * CRPS = ∫ (P(Y <= x) - 1[x >= y])² dx
   * }</pre>
   *
   * @shape targets, the result [rows, outputs], row-major
   * @source Gneiting and Raftery (2007), JASA 102, eq. 20
   * @throws IllegalArgumentException if there are other than rows x outputs targets, one is not
   *     finite, or no count where counts are predicted
   */
  Estimates crps(double[] targets);

  /**
   * The prediction of {@code location + scale y}, which undoes the standardisation of targets.
   *
   * @param location one an output
   * @param scale one an output, greater than 0
   * @throws IllegalArgumentException if there is not one of each an output, or counts are predicted
   */
  RegressionPrediction rescaled(double[] location, double[] scale);

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
