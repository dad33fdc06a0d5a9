package org.jeffreys.predict;

import org.jeffreys.core.Doubles;

/**
 * A prediction of classes from draws: the mixture of the softmax of each draw's logits.
 *
 * <pre>{@code
 * p(y = k | x) = Σ w softmax(logits)ₖ      Σ w = 1, over the draws
 * }</pre>
 */
public final class ClassPrediction implements Prediction {
  private final Outputs logits;
  private final WeightedDraws draws;

  private ClassPrediction(Outputs logits, WeightedDraws draws) {
    this.logits = logits;
    this.draws = draws;
  }

  /**
   * A prediction from equally weighted draws.
   *
   * @param logits what the network put out, draws chain-major: all samples of the first chain, then
   *     of the next
   * @param numChains the number of chains; as many as draws where those are independent
   * @shape logits [draws, rows, classes]
   * @throws IllegalArgumentException if the chains do not divide the draws
   */
  public static ClassPrediction of(Outputs logits, int numChains) {
    return new ClassPrediction(logits, WeightedDraws.uniform(numChains, logits.numDraws()));
  }

  /**
   * The same draws, weighted: draws of SGLD with decreasing steps weigh log(step size).
   *
   * @param logWeights the log of each draw's weight up to a constant; negative infinity leaves a
   *     draw out
   * @throws IllegalArgumentException if there is not one a draw, one is NaN or positive infinity,
   *     or all are negative infinity
   */
  public ClassPrediction withLogWeights(Doubles logWeights) {
    return new ClassPrediction(logits, draws.weighted(logWeights));
  }

  @Override
  public int numRows() {
    return logits.numRows();
  }

  @Override
  public int numDraws() {
    return draws.size();
  }

  @Override
  public int numChains() {
    return draws.numChains();
  }

  /** The number of classes. */
  public int numClasses() {
    return logits.width();
  }

  /** What the network put out. */
  public Outputs logits() {
    return logits;
  }

  /** The weights of the draws; they sum to 1. */
  public Doubles weights() {
    return draws.weights();
  }
}
