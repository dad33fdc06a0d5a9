package org.jeffreys.inference.sgmcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.Tensors;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.privacy.Release;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class PrivateSgldTest {
  private static final double RATE = 0.3;
  private static final Batches BATCHES = new Batches.Poisson(RATE);

  private static SmallRegression regression() {
    return SmallRegression.of(DType.FLOAT64, 23, GaussianLikelihood.learned(0.4));
  }

  private static Tensor start(SupervisedTarget target) {
    return Tensors.uniform(new Random(1), 3, target.dimension()).mul(0.5);
  }

  @Test
  void withoutClippingItIsSgld() {
    double stepSize = 1e-3;
    try (var regression = regression();
        Rng first = Rng.streams(3, "chain", 3);
        Rng second = Rng.streams(3, "chain", 3)) {
      SupervisedTarget target = regression.target();
      var config = PrivateSgld.Config.atTemperatureOne(1e-5, 1 / RATE, stepSize);
      PrivateSgld kernel = new PrivateSgld(config, target, BATCHES);
      Sgld twin = new Sgld(new Sgld.Config(1, false), target, BATCHES);
      PrivateSgld.State state = kernel.init(start(target));
      Sgld.State other = twin.init(start(target));
      for (int step = 0; step < 100; step++) {
        state = kernel.step(state, stepSize, first);
        other = twin.step(other, stepSize, second);
      }
      Tensors.assertClose(state.position(), other.position(), 1e-9);
      assertThat(state.clipRate()).isZero();
      assertThat(state.numSeen()).isPositive();
    }
  }

  @Test
  void countsWhatItClips() {
    try (var regression = regression();
        Rng rng = Rng.streams(3, "chain", 3);
        Rng again = Rng.streams(3, "chain", 3)) {
      SupervisedTarget target = regression.target();
      PrivateSgld kernel = new PrivateSgld(new PrivateSgld.Config(2, 0, 1 / RATE), target, BATCHES);
      PrivateSgld.State state = kernel.init(start(target));
      assertThat(state.clipRate()).isNaN();
      double clipped = 0;
      double seen = 0;
      for (int step = 0; step < 10; step++) {
        Batch batch = BATCHES.draw(regression.data(), step, again);
        for (long count :
            target.clippedSum(state.position(), batch, 2, again).numClipped().toLongs()) {
          clipped += count;
        }
        seen += batch.numExamples();
        // The kernel draws its noise even where it is multiplied by zero.
        again.normal(DType.FLOAT64, 3, target.dimension());
        state = kernel.step(state, 1e-4, rng);
      }
      assertThat(state.clipRate()).isEqualTo(clipped / seen).isBetween(0.05, 0.999);
      assertThat(state.step()).isEqualTo(10);
      PrivateSgld.State restored = kernel.restore(state.snapshot());
      assertThat(restored).isEqualTo(state);
    }
  }

  @Test
  void drawsAreTheFormula() {
    double stepSize = 1e-3;
    try (var regression = regression();
        Rng rng = Rng.streams(3, "chain", 3);
        Rng again = Rng.streams(3, "chain", 3)) {
      SupervisedTarget target = regression.target();
      Tensor position = start(target);
      PrivateSgld kernel = new PrivateSgld(new PrivateSgld.Config(2, 1.5, 4), target, BATCHES);
      Tensor found = kernel.step(kernel.init(position), stepSize, rng).position();
      Batch batch = BATCHES.draw(regression.data(), 0, again);
      Tensor gradient = target.clippedSum(position, batch, 2, again).sum();
      Tensor noise = again.normal(DType.FLOAT64, 3, target.dimension());
      Tensor drift = gradient.add(noise, 1.5 * 2).mul(4);
      target.boundPrior().addGradient(position, drift, 1);
      Tensors.assertClose(found, position.add(drift, stepSize), 1e-13);
    }
  }

  @Test
  void temperatureOneFixesTheClip() {
    // b = 16 of n = 1000, σ = 1, η = 1e-2: C = b √2 / (σ √(η n)).
    var config = PrivateSgld.Config.atTemperatureOne(1, 1000.0 / 16, 1e-2 / 1000);
    assertThat(config.clip()).isCloseTo(16 * Math.sqrt(2) / Math.sqrt(10), within(1e-12));
    assertThat(config.clip()).isCloseTo(7.155, within(5e-4));
    assertThat(config.temperature(1e-5, 16.0 / 1000)).isCloseTo(1, within(1e-12));
  }

  @Test
  void temperatureIsNoiseOverTwiceTheEffectiveStep() {
    var config = new PrivateSgld.Config(2, 1.5, 4);
    // ε s² σ² C² / 2 where s q = 1.
    assertThat(config.temperature(1e-3, 0.25)).isCloseTo(1e-3 * 16 * 9 / 2, within(1e-15));
    // Half the batches make half the effective step.
    assertThat(config.temperature(1e-3, 0.125)).isCloseTo(1e-3 * 16 * 9, within(1e-15));
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> new PrivateSgld.Config(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clip: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> new PrivateSgld.Config(1, -1, 1))
        .hasMessage("noiseMultiplier: expected a finite value >= 0, got -1.0");
    assertThatThrownBy(() -> PrivateSgld.Config.atTemperatureOne(0, 1, 1))
        .hasMessage("noiseMultiplier: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> PrivateSgld.Config.atTemperatureOne(1, 0, 1))
        .hasMessage("sumScale: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> PrivateSgld.Config.atTemperatureOne(1, 1, 0))
        .hasMessage("stepSize: expected a finite value > 0, got 0.0");
  }

  @Test
  void accountsForItsBatchesAsTheyAreDrawn() {
    var config = new PrivateSgld.Config(1, 2, 10);
    assertThat(config.release("run", new Batches.Poisson(0.1), 100, 30, 3))
        .isEqualTo(
            new Release.Poisson("run", 2, 0.1, 30, org.jeffreys.privacy.Chains.independent(3)));
    assertThat(config.release("run", new Batches.Full(), 100, 30, 1).mechanism().samplingRate())
        .isEqualTo(1);
    assertThat(config.release("run", new Batches.Shuffled(16), 100, 15, 1))
        .isEqualTo(new Release.Shuffled("run", 2, 3, org.jeffreys.privacy.Chains.independent(1)));
    assertThatThrownBy(() -> config.release("run", new Batches.Uniform(16), 100, 30, 1))
        .hasMessage("batches: expected Poisson, shuffled or full ones, got Uniform[size=16]");
  }
}
