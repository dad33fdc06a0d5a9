package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.Tensors.assertClose;

import java.util.List;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.GroupNorm;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class GaussNewtonTest {
  private static final int ROWS = 7;

  /** Sums with what they are made of. */
  private record Problem(SupervisedTarget target, Tensor position, GaussNewton sums)
      implements AutoCloseable {
    @Override
    public void close() {
      target.close();
    }

    static Problem of(Sequential network, Likelihood likelihood, Tensor targets, boolean weighted) {
      Random random = new Random(31);
      long rows = targets.size(0);
      Tensor inputs = Tensors.uniform(random, network.inputShape().prepend(rows).toArray());
      Tensor weights = weighted ? Tensors.uniform(random, rows).abs() : null;
      Dataset data = new Dataset(inputs, targets, weights);
      var target = new SupervisedTarget(network, likelihood, new FlatPrior(), data);
      Tensor position = Tensors.uniform(random, 1, target.dimension()).mul(0.6);
      NetworkJacobian jacobian = NetworkJacobian.of(network, position, null);
      return new Problem(
          target, position, new GaussNewton(target.model(), jacobian, position, null, data));
    }

    /** {@code Σ w Jᵀ Λ J}, example by example. */
    Tensor expected() {
      Dataset data = target.data();
      NetworkJacobian jacobian = NetworkJacobian.of(target.network(), position, null);
      Tensor all = jacobian.of(data.inputs());
      Tensor outputs = jacobian.outputs(data.inputs()).unsqueeze(0);
      Tensor information =
          target.likelihood().information(target.likelihoodViews(position), outputs);
      int dimension = jacobian.dimension();
      Tensor sum = Tensor.zeros(DType.FLOAT64, dimension, dimension);
      for (int i = 0; i < data.size(); i++) {
        Tensor one = all.select(0, i);
        double weight = data.weights() == null ? 1 : data.weights().toDoubles()[i];
        Tensor curved = information.select(0, 0).select(0, i).matmul(one);
        sum.addInPlace(one.transpose(0, 1).matmul(curved), weight);
      }
      return sum;
    }
  }

  private static Tensor classes(int rows, int count) {
    long[] classes = new long[rows];
    for (int i = 0; i < rows; i++) {
      classes[i] = (i * 2L) % count;
    }
    return Tensor.of(classes, rows, 1);
  }

  static List<Problem> problems() {
    Random random = new Random(3);
    Sequential three = Sequential.dense(Activation.TANH, 2, 5, 3);
    return List.of(
        Problem.of(three, new CategoricalLikelihood(3), classes(ROWS, 3), false),
        Problem.of(three, new CategoricalLikelihood(3), classes(ROWS, 3), true),
        Problem.of(three, GaussianLikelihood.learned(0.4), Tensors.uniform(random, ROWS, 3), true));
  }

  @Test
  void fullIsTheSumOverExamples() {
    for (Problem each : problems()) {
      try (Problem problem = each) {
        assertClose(problem.sums().full(), problem.expected(), 1e-11);
        assertClose(problem.sums().diagonal(), Linalg.diagonal(problem.expected()), 1e-11);
        Tensor some = Tensor.of(new long[] {3, 11, 12}, 3);
        assertClose(
            problem.sums().full(some),
            problem.expected().indexSelect(0, some).indexSelect(1, some),
            1e-11);
      }
    }
  }

  @Test
  void gradientAndLogLikelihoodAreThoseOfTheTarget() {
    for (Problem each : problems()) {
      try (Problem problem = each) {
        var expected = problem.target().valueAndGradient(problem.position());
        Tensor gradient = problem.sums().gradient();
        assertClose(
            gradient, expected.gradient().select(0, 0).narrow(0, 0, gradient.size(0)), 1e-11);
        assertThat(problem.sums().logLikelihood())
            .isCloseTo(expected.value().item(), within(1e-10));
      }
    }
  }

  /** {@code A ⊗ B} for the parameters of one layer, in the order of W [in + 1, out]. */
  private static Tensor product(GaussNewton.Factors factors) {
    Tensor a = factors.inputs();
    Tensor b = factors.deltas();
    long in = a.size(0);
    long out = b.size(0);
    return a.reshape(in, 1, in, 1).mul(b.reshape(1, out, 1, out)).reshape(in * out, in * out);
  }

  /** One example: each layer's block of H is the product. */
  @Test
  void kroneckerFactorsOfOneExampleAreExact() {
    try (Problem problem =
        Problem.of(
            Sequential.dense(Activation.TANH, 2, 5, 3),
            new CategoricalLikelihood(3),
            classes(1, 3),
            true)) {
      Tensor full = problem.expected();
      List<GaussNewton.Factors> layers = problem.sums().kronecker("test");
      assertThat(layers).hasSize(2);
      for (GaussNewton.Factors layer : layers) {
        int size = layer.layer().layout().dimension();
        Tensor block =
            full.narrow(0, layer.layer().offset(), size).narrow(1, layer.layer().offset(), size);
        assertClose(product(layer), block, 1e-11);
      }
    }
  }

  /** One layer whose information is the same everywhere, weights included. */
  @Test
  void kroneckerFactorsOfALinearModelAreExact() {
    try (Problem problem =
        Problem.of(
            Sequential.dense(Activation.TANH, 2, 3),
            GaussianLikelihood.fixed(0.4),
            Tensors.uniform(new Random(1), ROWS, 3),
            true)) {
      assertClose(product(problem.sums().kronecker("test").get(0)), problem.expected(), 1e-11);
    }
  }

  /** A convolution with one place is a dense layer of another order. */
  @Test
  void kroneckerFactorsOfAConvolutionOfOnePlaceAreExact() {
    Sequential network = Sequential.of(Shape.of(2, 2, 3), new Conv2d(3, 5, 2), new Flatten());
    try (Problem problem =
        Problem.of(
            network,
            GaussianLikelihood.fixed(0.4),
            Tensors.uniform(new Random(1), ROWS, 5),
            false)) {
      GaussNewton.Factors layer = problem.sums().kronecker("test").get(0);
      Tensor variances = Linalg.diagonal(problem.expected()).contiguous().unsqueeze(0);
      Tensor affine =
          layer.layer().rule().affine(layer.layer().layout().views(variances, 0)).select(0, 0);
      Tensor expected =
          Linalg.diagonal(layer.inputs()).unsqueeze(1).mul(Linalg.diagonal(layer.deltas()));
      assertClose(expected, affine, 1e-11);
      Tensor back = Tensor.empty(DType.FLOAT64, 1, variances.size(1));
      layer.layer().rule().copyAffine(affine.unsqueeze(0), layer.layer().layout().views(back, 0));
      assertClose(back, variances, 0);
    }
  }

  /** Several places share the weights: factors have the mean of the inputs' squares. */
  @Test
  void kroneckerFactorsOfAConvolutionHaveTheRightTrace() {
    Sequential network =
        Sequential.of(Shape.of(4, 3, 1), new Conv2d(1, 2, 2), new Flatten(), new Linear(12, 2));
    try (Problem problem =
        Problem.of(
            network, GaussianLikelihood.fixed(0.4), Tensors.uniform(new Random(1), 1, 2), false)) {
      GaussNewton.Factors conv = problem.sums().kronecker("test").get(0);
      // each of the six places has a bias of 1
      assertThat(conv.inputs().select(0, 4).toDoubles()[4]).isCloseTo(6, within(1e-12));
      Tensor weights =
          problem.target().networkViews(problem.position()).get("2.weight").select(0, 0);
      double squares = weights.square().sum().item() / (0.16 * 6);
      assertThat(Linalg.diagonal(conv.deltas()).sum().item()).isCloseTo(squares, within(1e-10));
    }
  }

  @Test
  void kroneckerRefusesOtherLayersByName() {
    Sequential network =
        Sequential.of(Shape.of(2, 2, 2), new GroupNorm(2, 1), new Flatten(), new Linear(8, 1));
    try (Problem problem =
        Problem.of(
            network,
            GaussianLikelihood.fixed(0.4),
            Tensors.uniform(new Random(1), ROWS, 1),
            false)) {
      assertThatThrownBy(() -> problem.sums().kronecker("laplace-kronecker"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "laplace-kronecker: expected parameters in Linear and Conv2d only, got layer 0, "
                  + "GroupNorm[")
          .hasMessageEndingWith("; use laplace-diagonal");
    }
  }
}
