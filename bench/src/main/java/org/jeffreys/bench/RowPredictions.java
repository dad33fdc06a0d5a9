package org.jeffreys.bench;

import org.jeffreys.core.NumericalException;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.Interval;
import org.jeffreys.predict.Prediction;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.tensor.Threads;

/**
 * Predictions of single rows by 100 draws of a network 10-50-50-1, in four chains, through the
 * public interface: the mean, the standard deviation and the 90 % interval are read. The noise is
 * inferred, so that draws differ in it.
 *
 * <p>What is predicted by does not matter to the time: weights are random, of scale 1 / sqrt(in).
 */
final class RowPredictions implements AutoCloseable {
  private static final int NUM_DRAWS = 100;
  private static final int NUM_CHAINS = 4;
  private static final int[] WIDTHS = {10, 50, 50, 1};

  private final HostStream stream = HostStream.keyed(0, "rows", 0);
  private final SampledPosterior posterior;

  RowPredictions(Activation activation) {
    Threads.set(1);
    Sequential network = Sequential.dense(activation, WIDTHS);
    NetworkModel model = new NetworkModel(network, GaussianLikelihood.learned(0.3), DType.FLOAT32);
    double[] scales = model.layout().fill(spec -> Math.sqrt(3.0 / spec.fanIn()));
    double[] weights = new double[NUM_DRAWS * scales.length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = scales[k % scales.length] * (2 * stream.nextDouble() - 1);
    }
    Tensor draws = Tensor.of(DType.FLOAT32, weights, NUM_DRAWS, scales.length);
    posterior =
        new SampledPosterior(model, new Draws(Scope.release(draws), NUM_CHAINS, null), null);
  }

  /** Some rows of ten numbers. */
  double[][] rows(int count) {
    double[][] rows = new double[count][WIDTHS[0]];
    for (double[] row : rows) {
      for (int k = 0; k < row.length; k++) {
        row[k] = 4 * stream.nextDouble() - 2;
      }
    }
    return rows;
  }

  /** The prediction of one row, as users get it. */
  double of(double[] row) {
    return read(posterior.predict(new double[][] {row}));
  }

  /** The prediction of one row by the engine. */
  double byEngine(double[] row) {
    try (Scope scope = Scope.open()) {
      return read(posterior.predict(Tensor.of(DType.FLOAT32, row, 1, row.length)));
    }
  }

  private static double read(Prediction prediction) {
    RegressionPrediction regression = prediction.regression();
    Interval interval = regression.interval(0.9);
    double mean = regression.mean().value().get(0);
    double lower = interval.lower().value().get(0);
    double upper = interval.upper().value().get(0);
    double spread = regression.standardDeviation().value().get(0);
    if (!(lower < mean && mean < upper && spread > 0)) {
      throw new NumericalException("interval: expected the mean in it, got " + interval);
    }
    return mean + spread + lower + upper;
  }

  @Override
  public void close() {
    posterior.close();
  }
}
