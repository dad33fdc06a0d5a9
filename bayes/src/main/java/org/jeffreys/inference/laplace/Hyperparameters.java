package org.jeffreys.inference.laplace;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * What the evidence is a function of.
 *
 * @param priorFactors what the prior's precision is multiplied by, one an array of the network in
 *     the order of its layout
 * @param noiseScale σ of a Gaussian likelihood; NaN for another
 */
public record Hyperparameters(Doubles priorFactors, double noiseScale) {
  /** Checks that all are positive. */
  public Hyperparameters {
    priorFactors.stream().forEach(each -> Check.positive(each, "priorFactor"));
    if (!Double.isNaN(noiseScale)) {
      Check.positive(noiseScale, "noiseScale");
    }
  }

  /** The prior as it is. */
  static Hyperparameters ofPrior(int numArrays, double noiseScale) {
    double[] ones = new double[numArrays];
    Arrays.fill(ones, 1);
    return new Hyperparameters(Doubles.of(ones), noiseScale);
  }
}
