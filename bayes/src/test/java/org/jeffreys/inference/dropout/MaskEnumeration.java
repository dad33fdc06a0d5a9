package org.jeffreys.inference.dropout;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.Trained;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The dropout predictive of a small network in closed form: the sum over all 2⁷ masks of its inputs
 * and hidden units, each weighted by its probability, in plain numbers.
 *
 * @param inputRate of the masks on inputs
 * @param hiddenRate of the masks on hidden units
 * @param rescales whether what is kept is enlarged
 */
record MaskEnumeration(double inputRate, double hiddenRate, boolean rescales) {
  static final int IN = 3;
  static final int HIDDEN = 4;
  static final int CLASSES = 3;
  private static final int MASKS = 1 << (IN + HIDDEN);
  private static final double[] PARAMETERS =
      new Random(3).doubles((IN + 1) * HIDDEN + (HIDDEN + 1) * CLASSES, -3, 3).toArray();

  /** What the sum gives for one row. */
  record Exact(Doubles probs, Doubles voteShares, double entropy, double information) {}

  static NetworkModel model(double inputRate, double hiddenRate) {
    Sequential network =
        Sequential.of(
            Shape.of(IN),
            new Dropout(inputRate),
            new Linear(IN, HIDDEN),
            Activation.RELU,
            new Dropout(hiddenRate),
            new Linear(HIDDEN, CLASSES));
    return new NetworkModel(network, new CategoricalLikelihood(CLASSES), DType.FLOAT64);
  }

  static Trained trained() {
    Tensor position = Tensor.of(PARAMETERS, 1, PARAMETERS.length);
    return new Trained(Scope.release(position), null, List.of(), 0);
  }

  private double factor(double rate, boolean kept) {
    return kept ? (rescales ? 1 / (1 - rate) : 1) : 0;
  }

  private double probability(int mask) {
    double product = 1;
    for (int bit = 0; bit < IN + HIDDEN; bit++) {
      double rate = bit < IN ? inputRate : hiddenRate;
      product *= (mask >> bit & 1) == 1 ? 1 - rate : rate;
    }
    return product;
  }

  private double[] probs(double[] input, int mask) {
    double[] logits = new double[CLASSES];
    int second = (IN + 1) * HIDDEN;
    for (int k = 0; k < CLASSES; k++) {
      logits[k] = PARAMETERS[second + HIDDEN * CLASSES + k];
    }
    for (int h = 0; h < HIDDEN; h++) {
      double sum = PARAMETERS[IN * HIDDEN + h];
      for (int i = 0; i < IN; i++) {
        sum += input[i] * factor(inputRate, (mask >> i & 1) == 1) * PARAMETERS[i * HIDDEN + h];
      }
      double unit = Math.max(0, sum) * factor(hiddenRate, (mask >> (IN + h) & 1) == 1);
      for (int k = 0; k < CLASSES; k++) {
        logits[k] += unit * PARAMETERS[second + h * CLASSES + k];
      }
    }
    double greatest = Arrays.stream(logits).max().orElseThrow();
    double sum = Arrays.stream(logits).map(each -> Math.exp(each - greatest)).sum();
    return Arrays.stream(logits).map(each -> Math.exp(each - greatest) / sum).toArray();
  }

  private static double entropy(double[] probs) {
    return Arrays.stream(probs).map(p -> p == 0 ? 0 : -p * Math.log(p)).sum();
  }

  Exact of(double[] input) {
    double[] mean = new double[CLASSES];
    double[] shares = new double[CLASSES];
    double expectedEntropy = 0;
    for (int mask = 0; mask < MASKS; mask++) {
      double weight = probability(mask);
      double[] probs = probs(input, mask);
      int vote = 0;
      for (int k = 0; k < CLASSES; k++) {
        mean[k] += weight * probs[k];
        vote = probs[k] > probs[vote] ? k : vote;
      }
      shares[vote] += weight;
      expectedEntropy += weight * entropy(probs);
    }
    return new Exact(
        Doubles.of(mean), Doubles.of(shares), entropy(mean), entropy(mean) - expectedEntropy);
  }
}
