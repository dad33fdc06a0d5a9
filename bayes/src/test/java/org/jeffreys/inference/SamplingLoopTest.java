package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.Doubles;
import org.jeffreys.optim.Schedule;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class SamplingLoopTest {
  private static final Schedule CONSTANT = new Schedule.Constant(0.1);

  /** The steps after which draws were taken. */
  private static double[] drawn(SamplingLoop.Config config) {
    return drawn(config, Checkpoints.NONE);
  }

  private static double[] drawn(SamplingLoop.Config config, Checkpoints checkpoints) {
    try (Rng rng = Rng.of(1, "test");
        Tensor draws = Tensor.empty(DType.FLOAT64, 1, config.numSamples(), 1)) {
      var state =
          new SamplingLoop(config)
              .run(
                  new Counting(),
                  () -> Tensor.zeros(DType.FLOAT64, 1, 1),
                  rng,
                  checkpoints,
                  "part",
                  draws,
                  step -> {});
      try (Tensor last = state.position()) {
        assertThat(last.item()).isEqualTo((double) config.numSteps());
        return draws.toDoubles();
      }
    }
  }

  @Test
  void drawsComeAfterWarmupAndThinning() {
    assertThat(drawn(new SamplingLoop.Config(10, 0, 3, CONSTANT))).containsExactly(3, 6, 9);
    assertThat(drawn(new SamplingLoop.Config(10, 4, 2, CONSTANT))).containsExactly(6, 8, 10);
    assertThat(drawn(new SamplingLoop.Config(10, 9, 1, CONSTANT))).containsExactly(10);
  }

  @Test
  void cyclicalSchedulesDrawOnlyAfterExploration() {
    Schedule schedule = new Schedule.Cyclical(0.1, 5, 0.6);
    assertThat(drawn(new SamplingLoop.Config(15, 0, 1, schedule)))
        .containsExactly(4, 5, 9, 10, 14, 15);
    assertThat(drawn(new SamplingLoop.Config(15, 5, 2, schedule))).containsExactly(9, 15);
  }

  @Test
  void weightsAreTheStepSizesThatMadeTheDraws() {
    Schedule schedule = new Schedule.Decreasing(0.1, 10, 0.6);
    var config = new SamplingLoop.Config(10, 4, 3, schedule);
    assertThat(drawn(config)).containsExactly(7, 10);
    assertThat(config.logWeights())
        .contains(Doubles.of(Math.log(schedule.at(6)), Math.log(schedule.at(9))));
    assertThat(new SamplingLoop.Config(10, 4, 3, CONSTANT).logWeights()).isEmpty();
  }

  /** Checkpoints that note the steps they are given. */
  private static final class Noted implements Checkpoints {
    private final List<Long> steps = new ArrayList<>();
    private final List<Long> draws = new ArrayList<>();

    @Override
    public Optional<Saved> latest(String part) {
      return Optional.empty();
    }

    @Override
    public void save(String part, Checkpoint checkpoint, @Nullable Tensor newDraws) {
      steps.add(checkpoint.step());
      draws.add(newDraws == null ? 0 : newDraws.size(1));
    }

    @Override
    public long intervalMillis() {
      return 0;
    }
  }

  @Test
  void savesAsOftenAsAskedAndEachDrawOnce() {
    Noted noted = new Noted();
    drawn(new SamplingLoop.Config(6, 1, 2, CONSTANT), noted);
    assertThat(noted.steps).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 6L);
    assertThat(noted.draws).containsExactly(0L, 0L, 1L, 0L, 1L, 0L, 0L);
  }

  @Test
  void refusesSettingsThatGiveNoDraw() {
    assertThatThrownBy(() -> new SamplingLoop.Config(0, 0, 1, CONSTANT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numSteps: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new SamplingLoop.Config(10, 10, 1, CONSTANT))
        .hasMessage("numWarmup: expected an integer in [0, 10), got 10");
    assertThatThrownBy(() -> new SamplingLoop.Config(10, 0, 0, CONSTANT))
        .hasMessage("thinning: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new SamplingLoop.Config(10, 4, 7, CONSTANT))
        .hasMessage("thinning: expected at least one draw, got none in 6 steps");
  }
}
