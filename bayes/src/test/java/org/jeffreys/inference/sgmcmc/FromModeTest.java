package org.jeffreys.inference.sgmcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.tensor.DType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NativeMemory.class)
final class FromModeTest {
  private static final double EFFORT = 0.003;

  private static float[] draws(SmallRegression regression, Run run) {
    var method = Sgld.cyclical(regression.target(), EFFORT);
    try (var posterior = (SampledPosterior) method.fit(regression.target(), run)) {
      return posterior.draws().values().toFloats();
    }
  }

  private static SmallRegression regression() {
    return SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.learned(0.4));
  }

  /** On the way to the modes, when there, or while sampling. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void killedInEitherStageItEndsInTheSameBits(int fatal, @TempDir Path path) {
    try (var regression = regression();
        OutputFolder folder = OutputFolder.open(path, "--out")) {
      float[] expected = draws(regression, Run.of(5));
      Run run = Run.of(5).withCheckpoints(new FolderCheckpoints(folder, "run", 0));
      AtomicInteger calls = new AtomicInteger();
      Run killed =
          run.withProgress(
              (done, total, note) -> {
                if (calls.incrementAndGet() == fatal) {
                  throw new IllegalStateException("test: killed");
                }
              });
      assertThatThrownBy(() -> draws(regression, killed)).hasMessage("test: killed");
      assertThat(draws(regression, run)).isEqualTo(expected);
    }
  }

  @Test
  void smallestEffortStillDraws() {
    try (var regression = regression()) {
      var target = regression.target();
      for (var method :
          new org.jeffreys.inference.InferenceMethod[] {
            Sgld.cyclical(target, 1e-6),
            Sghmc.cyclical(target, 1e-6),
            Sghmc.standard(target, 1e-6),
            Sgnht.standard(target, 1e-6),
            Psgld.standard(target, 1e-6),
            SvrgSgld.standard(target, 1e-6)
          }) {
        try (var posterior = (SampledPosterior) method.fit(target, Run.of(1))) {
          assertThat(posterior.draws().numSamples()).as(method.name()).isPositive();
        }
      }
    }
  }
}
