package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a distribution lie.
 *
 * @param text for messages, such as {@code "values > 0"}
 * @param eventRank the axes of one value that are looked at together; 0 for numbers
 * @param membership whether values lie there, @shape [batch…] of truths for [batch…, event…]
 * @param bijector from all real vectors; null where values are discrete
 */
public record Support(
    String text, int eventRank, Membership membership, @Nullable Bijector bijector) {
  /** Says which values lie somewhere. */
  public interface Membership {
    /** Whether each value lies there. @shape [batch…] of truths for [batch…, event…] */
    Tensor of(Tensor value);
  }

  /** Checks the rank. */
  public Support {
    Check.atLeast(eventRank, 0, "eventRank");
  }

  /** Whether there is no density over real vectors. */
  public boolean isDiscrete() {
    return bijector == null;
  }

  /**
   * The bijector from all real vectors.
   *
   * @throws IllegalArgumentException if values are discrete
   */
  public Bijector toAllReals() {
    if (bijector == null) {
      throw Check.failure("support", "values without gaps", text);
    }
    return bijector;
  }

  /** Whether each value lies here. @shape [batch…] of truths */
  public Tensor contains(Tensor value) {
    return membership.of(value);
  }

  @Override
  public String toString() {
    return text;
  }
}
