package org.jeffreys.inference;

import org.jeffreys.target.Likelihood;
import org.jeffreys.tensor.Tensor;

/** Adds up how well outputs fit their targets, batch by batch. */
final class Tally {
  private double logProb;
  private double hits;
  private long examples;

  /**
   * Adds a batch.
   *
   * @param logProbs @shape [draws, batch]
   * @param outputs @shape [draws, batch, output…]
   */
  void add(Likelihood likelihood, Tensor logProbs, Tensor outputs, Tensor targets) {
    logProb += logProbs.sum().item();
    Tensor right = likelihood.numHits(outputs, targets);
    hits += right == null ? Double.NaN : right.sum().item();
    examples += logProbs.numElements();
  }

  /** The mean negative log likelihood; NaN without examples. */
  double loss() {
    return examples == 0 ? Double.NaN : -logProb / examples;
  }

  /** The share of hits; NaN without examples, or where targets are no classes. */
  double accuracy() {
    return examples == 0 ? Double.NaN : hits / examples;
  }
}
