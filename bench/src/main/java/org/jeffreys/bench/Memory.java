package org.jeffreys.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;

/**
 * The memory at one time.
 *
 * @param residentMegabytes of the process
 * @param liveTensors in number
 * @param heapMegabytes in use
 */
record Memory(double residentMegabytes, long liveTensors, double heapMegabytes) {
  private static final double MEGABYTE = 1 << 20;

  static Memory now() {
    Runtime runtime = Runtime.getRuntime();
    return new Memory(
        resident() / MEGABYTE,
        Tensor.live(),
        (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE);
  }

  /** With what is in use on the heap, and no garbage. */
  static Memory afterCollection() {
    System.gc();
    return now();
  }

  /** The resident memory in bytes: VmRSS of Linux, which needs no size of a page. */
  private static double resident() {
    Path status = Path.of("/proc/self/status");
    try (var lines = Files.lines(status)) {
      String line =
          lines
              .filter(each -> each.startsWith("VmRSS:"))
              .findFirst()
              .orElseThrow(() -> Check.failure(status.toString(), "a line VmRSS", "none"));
      return 1024.0 * Long.parseLong(line.replaceAll("\\D", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
