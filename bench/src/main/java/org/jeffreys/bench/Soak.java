package org.jeffreys.bench;

import java.util.Arrays;
import java.util.Locale;
import org.jeffreys.core.Check;
import org.jeffreys.inference.sgmcmc.PrivateSgld;

/**
 * Makes steps of private SGLD on the sine regression for some minutes and watches the memory.
 *
 * <p>Prints the resident memory, the live tensors and the Java heap every ten seconds. Fails, with
 * exit code 1, if at the end the resident memory is more than 20 MB above what it was after the
 * warm-up, which is the first fifth, a minute at most, or if there are more live tensors than then.
 */
final class Soak {
  private static final double MOST_GROWTH = 20;
  private static final double READING_SECONDS = 10;
  private static final double MOST_WARMUP_SECONDS = 60;

  private final long start = System.nanoTime();
  private final SineChains<PrivateSgld.State> chains;
  private long steps;

  private Soak(SineChains<PrivateSgld.State> chains) {
    this.chains = chains;
  }

  /** Takes the number of minutes, 10 unless given. */
  public static void main(String[] args) {
    double minutes = minutes(args);
    System.out.printf(
        Locale.ROOT,
        "soak minutes %s nopointergc %s%n",
        minutes,
        Boolean.getBoolean("org.bytedeco.javacpp.nopointergc"));
    double growth;
    long tensors;
    try (SineChains<PrivateSgld.State> chains = SineChains.privateSgld(1)) {
      Soak soak = new Soak(chains);
      double end = 60 * minutes;
      Memory warm = soak.runUntil(Math.min(MOST_WARMUP_SECONDS, end / 5));
      Memory last = soak.runUntil(end);
      growth = last.residentMegabytes() - warm.residentMegabytes();
      tensors = last.liveTensors() - warm.liveTensors();
    }
    boolean holds = growth <= MOST_GROWTH && tensors <= 0;
    System.out.printf(
        Locale.ROOT,
        "soak %s growth MB %.1f tensors %d%n",
        holds ? "passed" : "failed",
        growth,
        tensors);
    System.exit(holds ? 0 : 1);
  }

  private static double minutes(String[] args) {
    Check.require(args.length <= 1, "arguments", "[minutes]", Arrays.toString(args));
    try {
      return args.length == 0 ? 10 : Check.positive(Double.parseDouble(args[0]), "minutes");
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("minutes: expected a number, got '" + args[0] + "'", e);
    }
  }

  /** Makes steps, with a reading every ten seconds and one at the end. */
  private Memory runUntil(double seconds) {
    double next = seconds();
    while (true) {
      next = Math.min(next + READING_SECONDS, seconds);
      while (seconds() < next) {
        chains.step();
        steps++;
      }
      chains.requireFinite();
      Memory memory = Memory.now();
      System.out.printf(
          Locale.ROOT,
          "%6.0f s %10d steps  resident %.1f MB  tensors %d  heap %.1f MB%n",
          seconds(),
          steps,
          memory.residentMegabytes(),
          memory.liveTensors(),
          memory.heapMegabytes());
      if (next >= seconds) {
        return memory;
      }
    }
  }

  private double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }
}
