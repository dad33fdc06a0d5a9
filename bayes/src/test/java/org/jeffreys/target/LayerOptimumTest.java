package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.target.LinearModel.IN;
import static org.jeffreys.target.LinearModel.N;
import static org.jeffreys.target.LinearModel.OUT;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.ConcreteDropout;
import org.jeffreys.nn.ConcreteMoments;
import org.jeffreys.nn.DropConnect;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.GaussianDropout;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Sequential;
import org.jeffreys.nn.VariationalDropout;
import org.jeffreys.optim.Schedule;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Training a random layer on a linear model finds the optimum of its variational objective, which
 * is closed: see {@link LinearModel}. Each optimum is held apart from that of the objective whose
 * divergence, or prior, is scaled by the batch and not by the data; the target that did so failed.
 */
@Tag("slow")
@ExtendWith(NativeMemory.class)
final class LayerOptimumTest {
  private static final int BATCH = 5;
  private static final double TWIN = (double) N / BATCH;
  private static final int ROWS = 48;
  private static final double RATE = 0.25;
  private static final LinearModel STRONG = new LinearModel(0.5, 0.6);

  /** Noise in which dropping inputs costs little, so that the best rate is far from 0. */
  private static final LinearModel WEAK = new LinearModel(3, 1);

  /** Where a function with one maximum is greatest, by golden sections. */
  private static double argmax(DoubleUnaryOperator function, double from, double to) {
    double ratio = (Math.sqrt(5) - 1) / 2;
    double low = from;
    double high = to;
    while (high - low > 1e-9) {
      double left = high - ratio * (high - low);
      double right = low + ratio * (high - low);
      if (function.applyAsDouble(left) < function.applyAsDouble(right)) {
        low = left;
      } else {
        high = right;
      }
    }
    return (low + high) / 2;
  }

  /** What training gives: the mean over its rows, and the standard errors. */
  private record Trained(Doubles means, Doubles errors) {
    void assertIs(double[] optimum, double[] twin) {
      double worst = 0;
      for (int i = 0; i < means.size(); i++) {
        assertThat(means.get(i))
            .as("parameter %d", i)
            .isCloseTo(optimum[i], within(5 * errors.get(i)));
        worst = Math.max(worst, Math.abs(twin[i] - means.get(i)) / errors.get(i));
      }
      assertThat(worst).as("distance of the twin, in standard errors").isGreaterThan(20);
    }
  }

  /**
   * Stochastic gradient descent, ten times as fast in the parameters of noise; rows are runs of
   * their own, averaged over their second half.
   */
  private static Trained train(
      LinearModel model, Schedule schedule, int numSteps, Layer... layers) {
    Sequential network = Sequential.of(Shape.of(IN), layers);
    try (Dataset data = LinearModel.data();
        SupervisedTarget target = model.target(network, data);
        Rng rng = Rng.streams(1, "train", ROWS)) {
      double[] rates =
          target.layout().fill(spec -> spec.role() == ParameterSpec.Role.NOISE ? 10 : 1);
      Tensor rate = Tensor.of(rates, rates.length);
      Tensor position = Initializer.GLOROT_UNIFORM.sample(target, ROWS, rng);
      Tensor sum = Tensor.zeros(DType.FLOAT64, position.shape());
      Batches batches = new Batches.Uniform(BATCH);
      for (int step = 0; step < numSteps; step++) {
        try (Scope scope = Scope.open()) {
          Batch batch = batches.draw(data, step, rng);
          Tensor gradient = target.estimateGradient(position, batch, rng);
          position.addProductInPlace(gradient, rate, schedule.at(step) / N);
          if (step >= numSteps / 2) {
            sum.addInPlace(position);
          }
        }
      }
      Tensor averages = sum.div(numSteps - numSteps / 2);
      Tensor means = averages.mean(0);
      Tensor errors = averages.sub(means).square().sum(0).div(ROWS * (ROWS - 1.0)).sqrt();
      return new Trained(Doubles.of(means.toDoubles()), Doubles.of(errors.toDoubles()));
    }
  }

  /** The gradient is linear in the weights, so that averages have no bias at any rate. */
  private static void assertIsRidge(Layer... layers) {
    train(STRONG, new Schedule.Constant(0.02), 3000, layers).assertIs(ridge(1), ridge(TWIN));
  }

  private static double[] ridge(double priorFactor) {
    double variance = RATE / (1 - RATE);
    return STRONG.ridge(
        1,
        (input, output) ->
            variance * STRONG.precision(input) + priorFactor * STRONG.priorPrecision());
  }

  @Test
  void bernoulliDropoutIsRidgeRegression() {
    assertIsRidge(new Dropout(RATE), new Linear(IN, OUT));
  }

  @Test
  void gaussianDropoutIsTheSameRidgeRegression() {
    assertIsRidge(new GaussianDropout(RATE), new Linear(IN, OUT));
  }

  @Test
  void dropConnectIsTheSameRidgeRegression() {
    assertIsRidge(new DropConnect(IN, OUT, RATE));
  }

  /** The best weights and biases at a rate, and then the rate. */
  private static double[] concreteAt(double logit, ConcreteMoments moments, double klFactor) {
    double precision = klFactor * (1 + Math.exp(logit)) * WEAK.priorPrecision();
    double[] weights =
        WEAK.ridge(
            moments.mean(),
            (input, output) -> moments.variance() * WEAK.precision(input) + precision);
    double[] all = Arrays.copyOf(weights, weights.length + 1);
    all[weights.length] = logit;
    return all;
  }

  /** The objective at a rate, with the best weights for it; masks as they are when relaxed. */
  private static double concreteObjective(double logit, ConcreteMoments moments, double klFactor) {
    double[] at = concreteAt(logit, moments, klFactor);
    double squares = 0;
    for (int i = 0; i < IN * OUT; i++) {
      squares += at[i] * at[i];
    }
    double p = 1 / (1 + Math.exp(-logit));
    double entropy = -p * Math.log(p) - (1 - p) * Math.log(1 - p);
    double divergence = WEAK.priorPrecision() * squares / (2 * (1 - p)) - IN * entropy;
    return WEAK.expectedLogProb(at, moments.mean(), moments.variance()) - klFactor * divergence;
  }

  private static double[] concreteOptimum(double temperature, double klFactor) {
    double logit =
        argmax(at -> concreteObjective(at, ConcreteMoments.of(at, temperature), klFactor), -5, 3);
    return concreteAt(logit, ConcreteMoments.of(logit, temperature), klFactor);
  }

  @Test
  void concreteDropoutFindsWeightsAndRateOfItsRelaxedObjective() {
    double temperature = 0.5;
    Layer layer = new ConcreteDropout(new Linear(IN, OUT), WEAK.priorScale(), 0.3, temperature);
    Trained trained = train(WEAK, new Schedule.Decreasing(0.2, 1000, 0.8), 8000, layer);
    trained.assertIs(concreteOptimum(temperature, 1), concreteOptimum(temperature, TWIN));
  }

  /** How far the relaxation moves the optimum from that of exact masks. */
  @Test
  void aLowTemperatureFindsTheRateOfExactMasks() {
    double exact =
        argmax(at -> concreteObjective(at, new ConcreteMoments(1, Math.exp(at)), 1), -5, 3);
    double[] distances = new double[3];
    double[] temperatures = {0.5, 0.1, 0.01};
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Math.abs(concreteOptimum(temperatures[i], 1)[IN * OUT + OUT] - exact);
    }
    assertThat(distances[0]).isBetween(0.3, 0.4);
    assertThat(distances[1]).isBetween(0.05, 0.07);
    assertThat(distances[2]).isLessThan(0.01);
  }

  /** Weights, biases and log variances, by one and the other in turn. */
  private static double[] variationalOptimum(double klFactor) {
    double[] logVariance = new double[IN * OUT];
    double[] weights = new double[0];
    double[] before;
    do {
      before = weights;
      double[] given = logVariance;
      weights =
          STRONG.ridge(
              1,
              (input, output) -> Math.exp(given[input * OUT + output]) * STRONG.precision(input));
      logVariance = new double[IN * OUT];
      for (int i = 0; i < logVariance.length; i++) {
        double loss = STRONG.precision(i / OUT) * weights[i] * weights[i] / 2;
        logVariance[i] = argmax(at -> -loss * Math.exp(at) - klFactor * divergence(at), -12, 4);
      }
    } while (!close(before, weights));
    double[] all = Arrays.copyOf(weights, weights.length + logVariance.length);
    System.arraycopy(logVariance, 0, all, weights.length, logVariance.length);
    return all;
  }

  private static boolean close(double[] a, double[] b) {
    return a.length == b.length
        && IntStream.range(0, a.length).allMatch(i -> Math.abs(a[i] - b[i]) < 1e-8);
  }

  /** The published approximation, in plain numbers. */
  private static double divergence(double logVariance) {
    double sigmoid = 1 / (1 + Math.exp(-1.8732 - 1.48695 * logVariance));
    return 0.63576 - 0.63576 * sigmoid + 0.5 * Math.log1p(Math.exp(-logVariance));
  }

  @Test
  void variationalDropoutFindsWeightsAndVariances() {
    Layer layer = new VariationalDropout(IN, OUT);
    Trained trained = train(STRONG, new Schedule.Decreasing(0.05, 1000, 0.8), 8000, layer);
    trained.assertIs(variationalOptimum(1), variationalOptimum(TWIN));
  }
}
