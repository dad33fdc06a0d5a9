package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class InitializerTest {
  private static final int DRAWS = 500;

  private static Tensor sample(Initializer initializer, SupervisedTarget target) {
    try (Rng rng = Rng.streams(2, "start", DRAWS)) {
      return initializer.sample(target, DRAWS, rng);
    }
  }

  /** The layers are 2 to 3 and 3 to 1. */
  @Test
  void drawsStayWithinTheirBoundsAndFillThem() {
    try (var regression = SmallRegression.of(DType.FLOAT64, 4, GaussianLikelihood.learned(0.4))) {
      SupervisedTarget target = regression.target();
      Tensor fanIn = sample(Initializer.FAN_IN_UNIFORM, target);
      assertThat(fanIn.shape()).containsExactly(DRAWS, target.dimension());
      assertUniform(fanIn.narrow(1, 0, 9), 1 / Math.sqrt(2));
      assertUniform(fanIn.narrow(1, 9, 4), 1 / Math.sqrt(3));
      assertThat(fanIn.select(1, 13).toDoubles()).containsOnly(Math.log(0.4));
      Tensor glorot = sample(Initializer.GLOROT_UNIFORM, target);
      assertUniform(glorot.narrow(1, 0, 6), Math.sqrt(6.0 / 5));
      assertThat(glorot.narrow(1, 6, 3).toDoubles()).containsOnly(0);
      assertUniform(glorot.narrow(1, 9, 3), Math.sqrt(6.0 / 4));
      assertThat(glorot.select(1, 13).toDoubles()).containsOnly(Math.log(0.4));
      Tensor prior = sample(Initializer.PRIOR, target);
      double variance = prior.select(1, 13).sub(Math.log(0.4)).square().mean(0).item();
      assertThat(variance).isCloseTo(1, within(5 * Math.sqrt(2.0 / DRAWS)));
    }
  }

  private static void assertUniform(Tensor values, double bound) {
    double count = values.numElements();
    assertThat(values.abs().max(0, 1).item()).isBetween(0.99 * bound, bound);
    assertThat(values.mean(0, 1).item()).isCloseTo(0, within(5 * bound / Math.sqrt(3 * count)));
    assertThat(values.square().mean(0, 1).item())
        .isCloseTo(bound * bound / 3, within(5 * bound * bound * Math.sqrt(4.0 / 45 / count)));
  }
}
