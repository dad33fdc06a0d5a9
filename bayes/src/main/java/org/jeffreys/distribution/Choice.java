package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** Random choices with given probabilities. */
final class Choice {
  /** So many trials are drawn at once, to bound the memory. */
  private static final long TRIALS_AT_ONCE = 1024;

  private Choice() {}

  /** The indices of choices. @shape probs [batch…, choices]; result int64 [shape…] */
  static Tensor index(Rng rng, Tensor probs, Shape shape) {
    Tensor draws = Noise.uniform(rng, DType.FLOAT64, shape, u -> u);
    return draws.unsqueeze(-1).sub(inner(probs)).gt(0).count(-1);
  }

  /**
   * How often each was chosen.
   *
   * @shape probs [batch…, choices]; result float64 [shape…, choices]
   */
  static Tensor counts(Rng rng, Tensor probs, Shape shape, long trials) {
    Tensor edges = inner(probs).unsqueeze(-2);
    long[] inner = Events.append(shape, probs.size(-1) - 1);
    Tensor above = Tensor.zeros(DType.FLOAT64, inner);
    for (long done = 0; done < trials; done += TRIALS_AT_ONCE) {
      long now = Math.min(TRIALS_AT_ONCE, trials - done);
      Shape all = Shape.of(Events.append(shape, now));
      Tensor draws = Noise.uniform(rng, DType.FLOAT64, all, u -> u).unsqueeze(-1);
      above = above.add(draws.sub(edges).gt(0).count(-2).to(DType.FLOAT64));
    }
    Tensor everything = Tensor.full(DType.FLOAT64, (double) trials, Events.append(shape, 1));
    Tensor nothing = Tensor.zeros(DType.FLOAT64, Events.append(shape, 1));
    return Tensor.cat(-1, everything, above).sub(Tensor.cat(-1, above, nothing));
  }

  /** The edges between the choices' parts of the unit interval. */
  private static Tensor inner(Tensor probs) {
    Tensor sums = probs.to(DType.FLOAT64).cumSum(-1);
    return sums.narrow(-1, 0, probs.size(-1) - 1);
  }
}
