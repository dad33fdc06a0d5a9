package org.jeffreys.predict.conformal;

import java.util.Arrays;

/**
 * Least ambiguous sets: all classes above one probability. The smallest sets on average; those of
 * hard rows may be empty, and are right less often than those of easy rows.
 *
 * <pre>{@code
 * 1 - p(k)
 * }</pre>
 *
 * @source Sadinle, Lei and Wasserman (2019), Least ambiguous set-valued classifiers with bounded
 *     error levels, JASA 114
 */
public record Lac() implements SetScore {

  @Override
  public boolean usesUniform() {
    return false;
  }

  @Override
  public double[] of(double[] probs, double uniform) {
    return Arrays.stream(probs).map(each -> 1 - each).toArray();
  }
}
