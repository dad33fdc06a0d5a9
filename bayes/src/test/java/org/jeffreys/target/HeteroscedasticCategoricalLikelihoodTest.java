package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.Tensors.assertClose;

import java.util.List;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.core.StandardNormal;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Outputs;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.uncertainty.ExpectedEntropy;
import org.jeffreys.uncertainty.MutualInformation;
import org.jeffreys.uncertainty.PredictiveEntropy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NativeMemory.class)
final class HeteroscedasticCategoricalLikelihoodTest {
  static List<HeteroscedasticCategoricalLikelihood> likelihoods() {
    var three = HeteroscedasticCategoricalLikelihood.of(3);
    return List.of(three, three.withSharedScale(), three.withNumNodes(14));
  }

  private static Parameters none() {
    return ParameterLayout.of(List.of()).views(Tensor.zeros(DType.FLOAT64, 1, 0), 0);
  }

  private static Tensor labels(Random random, int numClasses, long draws, long batch) {
    return Tensor.of(random.longs(draws * batch, 0, numClasses).toArray(), draws, batch, 1);
  }

  private static long width(HeteroscedasticCategoricalLikelihood likelihood) {
    return likelihood.sharedScale() ? 4 : 6;
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void deltasAreTheDerivatives(HeteroscedasticCategoricalLikelihood likelihood) {
    Random random = new Random(1);
    for (long[] sizes : new long[][] {{3, 3, 3}, {2, 5, 1}}) {
      Tensor outputs =
          Gradients.track(Tensors.uniform(random, sizes[0], sizes[1], width(likelihood)));
      Tensor targets = labels(random, 3, sizes[2], sizes[1]);
      Tensor logProb = likelihood.logProb(none(), outputs, targets);
      assertThat(logProb.shape()).containsExactly(sizes[0], sizes[1]);
      assertClose(
          likelihood.delta(none(), Gradients.stop(outputs), targets),
          Gradients.of(logProb, outputs).get(0),
          1e-10);
    }
  }

  /** Failed with the mean of log probabilities in the place of the log of the mean. */
  @ParameterizedTest
  @MethodSource("likelihoods")
  void isADistribution(HeteroscedasticCategoricalLikelihood likelihood) {
    Tensor outputs = Tensors.uniform(new Random(2), 2, 5, width(likelihood));
    Tensor total = Tensor.zeros(DType.FLOAT64, 2, 5);
    for (long k = 0; k < 3; k++) {
      Tensor targets = Tensor.full(DType.INT64, (double) k, 1, 5, 1);
      total = total.add(likelihood.logProb(none(), outputs, targets).exp());
    }
    assertClose(total, Tensor.ones(DType.FLOAT64, 2, 5), 1e-14);
  }

  @Test
  void withoutNoiseIsTheSoftmax() {
    Random random = new Random(3);
    Tensor logits = Tensors.uniform(random, 3, 5, 3);
    Tensor targets = labels(random, 3, 1, 5);
    Tensor outputs = Tensor.cat(-1, logits, Tensor.full(DType.FLOAT64, -800, 3, 5, 3));
    var noisy = HeteroscedasticCategoricalLikelihood.of(3);
    var plain = new CategoricalLikelihood(3);
    assertClose(
        noisy.logProb(none(), outputs, targets), plain.logProb(none(), logits, targets), 1e-13);
    assertThat(noisy.numHits(outputs, targets).toLongs())
        .isEqualTo(plain.numHits(logits, targets).toLongs());
  }

  /**
   * The difference of two logits is normal: the expectation of its sigmoid by the trapezoid rule.
   */
  @ParameterizedTest
  @CsvSource({"64, 0.5, 0.002", "64, 1, 0.01", "64, 4, 0.05", "32, 1, 0.012", "512, 1, 0.005"})
  void nodesAreNearTheExpectationForTwoClasses(int numNodes, double scale, double bound) {
    var likelihood = HeteroscedasticCategoricalLikelihood.of(2).withNumNodes(numNodes);
    double greatest = 0;
    for (double logit = -4; logit <= 4; logit += 0.25) {
      for (double ratio : new double[] {0.5, 1, 2}) {
        double other = scale * ratio;
        double[] outputs = {logit, 0, Math.log(scale), Math.log(other)};
        double expected = meanSigmoid(logit, Math.hypot(scale, other));
        greatest = Math.max(greatest, Math.abs(prob(likelihood, outputs) - expected));
      }
    }
    assertThat(greatest).isLessThan(bound);
  }

  private static double prob(HeteroscedasticCategoricalLikelihood likelihood, double... outputs) {
    Tensor target = Tensor.of(new long[] {0}, 1, 1, 1);
    return Math.exp(
        likelihood.logProb(none(), Tensor.of(outputs, 1, 1, outputs.length), target).item());
  }

  private static double meanSigmoid(double loc, double scale) {
    double sum = 0;
    for (int i = -4000; i <= 4000; i++) {
      double z = i / 400.0;
      double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) / 400;
      sum += density / (1 + Math.exp(-loc - scale * z));
    }
    return sum;
  }

  /** The reference has a standard error below 0.0005. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"10, 64, 1, 0.01", "10, 64, 4, 0.05", "10, 1024, 4, 0.005", "100, 64, 1, 0.01"})
  void nodesAreNearTheExpectationForManyClasses(
      int numClasses, int numNodes, double scale, double bound) {
    Random random = new Random(5);
    var likelihood =
        HeteroscedasticCategoricalLikelihood.of(numClasses)
            .withSharedScale()
            .withNumNodes(numNodes);
    double[] outputs = new double[numClasses + 1];
    java.util.Arrays.setAll(outputs, k -> 1.5 * random.nextGaussian());
    outputs[numClasses] = Math.log(scale);
    ClassPrediction prediction =
        likelihood
            .predict(none(), Outputs.of(outputs, 1, 1, numClasses + 1), 1, null)
            .classification();
    double[] expected = meanSoftmax(outputs, numClasses, scale, 1_000_000, random);
    assertThat(prediction.probabilities().value().toArray())
        .containsExactly(expected, within(bound));
  }

  private static double[] meanSoftmax(
      double[] logits, int numClasses, double scale, int draws, Random random) {
    double[] means = new double[numClasses];
    double[] terms = new double[numClasses];
    for (int draw = 0; draw < draws; draw++) {
      double sum = 0;
      for (int k = 0; k < numClasses; k++) {
        terms[k] = Math.exp(logits[k] + scale * random.nextGaussian());
        sum += terms[k];
      }
      for (int k = 0; k < numClasses; k++) {
        means[k] += terms[k] / sum / draws;
      }
    }
    return means;
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void predictsWhatItScores(HeteroscedasticCategoricalLikelihood likelihood) {
    int width = (int) width(likelihood);
    Tensor outputs = Tensors.uniform(new Random(6), DType.FLOAT32, 2, 5, width);
    Tensor widened = outputs.to(DType.FLOAT64);
    Outputs numbers = Outputs.of(outputs.toFloats(), 2, 5, width);
    var prediction = likelihood.predict(none(), numbers, 2, null).classification();
    for (int k = 0; k < 3; k++) {
      Tensor targets = Tensor.full(DType.INT64, k, 1, 5, 1);
      double[] expected = likelihood.logProb(none(), widened, targets).toDoubles();
      for (int i = 0; i < 10; i++) {
        // in single precision it would be 1e-7 off
        assertThat(prediction.logits().get(i / 5, i % 5, k)).isEqualTo(expected[i], within(1e-13));
      }
    }
  }

  /**
   * Draws of the prior, weighted by the likelihood of n labels of which a known share is flipped:
   * the posterior of one probability. The next label tells I = 1 / (2 n) + O(n^-2) about it, so
   * that ten times the data leave a tenth of the epistemic part; the aleatoric part is the entropy
   * of the flips. Some thousand effective draws are left of 20,000, which know I to a few per cent;
   * the bound for 40 labels leaves room for the prior.
   */
  @ParameterizedTest
  @CsvSource({"0.05", "0.15", "0.35"})
  void moreDataTakeIgnoranceAwayAndLeaveNoise(double flipRate) {
    double[] ignorance = new double[2];
    double[] noise = new double[2];
    for (int i = 0; i < 2; i++) {
      ClassPrediction prediction = posterior(flipRate, i == 0 ? 40 : 400);
      ignorance[i] = prediction.measure(new MutualInformation()).value().get(0);
      noise[i] = prediction.measure(new ExpectedEntropy()).value().get(0);
      double total = prediction.measure(new PredictiveEntropy()).value().get(0);
      assertThat(total).isEqualTo(ignorance[i] + noise[i], within(1e-12));
    }
    assertThat(ignorance[0] * 2 * 40).isCloseTo(1, within(0.15));
    assertThat(ignorance[1] * 2 * 400).isCloseTo(1, within(0.1));
    assertThat(noise[0]).isCloseTo(entropy(flipRate), within(0.04));
    assertThat(noise[1]).isCloseTo(entropy(flipRate), within(0.005));
  }

  private static ClassPrediction posterior(double flipRate, int n) {
    int draws = 20_000;
    var likelihood = HeteroscedasticCategoricalLikelihood.of(2).withSharedScale().withNumNodes(16);
    double[] prior = new Random(7).doubles(3L * draws, 0, 1).toArray();
    for (int i = 0; i < prior.length; i++) {
      prior[i] = (i % 3 == 2 ? 1 : 2) * StandardNormal.quantile(prior[i]);
    }
    Tensor outputs = Tensor.of(prior, draws, 1, 3).expand(draws, 2, 3);
    Tensor targets = Tensor.of(new long[] {0, 1}, 1, 2, 1);
    Tensor counts = Tensor.of(new double[] {n * flipRate, n * (1 - flipRate)}, 1, 2);
    Tensor logWeights = likelihood.logProb(none(), outputs, targets).mul(counts).sum(1);
    return likelihood
        .predict(none(), Outputs.of(prior, draws, 1, 3), draws, Doubles.of(logWeights.toDoubles()))
        .classification();
  }

  /** Two draws that agree are not epistemically uncertain, however noisy their logits are. */
  @Test
  void noiseIsAleatoric() {
    var likelihood = HeteroscedasticCategoricalLikelihood.of(2);
    double[] twice = {3, 0, -9, -9, 3, 0, 2, 2, 3, 0, -9, -9, 3, 0, 2, 2};
    var prediction =
        likelihood.predict(none(), Outputs.of(twice, 2, 2, 4), 2, null).classification();
    var aleatoric = prediction.measure(new ExpectedEntropy()).value();
    var total = prediction.measure(new PredictiveEntropy()).value();
    assertThat(prediction.measure(new MutualInformation()).value().max()).isLessThan(1e-15);
    assertThat(total.toArray()).containsExactly(aleatoric.toArray(), within(1e-15));
    assertThat(aleatoric.get(0)).isEqualTo(entropy(meanSigmoid(3, 0)), within(1e-4));
    assertThat(aleatoric.get(1))
        .isEqualTo(entropy(meanSigmoid(3, Math.sqrt(2) * Math.exp(2))), within(0.01));
  }

  private static double entropy(double prob) {
    return -prob * Math.log(prob) - (1 - prob) * Math.log1p(-prob);
  }

  @Test
  void logProbabilitiesAreFiniteAtTheGreatestScales() {
    var likelihood = HeteroscedasticCategoricalLikelihood.of(3).withSharedScale();
    Tensor single = Tensor.of(new float[] {1e3f, 0, -1e3f, 87}, 1, 1, 4);
    for (long k = 0; k < 3; k++) {
      Tensor target = Tensor.of(new long[] {k}, 1, 1, 1);
      assertThat(likelihood.logProb(none(), single, target).isFinite().all()).isTrue();
      assertThat(likelihood.delta(none(), single, target).isFinite().all()).isTrue();
    }
    Outputs extreme = Outputs.of(new double[] {1e300, 0, -1e300, 700}, 1, 1, 4);
    var prediction = likelihood.predict(none(), extreme, 1, null).classification();
    assertThat(prediction.probabilities().value().stream().sum()).isEqualTo(1, within(1e-12));
    Outputs beyond = Outputs.of(new double[] {0, 0, 0, 701}, 1, 1, 4);
    assertThatThrownBy(() -> likelihood.predict(none(), beyond, 1, null))
        .isInstanceOf(NumericalException.class)
        .hasMessage(
            "log scale: expected at most 700, got 701.0 in draw 0, row 0;"
                + " leave out draws that diverged");
  }

  @Test
  void refusesWhatDoesNotFit() {
    var likelihood = HeteroscedasticCategoricalLikelihood.of(3);
    assertThatThrownBy(() -> likelihood.check(Shape.of(3), Shape.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "outputs: expected examples of shape [6], a logit a class and a log scale each, got"
                + " [3]");
    assertThatThrownBy(() -> likelihood.withSharedScale().check(Shape.of(3), Shape.of(1)))
        .hasMessage(
            "outputs: expected examples of shape [4], a logit a class and a log scale, got [3]");
    assertThatThrownBy(() -> likelihood.check(Shape.of(6), Shape.of(2)))
        .hasMessage("targets: expected one class index an example, got [2]");
    assertThatThrownBy(() -> HeteroscedasticCategoricalLikelihood.of(1))
        .hasMessage("numClasses: expected an integer >= 2, got 1");
    assertThatThrownBy(() -> likelihood.withNumNodes(5))
        .hasMessage("numNodes: expected an even number >= 2, got 5");
  }
}
