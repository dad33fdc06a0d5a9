package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jeffreys.Tensors.assertClose;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Scaled;
import org.jeffreys.SmallRegression;
import org.jeffreys.Tensors;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The clipped sum equals brute force: each example alone, by autograd, clipped, added. */
@ExtendWith(NativeMemory.class)
final class ClippedSumTest {
  record Case(Sequential network, GaussianLikelihood likelihood, int draws, Batches batches) {}

  static List<Case> cases() {
    Sequential deep = Sequential.dense(Activation.TANH, 2, 3, 5, 1);
    Sequential flat = Sequential.dense(Activation.RELU, 2, 1);
    GaussianLikelihood fixed = GaussianLikelihood.fixed(0.4);
    GaussianLikelihood learned = GaussianLikelihood.learned(0.4);
    return List.of(
        new Case(deep, fixed, 3, new Batches.Uniform(3)),
        new Case(deep, learned, 2, new Batches.Uniform(5)),
        new Case(deep, learned, 5, new Batches.Poisson(0.3)),
        new Case(deep, learned, 1, new Batches.Poisson(0.3)),
        new Case(deep, fixed, 3, new Batches.Full()),
        new Case(flat, learned, 3, new Batches.Shuffled(3)),
        new Case(flat, fixed, 2, new Batches.Poisson(0.3)));
  }

  private static boolean isPadding(Batch batch, int draw, int example) {
    Tensor weights = batch.weights();
    return weights != null && weights.select(0, draw).select(0, example).item() == 0;
  }

  /** The gradient of one example's log likelihood for one draw. */
  private static Tensor alone(
      SupervisedTarget target, Tensor position, Batch batch, int draw, int example) {
    int row = batch.inputs().size(0) == 1 ? 0 : draw;
    Tensor input = batch.inputs().narrow(0, row, 1).narrow(1, example, 1);
    Tensor observed = batch.targets().narrow(0, row, 1).narrow(1, example, 1);
    return Gradients.valueAndGradient(
            at ->
                target
                    .likelihood()
                    .logProb(
                        target.likelihoodViews(at),
                        target.network().forward(target.networkViews(at), input),
                        observed),
            position.narrow(0, draw, 1).copy())
        .gradient();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsBruteForce(Case given) {
    try (var regression = SmallRegression.of(DType.FLOAT64, 13, given.likelihood, given.network);
        Rng rng = Rng.streams(8, "test", given.draws)) {
      SupervisedTarget target = regression.target();
      Tensor position = Tensors.uniform(new Random(5), given.draws, target.dimension());
      Batch batch = given.batches.draw(regression.data(), 0, rng);
      Tensor[][] gradients = new Tensor[given.draws][(int) batch.size()];
      double[] norms = new double[given.draws * (int) batch.size()];
      for (int d = 0; d < given.draws; d++) {
        for (int i = 0; i < batch.size(); i++) {
          gradients[d][i] = alone(target, position, batch, d, i);
          norms[d * (int) batch.size() + i] = gradients[d][i].square().sum().sqrt().item();
        }
      }
      double clip = Arrays.stream(norms).sorted().toArray()[norms.length / 2] * 0.99;
      Tensor expected = Tensor.zeros(DType.FLOAT64, given.draws, target.dimension());
      long[] clipped = new long[given.draws];
      for (int d = 0; d < given.draws; d++) {
        for (int i = 0; i < batch.size(); i++) {
          double norm = norms[d * (int) batch.size() + i];
          if (!isPadding(batch, d, i)) {
            expected.narrow(0, d, 1).addInPlace(gradients[d][i], Math.min(1, clip / norm));
            clipped[d] += norm > clip ? 1 : 0;
          }
        }
      }
      SupervisedTarget.ClippedSum found = target.clippedSum(position, batch, clip, rng);
      assertClose(found.sum(), expected, 1e-10);
      assertThat(found.numClipped().toLongs()).isEqualTo(clipped);
      assertThat(Arrays.stream(clipped).sum()).isBetween(1L, norms.length - 1L);
    }
  }

  @Test
  void withoutClippingItIsTheGradient() {
    try (var regression = SmallRegression.of(DType.FLOAT64, 13, GaussianLikelihood.learned(0.4));
        Rng rng = Rng.streams(8, "test", 3)) {
      SupervisedTarget target = regression.target();
      Tensor position = Tensors.uniform(new Random(5), 3, target.dimension());
      Batch batch = new Batches.Poisson(0.3).draw(regression.data(), 0, rng);
      SupervisedTarget.ClippedSum found = target.clippedSum(position, batch, 1e9, rng);
      Tensor scaled = found.sum().mul(batch.scale());
      target.boundPrior().addGradient(position, scaled, 1);
      assertClose(scaled, target.estimateGradient(position, batch, rng), 1e-12);
      assertThat(found.numClipped().toLongs()).containsExactly(0, 0, 0);
    }
  }

  @Test
  void refusesLayersWithoutARuleByName() {
    Sequential network = Sequential.of(Shape.of(2), new Linear(2, 1), new Scaled(1));
    try (var regression =
            SmallRegression.of(DType.FLOAT64, 5, GaussianLikelihood.fixed(1), network);
        Rng rng = Rng.of(8, "test")) {
      SupervisedTarget target = regression.target();
      Tensor position = Tensors.uniform(new Random(5), 1, target.dimension());
      Batch batch = new Batches.Full().draw(regression.data(), 0, rng);
      assertClose(
          target.estimateGradient(position, batch, rng),
          Gradients.valueAndGradient(target::logProb, position).gradient(),
          1e-10);
      assertThatThrownBy(() -> target.clippedSum(position, batch, 1, rng))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "private training: expected layers with a per-example rule, got layer 1,"
                  + " Scaled[width=1]");
      assertThatThrownBy(() -> target.clippedSum(position, batch, 0, rng))
          .hasMessage("clip: expected a finite value > 0, got 0.0");
    }
  }
}
