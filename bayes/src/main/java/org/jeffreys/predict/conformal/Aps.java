package org.jeffreys.predict.conformal;

/**
 * Adaptive prediction sets: the most probable classes, until their probabilities sum to enough.
 * Hard rows get great sets; over easy and hard rows coverage is more even than that of {@link Lac}.
 *
 * <pre>{@code
 * Σ p(j) over the classes more probable than k + u p(k)      u = 1 where nothing is drawn
 * }</pre>
 *
 * @source Romano, Sesia and Candès (2020), Classification with valid and adaptive coverage,
 *     NeurIPS, section 2 and theorem 1
 */
public record Aps() implements SetScore {

  @Override
  public boolean usesUniform() {
    return true;
  }

  @Override
  public double[] of(double[] probs, double uniform) {
    return new Raps(0, 0).of(probs, uniform);
  }
}
