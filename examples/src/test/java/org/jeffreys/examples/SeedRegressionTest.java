package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class SeedRegressionTest {
  @Test
  void theBandIsAboutFourDeviationsOfTheNoiseWide() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(3, "noise")) {
      Tensor x = Tensor.linspace(DType.FLOAT64, -5, 5, 100);
      Tensor truth = x.mul(3).add(2);
      Tensor y = truth.add(rng.normal(DType.FLOAT64, 100), 0.5);
      Tensor fresh = SeedRegression.freshPoints(x, y, rng);
      double[] below = truth.sub(fresh.select(0, 99)).toDoubles();
      double[] above = fresh.select(0, 3899).sub(truth).toDoubles();
      for (int i = 0; i < below.length; i++) {
        assertThat(below[i]).isBetween(0.6, 1.4);
        assertThat(above[i]).isBetween(0.6, 1.4);
      }
    }
  }
}
