package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jeffreys.tensor.Numbers.refused;

import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class ThreadsTest {

  @Test
  void bothPoolsHaveOneThreadUntilToldOtherwise() {
    assertThat(Threads.get()).isEqualTo(1);
    assertPools(1);
    try {
      Threads.set(2);
      assertThat(Threads.get()).isEqualTo(2);
      assertPools(2);
    } finally {
      Threads.set(1);
    }
    assertPools(1);
    refused(() -> Threads.set(0), "threads: expected an integer >= 1, got 0");
    assertPools(1);
  }

  private static void assertPools(int threads) {
    assertThat(torch.get_num_threads()).as("libtorch").isEqualTo(threads);
    assertThat(openblas_nolapack.blas_get_num_threads()).as("OpenBLAS").isEqualTo(threads);
  }

  @Test
  void threadsThatBeginLaterHaveTheNumber() throws InterruptedException {
    int[] seen = new int[1];
    try {
      Threads.set(2);
      Thread thread = new Thread(() -> seen[0] = torch.get_num_threads());
      thread.start();
      thread.join();
    } finally {
      Threads.set(1);
    }
    assertThat(seen[0]).isEqualTo(2);
  }
}
