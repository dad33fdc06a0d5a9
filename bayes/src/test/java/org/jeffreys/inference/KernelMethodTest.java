package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.core.NumericalException;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NativeMemory.class)
final class KernelMethodTest {
  private static float[] draws(SmallMethods method, int chains, int threads) {
    try (var regression = SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.learned(0.4));
        var sampled =
            method.of(chains, 100).sample(regression.target(), Run.of(9).withThreads(threads))) {
      assertThat(sampled.draws().numChains()).isEqualTo(chains);
      assertThat(sampled.draws().numSamples()).isEqualTo(37);
      return sampled.draws().values().toFloats();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameBits(SmallMethods method) {
    assertThat(draws(method, 3, 1)).isEqualTo(draws(method, 3, 1));
    assertThat(draws(method, 3, 2)).isEqualTo(draws(method, 3, 2));
  }

  @ParameterizedTest
  @EnumSource
  void threadsChangeNothingButRounding(SmallMethods method) {
    assertThat(draws(method, 3, 2)).containsExactly(draws(method, 3, 1), within(1e-5f));
  }

  @ParameterizedTest
  @EnumSource
  void addingAChainLeavesTheOthersNearlyEqual(SmallMethods method) {
    float[] two = draws(method, 2, 1);
    float[] five = draws(method, 5, 1);
    assertThat(java.util.Arrays.copyOf(five, two.length)).containsExactly(two, within(1e-5f));
    float[] last = java.util.Arrays.copyOfRange(five, two.length, 2 * two.length);
    assertThat(last).isNotEqualTo(two);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void divergenceNamesStepAndStepSizeAndFreesAll(int threads) {
    try (var regression = SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.learned(0.4))) {
      long live = Tensor.live();
      assertThatThrownBy(
              () ->
                  SmallMethods.SGLD
                      .of(3, 100, 1e6)
                      .sample(regression.target(), Run.of(9).withThreads(threads)))
          .isInstanceOf(NumericalException.class)
          .hasMessage(
              "step 20: expected finite positions, got NaN or infinity at stepSize 1000000.0;"
                  + " halve stepSize or check the prior scale");
      assertThat(Tensor.live()).isEqualTo(live);
    }
  }

  /** When one thread fails, sampling ends only after the others have let go of the target. */
  @Test
  void aFailureStopsAndAwaitsTheOtherThreads() {
    try (var regression = SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.learned(0.4))) {
      long live = Tensor.live();
      AtomicLong calls = new AtomicLong();
      Run run =
          Run.of(9)
              .withThreads(2)
              .withProgress(
                  (done, total, note) -> {
                    if (calls.incrementAndGet() == 4) {
                      throw new IllegalStateException("test: stop");
                    }
                  });
      var method = SmallMethods.SGLD.of(2, 10_000_000);
      assertThatThrownBy(() -> method.sample(regression.target(), run))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("test: stop");
      assertThat(Tensor.live()).isEqualTo(live);
    }
  }

  @Test
  void anInterruptStopsTheRun() {
    try (var regression = SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.learned(0.4))) {
      long live = Tensor.live();
      Thread.currentThread().interrupt();
      var method = SmallMethods.MAP.of(2, 10_000_000);
      assertThatThrownBy(() -> method.sample(regression.target(), Run.of(9)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("sampling: expected to run to its end, got an interrupt");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(Tensor.live()).isEqualTo(live);
    }
  }

  @Test
  void progressRisesToTheEnd() {
    try (var regression = SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.learned(0.4))) {
      var told = new java.util.ArrayList<Long>();
      Run run =
          Run.of(9)
              .withThreads(2)
              .withProgress(
                  (done, total, note) -> {
                    assertThat(total).isEqualTo(50);
                    told.add(done);
                  });
      try (var sampled = SmallMethods.SGLD.of(2, 50).sample(regression.target(), run)) {
        assertThat(sampled.steps()).isEqualTo(50);
        assertThat(sampled.stepMicros()).isPositive();
      }
      assertThat(told).isSorted().startsWith(0L).endsWith(50L);
    }
  }

  @Test
  void refusesToRunWithoutChainsOrThreads() {
    assertThatThrownBy(() -> SmallMethods.SGLD.of(0, 10))
        .hasMessage("numChains: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> Run.of(1).withThreads(0))
        .hasMessage("threads: expected an integer >= 1, got 0");
  }
}
