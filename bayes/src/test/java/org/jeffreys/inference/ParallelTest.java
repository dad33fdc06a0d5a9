package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParallelTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100})
  void runsEachTaskOnce(int threads) {
    AtomicIntegerArray runs = new AtomicIntegerArray(23);
    List<Runnable> tasks = new ArrayList<>();
    for (int i = 0; i < runs.length(); i++) {
      int task = i;
      tasks.add(() -> runs.incrementAndGet(task));
    }
    Parallel.run(threads, tasks);
    for (int i = 0; i < runs.length(); i++) {
      assertThat(runs.get(i)).isEqualTo(1);
    }
    Parallel.run(threads, List.of());
  }

  @Test
  void aFailureBeginsNoOther() {
    AtomicInteger later = new AtomicInteger();
    List<Runnable> tasks = new ArrayList<>();
    tasks.add(
        () -> {
          throw new IllegalStateException("test: first");
        });
    for (int i = 0; i < 10; i++) {
      tasks.add(later::incrementAndGet);
    }
    assertThatThrownBy(() -> Parallel.run(1, tasks))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("test: first");
    assertThat(later).hasValue(0);
    Error error = new AssertionError("test: an error");
    List<Runnable> failing =
        List.of(
            () -> {
              throw error;
            });
    assertThatThrownBy(() -> Parallel.run(2, failing)).isSameAs(error);
    assertThatThrownBy(() -> Parallel.run(0, tasks))
        .hasMessage("threads: expected an integer >= 1, got 0");
  }

  @Test
  void anInterruptIsRememberedAndWaitsForAll() {
    AtomicInteger done = new AtomicInteger();
    List<Runnable> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(done::incrementAndGet);
    }
    Thread.currentThread().interrupt();
    Parallel.run(3, tasks);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).hasValue(4);
  }
}
