package org.jeffreys.inference.laplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.Run;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.NormalPrediction;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class BayesianHeadTest {
  private static final double[][] INPUTS = {{0.3, -1}, {2, 0.7}, {0, 0}};

  private static HeadMethod method(int draws) {
    return new HeadMethod(
        new Laplace(
            new Laplace.Config(
                Structure.FULL, Tuning.NONE, 0, 200, Predictive.LINEARISED, draws, 1)));
  }

  /** Of a linear model it is the exact posterior, the rows of the stream included. */
  @Test
  void aLinearModelIsExact() {
    Conjugate model = new Conjugate(3, false, false);
    try (Dataset data = model.data();
        Dataset first = data.rows(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        SupervisedTarget target = model.target(first);
        BayesianHead before = method(3).fit(target, Run.of(1))) {
      BayesianHead head = before;
      double[] inputs = data.inputs().toDoubles();
      double[] targets = data.targets().toDoubles();
      for (int i = 11; i < Conjugate.ROWS; i++) {
        head =
            head.update(
                new double[] {inputs[2 * i], inputs[2 * i + 1]},
                new double[] {targets[3 * i], targets[3 * i + 1], targets[3 * i + 2]});
      }
      assertThat(head.weights().toArray())
          .containsExactly(Conjugate.mean(data, 1, Conjugate.NOISE).toDoubles(), within(1e-10));
      try (SupervisedTarget all = model.target(data);
          BayesianHead whole = method(3).fit(all, Run.of(1))) {
        var one = (NormalPrediction) head.predict(INPUTS);
        var other = (NormalPrediction) whole.predict(INPUTS);
        assertThat(one.standardDeviation().value().toArray())
            .containsExactly(other.standardDeviation().value().toArray(), within(1e-10));
      }
      assertThat(before.weights()).isNotEqualTo(head.weights());
    }
  }

  @Test
  void learnedNoiseGoesOnBeingLearned() {
    try (var regression = SmallRegression.of(DType.FLOAT32, 43, GaussianLikelihood.learned(0.3));
        BayesianHead head = method(3).fit(regression.target(), Run.of(1))) {
      double before = head.predict(INPUTS).regression().aleatoric().value().get(0);
      assertThat(before).isBetween(0.1, 0.6);
      BayesianHead surprised = head.update(new double[] {0.3, -1}, new double[] {9});
      assertThat(surprised.predict(INPUTS).regression().aleatoric().value().get(0))
          .isGreaterThan(1.5 * before);
      double shift =
          surprised.predict(INPUTS).regression().mean().value().get(0)
              - head.predict(INPUTS).regression().mean().value().get(0);
      assertThat(shift).isPositive();
      assertThat(head.forget(0.1).predict(INPUTS).regression().epistemic().value().get(0))
          .isGreaterThan(2 * head.predict(INPUTS).regression().epistemic().value().get(0));
    }
  }

  /** The extended filter of a Gaussian likelihood is the exact posterior. */
  @Test
  void theExtendedFilterIsExactForAGaussianLikelihood() {
    Random random = new Random(7);
    int in = 3;
    int out = 2;
    double noise = 0.4;
    double[] mean = random.doubles((long) in * out, -1, 1).toArray();
    double[] precision = {2, 2, 0.5, 0.5, 1, 1};
    var setting =
        new KalmanHead.Setting(
            new NetworkModel(
                Sequential.dense(Activation.TANH, 2, out),
                GaussianLikelihood.fixed(noise),
                DType.FLOAT64),
            Doubles.of(),
            DType.FLOAT64,
            40_000,
            5);
    HeadBelief filter =
        KalmanHead.trained(setting, precision, mean, new double[0][], new double[0]);
    BayesianLinear exact =
        BayesianLinear.ofKnownNoise(Doubles.of(mean), Doubles.of(2, 0.5, 1), noise);
    for (int i = 0; i < 30; i++) {
      double[] features = random.doubles(in, -2, 2).toArray();
      double[] target = random.doubles(out, -2, 2).toArray();
      filter = filter.update(new double[][] {features}, new double[][] {target});
      exact = exact.update(features, target);
    }
    assertThat(filter.weights()).containsExactly(exact.weights().toArray(), within(1e-10));
    double[] at = {1, -0.5, 2};
    double found = filter.predict(new double[][] {at}).regression().epistemic().value().get(1);
    double sd = Math.sqrt(exact.variance(at));
    assertThat(found / sd).isCloseTo(1, within(5 / Math.sqrt(2.0 * 40_000)));
  }

  /** Rows of one class make that class more probable, and less uncertain. */
  @Test
  void classesAreLearnedByTheStream() {
    long[] labels = new long[40];
    double[][] inputs = new double[40][];
    for (int i = 0; i < 40; i++) {
      labels[i] = i % 3;
      inputs[i] = new double[] {Math.cos(2 * i) + 2 * (i % 3), Math.sin(5 * i)};
    }
    try (Dataset reals = Dataset.of(DType.FLOAT32, inputs, new double[40][1]);
        Tensor classes = Tensor.of(labels, 40, 1)) {
      var network = Sequential.dense(Activation.TANH, 2, 5, 3);
      try (SupervisedTarget target =
              new SupervisedTarget(
                  network,
                  new CategoricalLikelihood(3),
                  NormalPrior.fanIn(1.4, 1),
                  new Dataset(reals.inputs(), classes));
          BayesianHead head = method(500).fit(target, Run.of(1))) {
        double[] input = {1, 0};
        BayesianHead later = head;
        double probability = probability(head, input);
        for (int i = 0; i < 20; i++) {
          later = later.update(input, new double[] {2});
          if (i < 3) {
            assertThat(probability(later, input)).isGreaterThan(probability);
            probability = probability(later, input);
          }
        }
        assertThat(probability).isGreaterThan(probability(head, input));
        assertThat(probability(later, input)).isGreaterThan(0.7);
        assertThatThrownBy(() -> head.update(input, new double[] {3}))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("targets: expected ");
        assertThatThrownBy(() -> head.update(input, new double[] {1, 2}))
            .hasMessage("targets[0]: expected 1 values, got 2");
      }
    }
  }

  private static double probability(BayesianHead head, double[] input) {
    return head.predict(new double[][] {input}).classification().probabilities().value().get(2);
  }

  @Test
  void refusesANetworkThatDoesNotEndInALinearLayer() {
    var network = Sequential.of(Shape.of(2), new Linear(2, 1), Activation.TANH);
    try (var regression =
        SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.fixed(0.3), network)) {
      assertThatThrownBy(() -> method(3).fit(regression.target(), Run.of(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("bayesian-head: expected a network that ends in Linear, got tanh");
    }
  }
}
