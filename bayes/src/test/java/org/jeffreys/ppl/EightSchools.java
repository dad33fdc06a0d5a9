package org.jeffreys.ppl;

import org.jeffreys.distribution.HalfCauchy;
import org.jeffreys.distribution.Normal;
import org.jeffreys.tensor.Tensor;

/** Rubin's eight schools, from posteriordb. */
final class EightSchools {
  static final double[] Y = {28, 8, -3, 7, -1, 1, 18, 12};
  static final double[] SIGMA = {15, 10, 16, 11, 9, 11, 10, 18};

  private EightSchools() {}

  static Program centred() {
    return m -> {
      Tensor mu = m.sample("mu", Normal.of(0, 5));
      Tensor tau = m.sample("tau", HalfCauchy.of(5));
      try (Plate school = m.plate("school", 8)) {
        Tensor theta = m.sample("theta", new Normal(mu, tau));
        Tensor scale = school.rows(Tensor.of(SIGMA, 8));
        m.observe("y", new Normal(theta, scale), school.rows(Tensor.of(Y, 8)));
      }
    };
  }
}
