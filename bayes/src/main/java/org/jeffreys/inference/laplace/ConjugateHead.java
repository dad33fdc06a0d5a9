package org.jeffreys.inference.laplace;

import java.util.Arrays;
import org.jeffreys.core.Doubles;
import org.jeffreys.predict.NormalPrediction;
import org.jeffreys.predict.Prediction;

/**
 * The exact posterior for a Gaussian likelihood. With unknown noise the prediction is Student's t;
 * it is given as the normal distribution of its mean and variance.
 */
record ConjugateHead(BayesianLinear posterior) implements HeadBelief {
  @Override
  public int numDraws() {
    return 1;
  }

  @Override
  public HeadBelief update(double[][] features, double[][] targets) {
    return new ConjugateHead(posterior.update(features, targets));
  }

  @Override
  public HeadBelief forget(double factor) {
    return new ConjugateHead(posterior.forget(factor));
  }

  @Override
  public Prediction predict(double[][] features) {
    int width = posterior.numOutputs();
    double[] weights = weights();
    double[] loc = new double[features.length * width];
    double[] covariance = new double[loc.length * width];
    double[] noise = new double[loc.length];
    Arrays.fill(noise, Math.sqrt(posterior.noiseVariance()));
    for (int row = 0; row < features.length; row++) {
      double variance = posterior.variance(features[row]);
      for (int k = 0; k < width; k++) {
        for (int i = 0; i < features[row].length; i++) {
          loc[row * width + k] += features[row][i] * weights[i * width + k];
        }
        covariance[(row * width + k) * width + k] = variance;
      }
    }
    return NormalPrediction.of(
        features.length, Doubles.of(loc), Doubles.of(covariance), Doubles.of(noise));
  }

  @Override
  public double[] weights() {
    return posterior.weights().toArray();
  }
}
