package org.jeffreys.inference.laplace;

import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.NetworkInputs;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.predict.Prediction;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A trained network whose last layer is uncertain and goes on learning, one observation at a time.
 * Immutable: each update gives a new posterior, at the cost of the square of the last layer's
 * width, so that threads may predict by one while another makes the next.
 *
 * <p>For a Gaussian likelihood it is the exact posterior of the last layer, see {@link
 * BayesianLinear}; for another, one extended Kalman step a row. What precedes the last layer stays
 * as it was trained, and is shared: closing one posterior closes those made from it too.
 */
public final class BayesianHead implements Posterior {
  /** The name of this kind of posterior. */
  public static final String KIND = "bayesian-head";

  private final HeadFeatures features;
  private final int targetWidth;
  private final HeadBelief belief;

  BayesianHead(HeadFeatures features, int targetWidth, HeadBelief belief) {
    this.features = features;
    this.targetWidth = targetWidth;
    this.belief = belief;
  }

  @Override
  public int numDraws() {
    return belief.numDraws();
  }

  /** The posterior of a state of kind {@link #KIND}; it goes on learning as that one would. */
  public static BayesianHead restore(NetworkModel model, PosteriorState state) {
    return HeadState.restore(model, state);
  }

  @Override
  public PosteriorState state() {
    return HeadState.of(features, targetWidth, belief);
  }

  /** The network with its likelihood. */
  @Override
  public NetworkModel model() {
    return features.model();
  }

  /** The posterior after one more observation. */
  public BayesianHead update(double[] input, double[] target) {
    return update(new double[][] {input}, new double[][] {target});
  }

  /**
   * The posterior after more observations, taken in order.
   *
   * @param inputs [rows][input elements]
   * @param targets [rows][target elements]; a class is its index
   */
  public BayesianHead update(double[][] inputs, double[][] targets) {
    Check.require(
        inputs.length == targets.length, "targets", inputs.length + " rows", targets.length);
    for (int row = 0; row < targets.length; row++) {
      Check.require(
          targets[row].length == targetWidth,
          "targets[" + row + "]",
          targetWidth + " values",
          targets[row].length);
      for (double each : targets[row]) {
        Check.finite(each, "targets[" + row + "]");
      }
    }
    try (Scope scope = Scope.open()) {
      double[][] rows = features.of(NetworkInputs.of(model(), inputs));
      return new BayesianHead(features, targetWidth, belief.update(rows, targets));
    }
  }

  /**
   * This posterior, weighing less: for streams whose law changes. All that was learned, the prior
   * included, counts {@code factor} times.
   *
   * @param factor in (0, 1]; applied before each of a stream's updates it remembers about 1 / (1 -
   *     factor) of them
   */
  public BayesianHead forget(double factor) {
    Check.require(factor > 0 && factor <= 1, "factor", "a value in (0, 1]", factor);
    return new BayesianHead(features, targetWidth, belief.forget(factor));
  }

  /** The mean of the last layer's weights, the bias last. @shape [in + 1, out], row-major */
  public Doubles weights() {
    return Doubles.of(belief.weights());
  }

  @Override
  public Prediction predict(double[][] inputs) {
    try (Scope scope = Scope.open()) {
      return predict(NetworkInputs.of(model(), inputs));
    }
  }

  @Override
  public Prediction predict(Tensor inputs) {
    try (Scope scope = Scope.open()) {
      return belief.predict(features.of(inputs));
    }
  }

  @Override
  public void close() {
    features.close();
  }
}
