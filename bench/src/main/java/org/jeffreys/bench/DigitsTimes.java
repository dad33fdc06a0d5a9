package org.jeffreys.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import org.jeffreys.core.Check;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.tensor.Tensor;

/**
 * Times Monte Carlo dropout of the digit network over 10,000 images and a training step, on one
 * thread: the average over 50 draws with shared masks and over 10 with independent ones, all
 * included, from images to probabilities in arrays of Java.
 */
final class DigitsTimes {
  private static final int IMAGES = 10_000;
  private static final int SHARED = 50;
  private static final int INDEPENDENT = 10;
  private static final int EPOCHS = 4;

  private DigitsTimes() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    Check.require(args.length == 0, "arguments", "none", Arrays.toString(args));
    try (DigitsWork work = new DigitsWork();
        Tensor images = DigitsWork.images(IMAGES)) {
      passes("shared", work, images, SHARED, false);
      passes("independent", work, images, INDEPENDENT, true);
      work.train(1).close();
      Clock clock = new Clock();
      work.train(EPOCHS).close();
      clock.print("mc_dropout step ms", 1e-6 / EPOCHS / work.stepsPerEpoch());
    }
  }

  private static void passes(
      String name, DigitsWork work, Tensor images, int draws, boolean independent) {
    try (NoisePosterior posterior = work.posterior(draws, independent);
        Tensor few = images.narrow(0, 0, 2048)) {
      posterior.predict(few);
      Clock clock = new Clock();
      posterior.predict(images).classification().labels();
      clock.print("mc_dropout " + name + " s/pass", 1e-9 / draws);
    }
  }

  /** Wall time, and the CPU time of this thread, since it was made. */
  private static final class Clock {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long wall = System.nanoTime();
    private final long cpu = threads.getCurrentThreadCpuTime();

    void print(String what, double factor) {
      System.out.printf(
          Locale.ROOT,
          "%s wall %.4f cpu %.4f%n",
          what,
          (System.nanoTime() - wall) * factor,
          (threads.getCurrentThreadCpuTime() - cpu) * factor);
    }
  }
}
