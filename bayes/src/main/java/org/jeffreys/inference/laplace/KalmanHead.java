package org.jeffreys.inference.laplace;

import java.util.Arrays;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.target.Likelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The posterior for any likelihood by extended Kalman filtering: one step of natural gradient a
 * row, for a Gaussian likelihood exact.
 *
 * <pre>{@code
 * A' = A + φφᵀ ⊗ Λ      m' = m + A'⁻¹ (φ ⊗ δ)      Λ information and δ delta, at m
 * }</pre>
 *
 * @source Ollivier (2018), Online natural gradient as a Kalman filter, Electronic Journal of
 *     Statistics, definition 2
 */
final class KalmanHead implements HeadBelief {
  private final Setting setting;
  private final SquareRootInformation information;
  private final double[] mean;

  /**
   * What stays.
   *
   * @param theirs the likelihood's parameters
   * @param targetType of the likelihood's targets
   * @param numDraws of functions in predictions
   * @param seed of them
   */
  record Setting(NetworkModel model, Doubles theirs, DType targetType, int numDraws, long seed) {
    Likelihood likelihood() {
      return model.likelihood();
    }

    /** Views of the likelihood's parameters, in the innermost scope. */
    Parameters views() {
      ParameterLayout layout = ParameterLayout.of(likelihood().parameters());
      double[] flat = Arrays.copyOf(theirs.toArray(), Math.max(1, theirs.size()));
      return layout.views(Tensor.of(flat, 1, flat.length), 0);
    }

    int width() {
      return Math.toIntExact(model.network().outputShape().size(0));
    }
  }

  /** A belief; the arrays are this one's from here on. */
  KalmanHead(Setting setting, SquareRootInformation information, double[] mean) {
    this.setting = setting;
    this.information = information;
    this.mean = mean;
  }

  /**
   * The posterior after the data that the network was trained with: the normal distribution at the
   * trained weights.
   *
   * @param precision of the prior, @shape [in + 1, out]
   * @param mean the trained weights, as precision
   * @param features of the data, [rows][in + 1]
   * @param weights of the rows
   */
  static KalmanHead trained(
      Setting setting, double[] precision, double[] mean, double[][] features, double[] weights) {
    double[] roots = Arrays.stream(precision).map(Math::sqrt).toArray();
    var head = new KalmanHead(setting, SquareRootInformation.ofDiagonal(roots, 0), mean);
    for (int row = 0; row < features.length; row++) {
      try (Scope scope = Scope.open()) {
        head.addCurvature(features[row], head.outputs(features[row]), Math.sqrt(weights[row]));
      }
    }
    return head;
  }

  /** What stays. */
  Setting setting() {
    return setting;
  }

  /** The precision, which nobody changes. */
  SquareRootInformation information() {
    return information;
  }

  @Override
  public int numDraws() {
    return setting.numDraws();
  }

  @Override
  public HeadBelief update(double[][] features, double[][] targets) {
    KalmanHead next = new KalmanHead(setting, information.copy(), mean.clone());
    for (int row = 0; row < features.length; row++) {
      next.step(features[row], targets[row]);
    }
    return next;
  }

  private void step(double[] features, double[] target) {
    try (Scope scope = Scope.open()) {
      Tensor given = Tensor.of(setting.targetType(), target, 1, target.length);
      setting.likelihood().check(given);
      Tensor outputs = outputs(features);
      Tensor found = setting.likelihood().delta(setting.views(), outputs, given.unsqueeze(0));
      addCurvature(features, outputs, 1);
      double[] delta = found.toDoubles();
      double[] gradient = new double[mean.length];
      for (int i = 0; i < mean.length; i++) {
        gradient[i] = features[i / setting.width()] * delta[i % setting.width()];
      }
      double[] move = information.back(information.whiten(gradient));
      Arrays.setAll(mean, i -> mean[i] + move[i]);
    }
  }

  /** Adds {@code φφᵀ ⊗ Λ} by the columns of Λ's root. */
  private void addCurvature(double[] features, Tensor outputs, double root) {
    int width = setting.width();
    Tensor ofOutputs = setting.likelihood().information(setting.views(), outputs);
    Linalg.Eigen eigen = Linalg.symmetricEigen(ofOutputs.reshape(width, width));
    double[] columns =
        eigen.vectors().mul(eigen.values().clampMin(0).sqrt().unsqueeze(0)).toDoubles();
    for (int column = 0; column < width; column++) {
      double[] row = new double[mean.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = root * features[i / width] * columns[i % width * width + column];
      }
      information.add(row, new double[0]);
    }
  }

  /**
   * @shape [1, 1, out]
   */
  private Tensor outputs(double[] features) {
    return Tensor.of(outputs(features, mean), 1, 1, setting.width());
  }

  private double[] outputs(double[] features, double[] weights) {
    int width = setting.width();
    double[] outputs = new double[width];
    for (int i = 0; i < weights.length; i++) {
      outputs[i % width] += features[i / width] * weights[i];
    }
    return outputs;
  }

  @Override
  public HeadBelief forget(double factor) {
    SquareRootInformation next = information.copy();
    next.scalePrecision(factor);
    return new KalmanHead(setting, next, mean);
  }

  @Override
  public Prediction predict(double[][] features) {
    int width = setting.width();
    HostStream stream = HostStream.keyed(setting.seed(), "head", 0);
    double[][] byDraw = new double[setting.numDraws()][features.length * width];
    for (double[] draw : byDraw) {
      double[] noise = new double[mean.length];
      Arrays.setAll(noise, i -> stream.nextNormal());
      double[] weights = information.back(noise);
      Arrays.setAll(weights, i -> weights[i] + mean[i]);
      for (int row = 0; row < features.length; row++) {
        System.arraycopy(outputs(features[row], weights), 0, draw, row * width, width);
      }
    }
    try (Scope scope = Scope.open()) {
      return setting
          .likelihood()
          .predict(
              setting.views(),
              Outputs.ofDraws(byDraw, features.length, width),
              byDraw.length,
              null);
    }
  }

  @Override
  public double[] weights() {
    return mean.clone();
  }
}
