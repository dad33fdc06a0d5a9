package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jeffreys.core.NumericalException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resident memory stays flat over two million operations, in a JVM of its own. */
@Tag("slow")
final class MemorySoakTest {
  private static final Path STATISTICS = Path.of("/proc/self/statm");
  private static final long PAGE_KIB = 4;
  private static final int WARM_UP_ROUNDS = 20_000;
  private static final int ROUNDS = 10_000;
  private static final int PARTS = 5;

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void residentMemoryStaysFlat(String withoutGarbageCollection)
      throws IOException, InterruptedException {
    assumeThat(STATISTICS).as("resident memory is read from /proc").exists();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.nopointergc=" + withoutGarbageCollection,
                "-cp",
                System.getProperty("java.class.path"),
                MemorySoakTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(output).isZero();
    String last = output.lines().reduce("", (before, line) -> line);
    List<String> numbers = List.of(last.split(" "));
    // A leak grows in every part: one scalar a round by 310 KiB, one tensor by more than 1.5 MiB.
    // The
    // JVM moves by steps, such as a late compilation, that most parts do not have.
    assertThat(Long.parseLong(numbers.get(0))).as("KiB of growth: %s", output).isLessThan(160);
    assertThat(numbers.get(1)).as("live tensors").isEqualTo("0");
  }

  /**
   * Prints the median growth of resident memory in a part, in KiB, and the number of live tensors.
   */
  public static void main(String[] arguments) throws IOException {
    try (Rng rng = Rng.streams(1, "soak", 2)) {
      soak(rng, WARM_UP_ROUNDS);
      long[] growth = new long[PARTS];
      long before = resident();
      for (int part = 0; part < PARTS; part++) {
        soak(rng, ROUNDS);
        long after = resident();
        growth[part] = after - before;
        before = after;
      }
      Arrays.sort(growth);
      System.out.println(growth[PARTS / 2] + " " + Tensor.live());
    }
  }

  private static long resident() throws IOException {
    return Long.parseLong(Files.readString(STATISTICS).split(" ", 3)[1]) * PAGE_KIB;
  }

  private static void soak(Rng rng, int rounds) {
    try (Scope run = Scope.open()) {
      Tensor state = Tensor.zeros(DType.FLOAT64, 2, 3, 3);
      for (int round = 0; round < rounds; round++) {
        try (Scope scope = Scope.open()) {
          Tensor next = scope.keep(round(state, round, rng));
          state.close();
          state = next;
        }
      }
    }
  }

  /**
   * Some thirty-five operations: every kind of native temporary, scalars that differ, and errors.
   */
  private static Tensor round(Tensor state, int round, Rng rng) {
    Tensor noise = rng.normal(DType.FLOAT64, 2, 3, 3);
    Tensor moved = state.mul(1 - 1e-3 / (round + 1)).add(noise, 1e-2).clampMax(5 + round);
    Tensor matrix = moved.matmul(moved.transpose(1, 2)).add(Tensor.eye(DType.FLOAT64, 3));
    if (round % 10 == 0) {
      decompose(matrix, rng);
    }
    matrix.sum(2).sort(1).cumSum(1).gather(1, Tensor.range(2).reshape(2, 1));
    Gradients.ValueAndGradient found =
        Gradients.valueAndGradient(x -> x.square().sum(1, 2).add(Special.softplus(x).sum()), moved);
    moved
        .strided(new long[] {2, 2}, new long[] {9, 1}, 3)
        .indexSelect(1, Tensor.range(2))
        .gt(round)
        .count(0);
    Tensor.stack(0, moved, noise).toDoubles();
    return found.gradient().mul(0.5).addInPlace(noise, 0.1).to(DType.FLOAT32).to(DType.FLOAT64);
  }

  private static void decompose(Tensor matrix, Rng rng) {
    Linalg.Svd svd = Linalg.svd(matrix);
    Linalg.Eigen eigen = Linalg.symmetricEigen(matrix);
    Linalg.logDeterminant(matrix).logAbs().sub(svd.values().log().sum(1)).abs();
    Linalg.qr(matrix).q().matmul(eigen.vectors());
    rng.restore(rng.state());
    try {
      Linalg.cholesky(matrix.neg());
    } catch (NumericalException expected) {
      matrix.neg();
    }
  }
}
