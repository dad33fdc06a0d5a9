package org.jeffreys.inference.laplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.inference.Posteriors;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.inference.Written;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Network;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Prediction;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Likelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.StudentTLikelihood;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link LaplaceState} and {@link HeadState} write down. */
@ExtendWith(NativeMemory.class)
final class LaplaceStateTest {
  private static final double[][] INPUTS = {{0.3, -1}, {2, 0.7}, {0, 0}};
  private static final double[][] LATER = {{1, 0.2}, {-0.4, 0.8}, {0, 1}};

  private static Laplace method(Structure structure, Predictive predictive) {
    return new Laplace(new Laplace.Config(structure, Tuning.PER_ARRAY, 1, 20, predictive, 7, 5));
  }

  private static LaplacePosterior regression(Structure structure, Network network) {
    try (var regression =
        SmallRegression.of(DType.FLOAT32, 43, GaussianLikelihood.learned(0.3), network)) {
      return method(structure, Predictive.LINEARISED).fit(regression.target(), Run.of(3));
    }
  }

  private static LaplacePosterior regression(Structure structure) {
    return regression(structure, Sequential.dense(Activation.TANH, 2, 3, 1));
  }

  private static Dataset classes() {
    long[] labels = new long[40];
    double[][] inputs = new double[40][];
    for (int i = 0; i < 40; i++) {
      labels[i] = i % 3;
      inputs[i] = new double[] {Math.cos(2 * i) + 2 * (i % 3), Math.sin(5 * i)};
    }
    try (Dataset reals = Dataset.of(DType.FLOAT32, inputs, new double[40][1])) {
      return new Dataset(
          Scope.release(reals.inputs().copy()), Scope.release(Tensor.of(labels, 40, 1)));
    }
  }

  private static SupervisedTarget target(Likelihood likelihood, int outputs, Dataset data) {
    var network = Sequential.dense(Activation.TANH, 2, 5, outputs);
    return new SupervisedTarget(network, likelihood, NormalPrior.fanIn(1.4, 1), data);
  }

  /** Bits of all there is to a prediction of classes or numbers. */
  private static List<Object> bits(Prediction prediction) {
    List<Object> bits = new ArrayList<>();
    if (prediction instanceof ClassPrediction classes) {
      bits.add(classes.probabilities().value());
    } else {
      bits.add(prediction.regression().mean().value());
      bits.add(prediction.regression().epistemic().value());
      bits.add(prediction.regression().quantile(0.1).value());
    }
    return bits;
  }

  private static void assertSame(LaplacePosterior found, LaplacePosterior expected) {
    assertThat(found.hyperparameters()).isEqualTo(expected.hyperparameters());
    assertThat(found.logEvidence()).isEqualTo(expected.logEvidence());
    assertThat(found.numEffective()).isEqualTo(expected.numEffective());
    assertThat(found.mode()).isEqualTo(expected.mode());
    assertThat(found.variances()).isEqualTo(expected.variances());
    assertThat(found.numDraws()).isEqualTo(expected.numDraws());
    try (SampledPosterior one = found.sampled();
        SampledPosterior other = expected.sampled()) {
      assertThat(one.draws().values().toDoubles())
          .containsExactly(other.draws().values().toDoubles());
    }
  }

  @ParameterizedTest
  @EnumSource(Structure.class)
  void restoresEveryStructureToTheSameBits(Structure structure) {
    List<Network> networks = new ArrayList<>();
    networks.add(Sequential.dense(Activation.TANH, 2, 3, 1));
    if (structure != Structure.KRONECKER) {
      networks.add(
          Sequential.of(
              Shape.of(2), new Linear(2, 3), new BatchNorm(3), Activation.TANH, new Linear(3, 1)));
    }
    for (Network network : networks) {
      try (LaplacePosterior expected = regression(structure, network);
          var found = (LaplacePosterior) Written.restored(expected)) {
        assertSame(found, expected);
        assertThat(expected.numDraws()).isEqualTo(1);
        for (Predictive by :
            List.of(Predictive.LINEARISED, Predictive.FUNCTIONS, Predictive.SAMPLED)) {
          assertThat(bits(found.predict(INPUTS, by))).isEqualTo(bits(expected.predict(INPUTS, by)));
        }
        try (var again = (LaplacePosterior) Written.restored(found)) {
          assertSame(again, expected);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Predictive.class)
  void restoresEveryPredictiveOfClasses(Predictive predictive) {
    try (Dataset data = classes();
        SupervisedTarget target = target(new CategoricalLikelihood(3), 3, data);
        LaplacePosterior expected = method(Structure.KRONECKER, predictive).fit(target, Run.of(1));
        var found = (LaplacePosterior) Written.restored(expected)) {
      assertSame(found, expected);
      assertThat(bits(found.predict(INPUTS))).isEqualTo(bits(expected.predict(INPUTS)));
      assertThat(expected.numDraws()).isEqualTo(predictive == Predictive.PROBIT ? 1 : 7);
      assertThat(expected.predict(INPUTS).numDraws()).isEqualTo(expected.numDraws());
      assertThat(found.hyperparameters().noiseScale()).isNaN();
    }
  }

  private static void assertGoesOn(BayesianHead expected) {
    try (expected;
        var found = (BayesianHead) Written.restored(expected)) {
      boolean isClasses = expected.model().likelihood() instanceof CategoricalLikelihood;
      double[][] targets = isClasses ? new double[][] {{2}, {0}, {2}} : new double[3][1];
      BayesianHead one = expected;
      BayesianHead other = found;
      for (int round = 0; round < 3; round++) {
        assertThat(other.weights()).isEqualTo(one.weights());
        assertThat(bits(other.predict(INPUTS))).isEqualTo(bits(one.predict(INPUTS)));
        assertThat(other.numDraws()).isEqualTo(one.numDraws());
        one = one.forget(0.9).update(LATER, targets);
        other = other.forget(0.9).update(LATER, targets);
      }
    }
  }

  @Test
  void aRestoredHeadGoesOnLearningToTheSameBits() {
    HeadMethod method = new HeadMethod(method(Structure.FULL, Predictive.LINEARISED));
    for (var likelihood : List.of(GaussianLikelihood.fixed(0.3), GaussianLikelihood.learned(0.3))) {
      for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
        try (var regression = SmallRegression.of(dtype, 43, likelihood)) {
          assertGoesOn(method.fit(regression.target(), Run.of(1)));
        }
      }
    }
    try (Dataset data = classes();
        SupervisedTarget target = target(new CategoricalLikelihood(3), 3, data)) {
      assertGoesOn(method.fit(target, Run.of(1)));
    }
    try (var regression = SmallRegression.of(DType.FLOAT32, 43, GaussianLikelihood.fixed(0.3));
        SupervisedTarget target =
            target(new StudentTLikelihood(4, 0.3, true), 1, regression.data())) {
      assertGoesOn(method.fit(target, Run.of(1)));
    }
  }

  private interface Change {
    void make(Map<String, Object> settings, Map<String, Tensor> tensors);
  }

  private static void assertRefused(
      NetworkModel model, PosteriorState state, Change change, String message) {
    Map<String, Object> settings = new LinkedHashMap<>(state.settings());
    Map<String, Tensor> tensors = new HashMap<>(state.tensors());
    change.make(settings, tensors);
    long live = Tensor.live();
    assertThatThrownBy(
            () -> Posteriors.restore(model, new PosteriorState(state.kind(), settings, tensors)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(Tensor.live()).isEqualTo(live);
  }

  private static Change set(String name, Object value) {
    return (settings, tensors) -> settings.put(name, value);
  }

  private static Change replace(String name, Tensor value) {
    return (settings, tensors) -> tensors.put(name, value);
  }

  private static Change remove(String name) {
    return (settings, tensors) -> tensors.remove(name);
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (LaplacePosterior posterior = regression(Structure.SUBNETWORK)) {
      PosteriorState state = Written.state(posterior);
      NetworkModel model = posterior.model();
      assertRefused(
          model,
          state,
          set("structure", "laplace-cubic"),
          "structure: expected one of [laplace-full, laplace-diagonal, laplace-kronecker,"
              + " laplace-last-layer, laplace-subnetwork], got 'laplace-cubic'");
      assertRefused(
          model,
          state,
          set("predictive", "guessed"),
          "predictive: expected one of [linearised, functions, probit, sampled], got 'guessed'");
      assertRefused(
          model,
          state,
          set("priorFactors", List.of(1, 2, 3)),
          "priorFactors: expected 4 numbers, one an array, got 3");
      assertRefused(
          model,
          state,
          set("priorFactors", List.of(1, 2, 3, -1)),
          "priorFactor: expected a finite value > 0, got -1.0");
      assertRefused(
          model,
          state,
          set("logEvidence", Double.NaN),
          "logEvidence: expected a finite value, got NaN");
      assertRefused(
          model,
          state,
          remove("factor"),
          "factor: expected a tensor of a posterior of kind laplace, got none");
      assertRefused(
          model,
          state,
          replace("deviations", Tensor.zeros(DType.FLOAT64, 7, 12)),
          "deviations: expected float64 [any, 13], got float64 [7, 12]");
      assertRefused(
          model,
          state,
          replace("position", Tensor.full(DType.FLOAT64, Double.NaN, 1, 13)),
          "position: expected finite elements, got others in [1, 13]");
      assertRefused(
          model,
          state,
          replace("factor", Tensor.zeros(DType.FLOAT64, 5, 5)),
          "factor: expected a diagonal greater than 0, got another");
      for (long[] indices : List.of(new long[] {0, 1, 1, 3, 4}, new long[] {0, 1, 2, 3, 13})) {
        long wrong = indices[4] == 13 ? 13 : 1;
        assertRefused(
            model,
            state,
            replace("indices", Tensor.of(indices, 5)),
            "indices: expected ascending numbers below 13, got " + wrong);
      }
      assertRefused(
          model,
          state,
          set("structure", "laplace-diagonal"),
          "scale: expected a tensor of a posterior of kind laplace, got none");
      assertRefused(
          model,
          state,
          set("structure", "laplace-full"),
          "factor: expected float64 [13, 13], got float64 [5, 5]");
      assertRefused(
          new NetworkModel(model.network(), GaussianLikelihood.learned(1), model.dtype()),
          state,
          set("predictive", "linearised"),
          "likelihood: expected noise that is held, got GaussianLikelihood[scale=1.0,"
              + " learned=true]");
    }
  }

  @Test
  void refusesHeadsThatDoNotFit() {
    try (var regression = SmallRegression.of(DType.FLOAT32, 43, GaussianLikelihood.learned(0.3));
        BayesianHead head =
            new HeadMethod(method(Structure.FULL, Predictive.LINEARISED))
                .fit(regression.target(), Run.of(1))) {
      PosteriorState state = Written.state(head);
      NetworkModel model = head.model();
      assertRefused(
          model,
          state,
          set("belief", "blind"),
          "belief: expected one of [conjugate, kalman], got 'blind'");
      assertRefused(
          model, state, set("targetWidth", 2), "targetWidth: expected 1, one an output, got 2");
      assertRefused(model, state, set("shape", 0), "shape: expected a finite value > 0, got 0.0");
      assertRefused(
          model,
          state,
          replace("information", Tensor.zeros(DType.FLOAT64, 4, 5)),
          "information: expected a diagonal greater than 0, got another");
      assertRefused(
          model,
          state,
          replace("information", Tensor.zeros(DType.FLOAT64, 4, 4)),
          "information: expected float64 [4, 5], got float64 [4, 4]");
      assertRefused(
          model,
          state,
          set("belief", "kalman"),
          "bayesian-head.targetType: expected a text, got null");
      NetworkModel ending =
          new NetworkModel(
              Sequential.of(Shape.of(2), new Linear(2, 1), Activation.TANH),
              model.likelihood(),
              model.dtype());
      assertRefused(
          ending,
          state,
          set("targetWidth", 1),
          "bayesian-head: expected a network that ends in Linear, got tanh");
    }
  }
}
