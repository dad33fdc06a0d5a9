package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.Tensors.assertClose;

import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallClasses;
import org.jeffreys.Tensors;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.sgmcmc.Sgld;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Schedule;
import org.jeffreys.predict.Estimate;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods that need a gradient, or clipped ones, on classes. */
@ExtendWith(NativeMemory.class)
final class ClassPosteriorTest {
  private static final double[] X = {-1.5, -0.7, -0.2, 0.4, 0.9, 1.6};
  private static final long[] LABELS = {0, 0, 1, 0, 1, 1};

  @Test
  void gradientsEqualAutograd() {
    try (var classes = SmallClasses.of(DType.FLOAT64, 13);
        Rng rng = Rng.streams(8, "test", 3)) {
      SupervisedTarget target = classes.target();
      Tensor position = Tensors.uniform(new Random(5), 3, target.dimension());
      Tensor expected = Gradients.valueAndGradient(target::logProb, position).gradient();
      Batch full = new Batches.Full().draw(classes.data(), 0, rng);
      assertClose(target.estimateGradient(position, full, rng), expected, 1e-11);
      assertClose(target.valueAndGradient(position).gradient(), expected, 1e-11);
    }
  }

  @Test
  void clippedSumsEqualBruteForce() {
    try (var classes = SmallClasses.of(DType.FLOAT64, 13);
        Rng rng = Rng.streams(8, "test", 2)) {
      SupervisedTarget target = classes.target();
      Tensor position = Tensors.uniform(new Random(5), 2, target.dimension());
      Batch full = new Batches.Full().draw(classes.data(), 0, rng);
      double clip = 2;
      Tensor expected = Tensor.zeros(DType.FLOAT64, 2, target.dimension());
      long[] clipped = new long[2];
      for (int draw = 0; draw < 2; draw++) {
        for (int i = 0; i < 13; i++) {
          Tensor input = full.inputs().narrow(1, i, 1);
          Tensor label = full.targets().narrow(1, i, 1);
          Tensor gradient =
              Gradients.valueAndGradient(
                      at ->
                          target
                              .likelihood()
                              .logProb(
                                  target.likelihoodViews(at),
                                  target.network().forward(target.networkViews(at), input),
                                  label),
                      position.narrow(0, draw, 1).copy())
                  .gradient();
          double norm = gradient.square().sum().sqrt().item();
          expected.narrow(0, draw, 1).addInPlace(gradient, Math.min(1, clip / norm));
          clipped[draw] += norm > clip ? 1 : 0;
        }
      }
      SupervisedTarget.ClippedSum found = target.clippedSum(position, full, clip, rng);
      assertClose(found.sum(), expected, 1e-11);
      assertThat(found.numClipped().toLongs()).isEqualTo(clipped);
      assertThat(clipped[0] + clipped[1]).isBetween(1L, 25L);
    }
  }

  private static double accuracy(Posterior posterior, Dataset data) {
    int[] found = posterior.predict(data.inputs()).classification().labels();
    long[] labels = data.targets().toLongs();
    double hits = 0;
    for (int i = 0; i < found.length; i++) {
      hits += found[i] == labels[i] ? 1 : 0;
    }
    return hits / found.length;
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"map", "sgld", "private-sgld"})
  void tellsSeparableClasses(String method) {
    try (var classes = SmallClasses.of(DType.FLOAT32, 200);
        Dataset heldOut = SmallClasses.data(DType.FLOAT32, 90, 9);
        Posterior posterior = InferenceMethods.named(method).fit(classes.target(), Run.of(2))) {
      assertThat(accuracy(posterior, heldOut)).isGreaterThan(0.95);
    }
  }

  @Test
  void theMapIsAStationaryPoint() {
    try (var classes = SmallClasses.of(DType.FLOAT64, 40);
        var posterior =
            (SampledPosterior) InferenceMethods.map(3000, 0.05).fit(classes.target(), Run.of(2))) {
      Tensor gradient = classes.target().valueAndGradient(posterior.draws().values()).gradient();
      assertThat(gradient.abs().max().item()).isLessThan(1e-4);
      assertThat(accuracy(posterior, classes.data())).isEqualTo(1);
    }
  }

  /** The probability of class 1 at a place, by quadrature over the logits' slope and offset. */
  private static double exact(double place, double priorScale) {
    // The difference of two weights of scale s has scale √2 s.
    double variance = 2 * priorScale * priorScale;
    double mass = 0;
    double sum = 0;
    for (double slope = -8; slope <= 8; slope += 0.05) {
      for (double offset = -8; offset <= 8; offset += 0.05) {
        double logProb = -(slope * slope + offset * offset) / (2 * variance);
        for (int i = 0; i < X.length; i++) {
          double logit = slope * X[i] + offset;
          logProb -= Math.log1p(Math.exp(LABELS[i] == 1 ? -logit : logit));
        }
        double weight = Math.exp(logProb);
        mass += weight;
        sum += weight / (1 + Math.exp(-slope * place - offset));
      }
    }
    return sum / mass;
  }

  /** Logistic regression: failed at temperature 2, by ten standard errors. */
  @Tag("slow")
  @Test
  void sgldRecoversTheExactPredictive() {
    double priorScale = 1;
    Sequential network = Sequential.of(Shape.of(1), new Linear(1, 2));
    Schedule schedule = new Schedule.Constant(0.01);
    var method =
        new KernelMethod<>(
            "test",
            of -> new Sgld(new Sgld.Config(1, false), of, new Batches.Full()),
            new SamplingLoop.Config(30_000, 2000, 20, schedule),
            16,
            Initializer.PRIOR);
    Dataset data = new Dataset(Tensor.of(X, X.length, 1), Tensor.of(LABELS, LABELS.length, 1));
    try (var target =
            new SupervisedTarget(
                network, new CategoricalLikelihood(2), NormalPrior.isotropic(priorScale), data);
        Posterior posterior = method.fit(target, Run.of(2))) {
      double[][] places = {{-2}, {0}, {0.5}, {2}};
      var probs = posterior.predict(places).classification().probabilities();
      for (int row = 0; row < places.length; row++) {
        Estimate estimate = probs.get(2 * row + 1);
        assertThat(estimate.standardError()).isLessThan(0.004);
        assertThat(estimate.value())
            .isCloseTo(exact(places[row][0], priorScale), within(5 * estimate.standardError()));
      }
    }
  }
}
