package org.jeffreys.inference.laplace;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A linear model with normal noise, and its exact posterior and evidence in plain matrices.
 *
 * @param numOutputs each with weights of its own
 * @param learned whether the likelihood learns its noise
 */
record Conjugate(int numOutputs, boolean learned, boolean weighted) {
  static final int ROWS = 23;
  static final int INPUTS = 2;
  static final double NOISE = 0.3;
  private static final double WEIGHT_SCALE = 1.5;
  private static final double BIAS_SCALE = 0.8;

  Dataset data() {
    Random random = new Random(41);
    double[][] inputs = new double[ROWS][INPUTS];
    double[][] targets = new double[ROWS][numOutputs];
    double[] weights = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      Arrays.setAll(inputs[i], j -> random.nextGaussian());
      weights[i] = 0.5 + random.nextDouble();
      for (int k = 0; k < numOutputs; k++) {
        targets[i][k] = 0.4 + inputs[i][0] - k * inputs[i][1] + NOISE * random.nextGaussian();
      }
    }
    Dataset all = Dataset.of(DType.FLOAT64, inputs, targets);
    return weighted
        ? new Dataset(all.inputs(), all.targets(), Scope.release(Tensor.of(weights, ROWS)))
        : all;
  }

  static Sequential network(int outputs) {
    return Sequential.dense(Activation.TANH, INPUTS, outputs);
  }

  SupervisedTarget target(Dataset data) {
    var prior = new NormalPrior(WEIGHT_SCALE, BIAS_SCALE, false, Map.of());
    return new SupervisedTarget(
        network(numOutputs), new GaussianLikelihood(NOISE, learned), prior, data);
  }

  /** Inputs and a 1, times the roots of the weights. @shape [rows, 3] */
  static Tensor design(Dataset data) {
    Tensor ones = Tensor.ones(DType.FLOAT64, data.size(), 1);
    return rooted(data, Tensor.cat(1, data.inputs(), ones));
  }

  static Tensor rooted(Dataset data, Tensor rows) {
    Tensor weights = data.weights();
    return weights == null ? rows : rows.mul(weights.sqrt().unsqueeze(1));
  }

  /** Of one output's weights and bias. @shape [3] */
  static Tensor priorPrecision(double factor) {
    double ofWeights = factor / (WEIGHT_SCALE * WEIGHT_SCALE);
    double ofBiases = factor / (BIAS_SCALE * BIAS_SCALE);
    return Tensor.of(new double[] {ofWeights, ofWeights, ofBiases}, 3);
  }

  /** Of one output's weights and bias, the same for each. @shape [3, 3] */
  static Tensor precision(Dataset data, double factor, double noise) {
    Tensor design = design(data);
    return design
        .transpose(0, 1)
        .matmul(design)
        .div(noise * noise)
        .add(Linalg.diagonalMatrix(priorPrecision(factor)));
  }

  /** Of all weights and biases. @shape [3, outputs], which is the order of the flat vector */
  static Tensor mean(Dataset data, double factor, double noise) {
    Tensor right = design(data).transpose(0, 1).matmul(rooted(data, data.targets()));
    return Linalg.solve(precision(data, factor, noise), right.div(noise * noise));
  }

  /** {@code log N(y; 0, σ² I + Φ P⁻¹ Φᵀ)} of all outputs, of rows that all weigh 1. */
  static double logEvidence(Dataset data, double factor, double noise) {
    Tensor design = design(data);
    Tensor scaled = design.div(priorPrecision(factor).unsqueeze(0));
    Tensor covariance =
        scaled
            .matmul(design.transpose(0, 1))
            .add(Tensor.eye(DType.FLOAT64, data.size()).mul(noise * noise));
    Tensor factorised = Linalg.cholesky(covariance);
    Tensor whitened = Linalg.solveTriangular(factorised, data.targets(), false);
    double outputs = data.targets().size(1);
    return -0.5 * whitened.square().sum().item()
        - 0.5 * outputs * Linalg.logDeterminantOfFactor(factorised).item()
        - 0.5 * outputs * data.size() * Math.log(2 * Math.PI);
  }

  /** The exact variances in the order of the flat vector. */
  static Doubles repeated(Tensor ofOutput, int outputs) {
    double[] one = ofOutput.toDoubles();
    double[] all = new double[one.length * outputs];
    Arrays.setAll(all, i -> one[i / outputs]);
    return Doubles.of(all);
  }
}
