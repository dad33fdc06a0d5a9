package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.MassShape;
import org.jeffreys.inference.mcmc.McmcSample;
import org.jeffreys.inference.mcmc.Warmup;
import org.jeffreys.inference.sgmcmc.Chains;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chains that do not wait for each other are killed at any moment, and end in the same bits. */
@ExtendWith(NativeMemory.class)
final class HamiltonianResumeTest {
  @TempDir private Path path;

  private static LogDensity target() {
    return Chains.density(
        3, x -> x.mul(2.5).sub(x.exp()).sum(1).sub(x.select(1, 0).square().mul(8)));
  }

  private static HamiltonianSampler sampler(MassShape mass) {
    return HamiltonianSampler.nuts()
        .withWarmup(Warmup.of(30).withMass(mass))
        .withSamples(20)
        .withChains(3);
  }

  static Stream<Arguments> runs() {
    return Stream.of(
        Arguments.of(sampler(MassShape.DIAGONAL), 1),
        Arguments.of(sampler(MassShape.DENSE), 2),
        Arguments.of(sampler(MassShape.LOW_RANK), 1),
        Arguments.of(sampler(MassShape.AUTO), 1),
        Arguments.of(
            HamiltonianSampler.hmc(1.5).withWarmup(Warmup.of(30)).withSamples(20).withChains(3),
            1));
  }

  /** Everything a run gives but its seconds. */
  private static List<Object> outcome(HamiltonianSampler sampler, Run run) {
    try (McmcSample sample = sampler.sample(target(), run)) {
      return List.of(
          Arrays.stream(sample.draws().values().toDoubles()).boxed().toList(),
          sample.statistics(),
          sample.gradientEvaluations(),
          sample.adapted().stream().map(McmcSample.Adapted::stepSize).toList(),
          sample.adapted().stream().map(adapted -> adapted.mass().content()).toList());
    }
  }

  private static FolderCheckpoints checkpoints(
      OutputFolder folder, String fingerprint, long millis) {
    return new FolderCheckpoints(folder, fingerprint, millis);
  }

  /** Failed with the stream saved as it is, within an iteration. */
  @ParameterizedTest
  @MethodSource("runs")
  void killedAtASaveItEndsInTheSameBits(HamiltonianSampler sampler, int threads) {
    Random random = new Random(17);
    Run run = Run.of(5).withThreads(threads);
    List<Object> expected = outcome(sampler, run);
    try (OutputFolder folder = OutputFolder.open(path, "--out")) {
      for (int k = 0; k < 2; k++) {
        String fingerprint = "run " + k;
        for (int kill = 0; kill < 2; kill++) {
          Killing killing =
              new Killing(
                  checkpoints(folder, fingerprint, 0),
                  new AtomicInteger(),
                  1 + random.nextInt(40),
                  random.nextBoolean());
          assertThatThrownBy(() -> outcome(sampler, run.withCheckpoints(killing)))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageStartingWith("test: killed");
        }
        Run resumed = run.withCheckpoints(checkpoints(folder, fingerprint, 100_000));
        assertThat(outcome(sampler, resumed)).isEqualTo(expected);
        // And a run that has ended is read, not made again.
        assertThat(outcome(sampler, resumed)).isEqualTo(expected);
      }
    }
  }

  /** On another number of threads; failed with the search of a step not restored. */
  @Test
  void killedByItsProgressItEndsInTheSameBits() {
    HamiltonianSampler sampler = sampler(MassShape.DIAGONAL);
    List<Object> expected = outcome(sampler, Run.of(5));
    try (OutputFolder folder = OutputFolder.open(path, "--out")) {
      Run killed =
          Run.of(5)
              .withThreads(2)
              .withCheckpoints(checkpoints(folder, "run", 0))
              .withProgress(
                  (done, total, note) -> {
                    throw new IllegalStateException("test: killed");
                  });
      assertThatThrownBy(() -> outcome(sampler, killed)).hasMessage("test: killed");
      Run resumed = Run.of(5).withCheckpoints(checkpoints(folder, "run", 100_000));
      assertThat(outcome(sampler, resumed)).isEqualTo(expected);
    }
  }

  @Test
  void aCheckpointOfAnotherTargetStopsTheRunAndLeaksNothing() {
    HamiltonianSampler sampler = sampler(MassShape.DIAGONAL);
    LogDensity other = Chains.density(2, x -> x.square().sum(1).neg());
    try (OutputFolder folder = OutputFolder.open(path, "--out")) {
      Run run = Run.of(5).withCheckpoints(checkpoints(folder, "run", 100_000));
      outcome(sampler, run);
      long live = Tensor.live();
      assertThatThrownBy(() -> sampler.sample(other, run))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("checkpoint: expected 2 coordinates, got 3");
      assertThat(Tensor.live()).isEqualTo(live);
    }
  }
}
