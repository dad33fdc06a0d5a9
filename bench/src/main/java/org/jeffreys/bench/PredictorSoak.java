package org.jeffreys.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import org.jeffreys.core.Check;
import org.jeffreys.nn.Activation;

/**
 * Predicts a million single rows and watches the memory and the time of each call.
 *
 * <p>Prints a line every tenth: the time of a call, by the clock and of the processor, which other
 * programs do not lengthen. Fails, with exit code 1, if at the end the heap after a collection is
 * more than 1 MB above what it was after the first tenth, the resident memory more than 5 MB, or if
 * there are more live tensors than then.
 */
final class PredictorSoak {
  private static final double MOST_HEAP_GROWTH = 1;
  private static final double MOST_RESIDENT_GROWTH = 5;
  private static final int NUM_ROWS = 1024;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final RowPredictions predictions;
  private final double[][] rows;
  private final int[] wallNanos;
  private final int[] cpuNanos;

  private PredictorSoak(RowPredictions predictions, int calls) {
    this.predictions = predictions;
    this.rows = predictions.rows(NUM_ROWS);
    this.wallNanos = new int[calls];
    this.cpuNanos = new int[calls];
  }

  /** Takes the number of calls of each tenth, 100,000 unless given, and an activation. */
  public static void main(String[] args) {
    Check.require(args.length <= 2, "arguments", "[calls] [activation]", Arrays.toString(args));
    int calls = args.length == 0 ? 100_000 : Integer.parseInt(args[0]);
    Activation activation =
        Activation.valueOf(args.length < 2 ? "RELU" : args[1].toUpperCase(Locale.ROOT));
    boolean holds;
    try (RowPredictions predictions = new RowPredictions(activation)) {
      PredictorSoak soak = new PredictorSoak(predictions, Check.atLeast(calls, 1, "calls"));
      Memory warm = soak.run();
      Memory last = warm;
      for (int tenth = 1; tenth < 10; tenth++) {
        last = soak.run();
      }
      holds =
          last.heapMegabytes() - warm.heapMegabytes() <= MOST_HEAP_GROWTH
              && last.residentMegabytes() - warm.residentMegabytes() <= MOST_RESIDENT_GROWTH
              && last.liveTensors() <= warm.liveTensors();
    }
    System.out.println(holds ? "soak passed" : "soak failed");
    System.exit(holds ? 0 : 1);
  }

  private Memory run() {
    int calls = wallNanos.length;
    long allocated = threads.getCurrentThreadAllocatedBytes();
    for (int k = 0; k < calls; k++) {
      long cpu = threads.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      predictions.of(rows[k % NUM_ROWS]);
      wallNanos[k] = (int) Math.min(Integer.MAX_VALUE, System.nanoTime() - start);
      cpuNanos[k] = (int) (threads.getCurrentThreadCpuTime() - cpu);
    }
    long ofCall = (threads.getCurrentThreadAllocatedBytes() - allocated) / calls;
    Memory memory = Memory.afterCollection();
    System.out.printf(
        Locale.ROOT,
        "%d calls  wall %s  CPU %s  allocated %d bytes a call"
            + "  resident %.1f MB  tensors %d  heap %.2f MB%n",
        calls,
        times(wallNanos),
        times(cpuNanos),
        ofCall,
        memory.residentMegabytes(),
        memory.liveTensors(),
        memory.heapMegabytes());
    return memory;
  }

  private static String times(int[] nanos) {
    Arrays.sort(nanos);
    double median = nanos[nanos.length / 2] * 1e-3;
    double high = nanos[(int) (nanos.length * 0.99)] * 1e-3;
    return String.format(Locale.ROOT, "median %.1f p99 %.1f us", median, high);
  }
}
