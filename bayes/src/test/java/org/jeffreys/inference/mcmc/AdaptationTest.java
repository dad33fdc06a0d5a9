package org.jeffreys.inference.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class AdaptationTest {
  /** Hoffman and Gelman (2014), algorithm 5, in their own symbols and order. */
  @Test
  void dualAveragingIsThePapers() {
    double[][] acceptance = {{0.1, 0.9}, {0, 1}, {0.7, 0.8}, {1, 0.5}, {0.3, 0.85}};
    DualAveraging search = DualAveraging.start(2);
    double[] mean = new double[2];
    double[] smoothed = new double[2];
    double[] log = new double[2];
    for (int m = 1; m <= acceptance.length; m++) {
      search.update(Tensor.of(acceptance[m - 1], 2, 1), 0.8, m);
      for (int chain = 0; chain < 2; chain++) {
        double weight = 1.0 / (m + 10);
        mean[chain] = (1 - weight) * mean[chain] + weight * (0.8 - acceptance[m - 1][chain]);
        log[chain] = Math.log(10) - Math.sqrt(m) / 0.05 * mean[chain];
        double eta = Math.pow(m, -0.75);
        smoothed[chain] = eta * log[chain] + (1 - eta) * smoothed[chain];
      }
      assertThat(search.logStep().toDoubles()).containsExactly(log, within(1e-12));
      assertThat(search.meanLogStep().toDoubles()).containsExactly(smoothed, within(1e-12));
    }
    search.finish();
    assertThat(search.logStep().toDoubles()).containsExactly(smoothed, within(1e-12));
    search.restart();
    assertThat(search.logStep().toDoubles()).containsOnly(0);
  }

  @Test
  void welfordsVarianceIsThatOfAllPositions() {
    int count = 7;
    try (Rng rng = Rng.of(2, "test")) {
      Tensor positions = rng.normal(DType.FLOAT64, count, 3, 5).add(100);
      WelfordVariance variance = WelfordVariance.start(positions.select(0, 0));
      for (int k = 1; k <= count; k++) {
        variance.update(positions.select(0, k - 1), k);
      }
      Tensor centred = positions.sub(positions.mean(0));
      Tensor expected = centred.square().sum(0).div(count - 1.0);
      Tensor scale = Tensor.full(DType.FLOAT64, 2, 1);
      Tensor regularised = expected.mul(count).add(5 * 1e-3 * 4).div(count + 5.0).sqrt();
      assertThat(variance.scale(scale, count).toDoubles())
          .containsExactly(regularised.toDoubles(), within(1e-10));
      variance.restart();
      assertThat(variance.squares().toDoubles()).containsOnly(0);
    }
  }
}
