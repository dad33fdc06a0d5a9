package org.jeffreys.target;

import org.jeffreys.core.StandardNormal;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/** A density symmetric around 0, of scale 1: what priors of one family share. */
interface SymmetricDensity {
  /** Element by element. */
  Tensor logProb(Tensor x);

  /** The derivative of {@link #logProb}, element by element. */
  Tensor gradient(Tensor x);

  /** The distribution function. */
  double cdf(double x);

  /** Independent draws. @shape [draws, count] */
  Tensor sample(DType dtype, int draws, int count, Rng rng);

  /** Half the width of the central 68.27 %, which is 1 for N(0, 1). */
  default double width() {
    double level = StandardNormal.cdf(1);
    double low = 0;
    double high = 1;
    while (cdf(high) < level) {
      low = high;
      high *= 2;
    }
    while (low < (low + high) / 2 && (low + high) / 2 < high) {
      double middle = (low + high) / 2;
      low = cdf(middle) < level ? middle : low;
      high = cdf(middle) < level ? high : middle;
    }
    return high;
  }
}
