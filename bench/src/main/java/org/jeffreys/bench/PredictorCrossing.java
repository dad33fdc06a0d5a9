package org.jeffreys.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.PackedNetworks;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.Outputs;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.tensor.Threads;

/**
 * Where predicting by the engine gets faster than by packed networks: the processor's time of one
 * prediction by either, the least mean of ten blocks, over networks, draws and rows.
 */
final class PredictorCrossing {
  private static final int[] ROWS = {1, 3, 10, 30, 100, 300};
  private static final double MOST_PRODUCTS = 4e7;
  private static final int BLOCKS = 10;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** Takes no arguments. */
  public static void main(String[] args) {
    Threads.set(1);
    PredictorCrossing crossing = new PredictorCrossing();
    crossing.compare(1, 10, 50, 50, 1);
    crossing.compare(10, 10, 50, 50, 1);
    crossing.compare(100, 10, 50, 50, 1);
    crossing.compare(10, 10, 100, 100, 1);
    crossing.compare(1000, 5, 20, 1);
    crossing.compare(100, 8, 20, 20, 3);
    crossing.compare(30, 64, 128, 10);
    crossing.compare(100, 10, 200, 200, 1);
    crossing.compare(1, 784, 1000, 1000, 10);
  }

  private void compare(int numDraws, int... widths) {
    Sequential network = Sequential.dense(Activation.RELU, widths);
    NetworkModel model = new NetworkModel(network, GaussianLikelihood.fixed(1), DType.FLOAT32);
    try (Scope scope = Scope.open();
        Rng rng = Rng.streams(0, "crossing", 1)) {
      Tensor draws = rng.normal(DType.FLOAT32, numDraws, model.dimension()).mul(0.1);
      PackedNetworks packed =
          PackedNetworks.of(network, model.networkViews(draws), Pass.mean()).orElseThrow();
      try (var posterior =
          new SampledPosterior(model, new Draws(Scope.release(draws), 1, null), null)) {
        for (int numRows : ROWS) {
          double products = (double) numDraws * model.dimension() * numRows;
          if (products > MOST_PRODUCTS) {
            return;
          }
          Tensor rows = rng.normal(DType.FLOAT32, numRows, widths[0]);
          float[] flat = rows.toFloats();
          int outputs = widths[widths.length - 1];
          double java =
              micros(() -> Outputs.of(packed.forward(flat), numDraws, numRows, outputs), products);
          double engine = micros(() -> posterior.predict(rows), products);
          System.out.printf(
              Locale.ROOT,
              "%4d draws of %-20s %3d rows  %6.2f M products  java %7.1f  engine %7.1f us%n",
              numDraws,
              Arrays.toString(widths),
              numRows,
              products * 1e-6,
              java,
              engine);
        }
      }
    }
  }

  private double micros(Runnable prediction, double products) {
    int calls = (int) Math.max(5, Math.min(2000, 3e8 / products));
    double least = Double.POSITIVE_INFINITY;
    for (int block = 0; block < BLOCKS; block++) {
      long start = threads.getCurrentThreadCpuTime();
      for (int call = 0; call < calls; call++) {
        prediction.run();
      }
      least = Math.min(least, (threads.getCurrentThreadCpuTime() - start) * 1e-3 / calls);
    }
    return least;
  }
}
