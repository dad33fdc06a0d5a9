package org.jeffreys.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jeffreys.app.vae.Binarisation;
import org.jeffreys.app.vae.TrainedVae;
import org.jeffreys.app.vae.Vae;
import org.jeffreys.app.vae.VaeEpoch;
import org.jeffreys.app.vae.VaeNetworks;
import org.jeffreys.core.Check;
import org.jeffreys.data.Images;
import org.jeffreys.inference.Run;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Threads;

/**
 * Times a training step of a variational autoencoder 784-400-20-400-784 with batches of 100 and
 * Adam, as the peer program does: all there is between an image in memory and the next parameters.
 * Pixels are white by chance, as many as in digits: what a step costs does not depend on them.
 */
final class VaeStep {
  private static final int IMAGES = 30_000;
  private static final int SIDE = 28;
  private static final int BATCH = 100;
  private static final double WHITE = 0.13;

  /** Three that count, after one to warm up. */
  private static final int EPOCHS = 4;

  private VaeStep() {}

  /** Takes the number of threads, 1 if left out. */
  public static void main(String[] args) {
    Check.require(args.length <= 1, "arguments", "the number of threads", Arrays.toString(args));
    Threads.set(args.length == 0 ? 1 : Integer.parseInt(args[0]));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] cpu = new double[EPOCHS + 1];
    Run run =
        Run.of(1)
            .withProgress(
                (done, total, note) ->
                    cpu[(int) (done * EPOCHS / total)] = threads.getCurrentThreadCpuTime() * 1e-9);
    try (Images images = images();
        TrainedVae trained = vae().train(images, run)) {
      System.out.printf(
          Locale.ROOT,
          "vae_step threads %d ms/step wall %.3f cpu %.3f%n",
          Threads.get(),
          perStep(trained.epochs().stream().mapToDouble(VaeEpoch::seconds)),
          perStep(IntStream.range(0, EPOCHS).mapToDouble(i -> cpu[i + 1] - cpu[i])));
    }
  }

  /** The median of all epochs but the first, in milliseconds a step. */
  private static double perStep(DoubleStream seconds) {
    double[] counted = seconds.skip(1).sorted().toArray();
    return counted[counted.length / 2] * 1e3 * BATCH / IMAGES;
  }

  private static Vae vae() {
    return new Vae(
        new Vae.Config(
            new VaeNetworks.Config(SIDE, SIDE, 400, 20, 0),
            Adam.standard(),
            new Schedule.Constant(1e-3),
            BATCH,
            EPOCHS,
            Binarisation.THRESHOLD));
  }

  private static Images images() {
    byte[] pixels = new byte[IMAGES * SIDE * SIDE];
    HostStream stream = HostStream.keyed(1, "images", 0);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (stream.nextDouble() < WHITE ? 255 : 0);
    }
    return Images.of(pixels, new int[IMAGES], 1, SIDE, SIDE, List.of("all"));
  }
}
