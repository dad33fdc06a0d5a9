package org.jeffreys.ppl;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** The terms of a log density. */
final class Scores {
  private Scores() {}

  /**
   * A site's log probability, its factor and mask included.
   *
   * @return @shape [draws or 1, enumerated…, 1 for each plate…]
   */
  static Tensor of(Site site, Tensor logProb, Axes axes) {
    Tensor padded = padded(site, logProb, axes);
    if (site.mask() != null) {
      Tensor zero = Tensor.zeros(padded.dtype());
      padded = padded(site, site.mask().where(padded, zero), axes);
    }
    double factor = site.factor();
    long[] plates = new long[axes.nesting()];
    for (int depth = 0; depth < axes.nesting(); depth++) {
      plates[depth] = axes.axis(depth);
    }
    for (Plate plate : site.plates()) {
      factor *= (double) plate.length() / padded.size(axes.axis(plate.depth()));
    }
    Tensor sum = plates.length == 0 ? padded : padded.sumKeep(plates);
    return factor == 1 ? sum : sum.mul(factor);
  }

  /** With unit axes in front, and of the shape that the plates say. */
  static Tensor padded(Site site, Tensor logProb, Axes axes) {
    long[] shape = logProb.shape();
    long[] expected = axes.of(site.plates()).toArray();
    long[] padded = new long[axes.rank()];
    java.util.Arrays.fill(padded, 1);
    int offset = padded.length - shape.length;
    requireFits(site, offset >= 0, shape, expected);
    for (int i = 0; i < shape.length; i++) {
      int axis = offset + i;
      padded[axis] = shape[i];
      boolean summedOut = axis >= 1 && axis < axes.axis(0);
      requireFits(site, summedOut || shape[i] == 1 || shape[i] == expected[axis], shape, expected);
    }
    return offset == 0 ? logProb : logProb.reshape(padded);
  }

  private static void requireFits(Site site, boolean fits, long[] shape, long[] expected) {
    if (!fits) {
      throw Check.failure(
          "site " + site.name(),
          "log probabilities that broadcast to " + describe(site.plates(), expected),
          Shape.of(shape)
              + "; put repetitions in a plate, or make them one value with iid or the event's axes");
    }
  }

  /** The shape of a site, with its plates' names. */
  static String describe(List<Plate> plates, long[] expected) {
    StringBuilder text = new StringBuilder(Shape.of(expected).toString());
    for (Plate plate : plates) {
      text.append(", plate ").append(plate.name()).append(" ").append(plate.length());
    }
    return text.toString();
  }
}
