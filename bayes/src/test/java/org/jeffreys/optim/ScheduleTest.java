package org.jeffreys.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  @Test
  void constantStays() {
    Schedule schedule = new Schedule.Constant(0.1);
    assertThat(LongStream.of(0, 7, 1_000_000).mapToDouble(schedule::at)).containsOnly(0.1);
    assertThat(schedule.samples(0)).isTrue();
    assertThat(schedule.weighted()).isFalse();
  }

  @Test
  void decreasingFallsByItsPower() {
    Schedule schedule = new Schedule.Decreasing(0.1, 10, 0.55);
    assertThat(schedule.at(0)).isEqualTo(0.1);
    assertThat(schedule.at(10)).isCloseTo(0.1 * Math.pow(2, -0.55), within(1e-15));
    assertThat(schedule.at(90)).isCloseTo(0.1 * Math.pow(10, -0.55), within(1e-15));
    assertThat(schedule.weighted()).isTrue();
  }

  @Test
  void cyclesExploreBeforeTheySample() {
    Schedule schedule = new Schedule.Cyclical(0.1, 10, 0.4);
    assertThat(schedule.at(0)).isCloseTo(0.1, within(1e-15));
    assertThat(schedule.at(5)).isCloseTo(0.05, within(1e-15));
    assertThat(schedule.at(9)).isCloseTo(0.05 * (Math.cos(0.9 * Math.PI) + 1), within(1e-15));
    assertThat(schedule.at(13)).isEqualTo(schedule.at(3));
    assertThat(LongStream.range(0, 20).filter(schedule::samples))
        .containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 14L, 15L, 16L, 17L, 18L, 19L);
  }

  @Test
  void warmupRisesInEqualRatios() {
    Schedule schedule = new Schedule.Warmup(new Schedule.Constant(0.2), 0.01, 4);
    assertThat(LongStream.range(0, 6).mapToDouble(schedule::at).toArray())
        .containsExactly(
            new double[] {
              0.002, 0.2 * Math.pow(10, -1.5), 0.02, 0.2 * Math.pow(10, -0.5), 0.2, 0.2
            },
            within(1e-15));
    // Which draws are kept is the loop's warm-up and the schedule within.
    Schedule cycles = new Schedule.Warmup(new Schedule.Cyclical(1, 3, 0.5), 0.01, 4);
    assertThat(LongStream.range(0, 6).filter(cycles::samples)).containsExactly(2L, 5L);
    assertThat(new Schedule.Warmup(new Schedule.Decreasing(1, 1, 1), 1, 1).weighted()).isTrue();
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> new Schedule.Constant(0))
        .hasMessage("stepSize: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> new Schedule.Decreasing(1, 1, 0.5))
        .hasMessage("power: expected a value in (0.5, 1], got 0.5");
    assertThatThrownBy(() -> new Schedule.Decreasing(1, 0, 1))
        .hasMessage("offset: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> new Schedule.Cyclical(1, 1, 0))
        .hasMessage("length: expected an integer >= 2, got 1");
    assertThatThrownBy(() -> new Schedule.Cyclical(1, 10, 1))
        .hasMessage("exploration: expected a value in [0, 1), got 1.0");
    assertThatThrownBy(() -> new Schedule.Warmup(new Schedule.Constant(1), 0, 4))
        .hasMessage("start: expected a value in (0, 1], got 0.0");
  }
}
