package org.jeffreys.data;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A minibatch, one a chain or shared by all.
 *
 * @param inputs @shape [draws or 1, batch, input…]
 * @param targets @shape [draws or 1, batch, target…]
 * @param weights what the log likelihoods are multiplied by, 0 for padding, @shape [draws or 1,
 *     batch]; null for 1
 * @param numExamples the examples of all chains together, without padding
 * @param scale what makes the sum over the batch an unbiased estimate of the sum over the data: n/b
 *     for batches of b of n examples, 1/q for Poisson sampling at rate q
 */
public record Batch(
    Tensor inputs, Tensor targets, @Nullable Tensor weights, long numExamples, double scale) {
  /** Checks the scale. */
  public Batch {
    Check.positive(scale, "scale");
  }

  /** The number of examples of a chain, padding included. */
  public long size() {
    return inputs.size(1);
  }

  /** Numbers of the examples times their weights. @shape [draws, batch] */
  public Tensor weighted(Tensor ofExamples) {
    return weights == null ? ofExamples : ofExamples.mul(weights);
  }

  /** This batch in pieces of at most {@code most} examples; itself where it is small. */
  public List<Batch> pieces(long most) {
    long size = size();
    if (size <= most) {
      return List.of(this);
    }
    List<Batch> pieces = new ArrayList<>();
    for (long start = 0; start < size; start += most) {
      long length = Math.min(most, size - start);
      Tensor part = weights == null ? null : weights.narrow(1, start, length);
      pieces.add(
          new Batch(
              inputs.narrow(1, start, length),
              targets.narrow(1, start, length),
              part,
              numExamples,
              scale));
    }
    return pieces;
  }
}
