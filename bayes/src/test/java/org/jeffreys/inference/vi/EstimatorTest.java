package org.jeffreys.inference.vi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.Tensors;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.Batches;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.DropConnect;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Guide;
import org.jeffreys.target.LowRank;
import org.jeffreys.target.MeanField;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Estimates of the gradient have the right mean, and less variance where that is promised. */
@ExtendWith(NativeMemory.class)
final class EstimatorTest {
  private static final int CHAINS = 97;

  /** The means of many estimates, and their variances. */
  private record Moments(Doubles mean, Doubles variance, int count) {
    static Moments of(
        GradientEstimator estimator,
        SupervisedTarget target,
        Guide guide,
        Tensor parameters,
        Batches batches,
        int numSamples) {
      int dimension = target.dimension();
      double[] sum = new double[guide.numParameters(dimension)];
      double[] squares = new double[sum.length];
      int repeats = 41;
      Tensor rows = parameters.expand(CHAINS, sum.length).copy();
      try (Rng rng = Rng.streams(7, "estimates", CHAINS);
          LikelihoodGradient gradient = estimator.of("test", target, guide, numSamples)) {
        for (int repeat = 0; repeat < repeats; repeat++) {
          try (Scope scope = Scope.open()) {
            Tensor estimates = Tensor.full(target.dtype(), Double.NaN, CHAINS, sum.length);
            var batch = batches.draw(target.data(), repeat, rng);
            gradient.estimateInto(guide.at(rows, dimension), batch, 1, estimates, rng);
            add(sum, estimates.sum(0).toDoubles());
            add(squares, estimates.square().sum(0).toDoubles());
          }
        }
      }
      int count = CHAINS * repeats;
      double[] mean = Arrays.stream(sum).map(each -> each / count).toArray();
      double[] variance = new double[sum.length];
      Arrays.setAll(variance, i -> squares[i] / count - mean[i] * mean[i]);
      return new Moments(Doubles.of(mean), Doubles.of(variance), count);
    }

    private static void add(double[] sum, double[] part) {
      Arrays.setAll(sum, i -> sum[i] + part[i]);
    }

    double error(int i) {
      return Math.sqrt(variance.get(i) / count);
    }

    double totalVariance() {
      return variance.stream().sum();
    }
  }

  private static Tensor parameters(int dimension) {
    Tensor location = Tensors.uniform(new Random(1), 1, dimension).mul(0.4);
    Tensor scale = Tensors.uniform(new Random(2), 1, dimension).mul(0.3).exp().mul(0.3);
    return Tensor.cat(1, location, scale.log());
  }

  /** ∂/∂μ = Xᵀ(y - Xμ) / σ², ∂/∂ρᵢ = -(XᵀX)ᵢᵢ σᵢ² / σ² */
  @ParameterizedTest
  @EnumSource
  void estimatesOfALinearModelAreUnbiasedOverNoiseAndBatches(GradientEstimator estimator) {
    try (var linear = LinearPosterior.make()) {
      Tensor parameters = parameters(3);
      Tensor location = parameters.narrow(1, 0, 3).transpose(0, 1);
      Tensor variance = parameters.narrow(1, 3, 3).mul(2).exp().squeeze(0);
      Tensor ofLocation = linear.response().sub(linear.information().matmul(location)).squeeze(1);
      Tensor ofScale = Linalg.diagonal(linear.information()).mul(variance).neg();
      double[] expected = Tensor.cat(0, ofLocation, ofScale).toDoubles();
      var target = linear.target();
      assertMean(
          expected,
          Moments.of(estimator, target, new MeanField(), parameters, new Batches.Uniform(5), 1));
      if (estimator == GradientEstimator.WEIGHT_SAMPLING) {
        assertMean(
            expected,
            Moments.of(estimator, target, new MeanField(), parameters, new Batches.Full(), 2));
      }
    }
  }

  /** Holds a mean, and that a broken twin, off by √2, is seen. */
  private static void assertMean(double[] expected, Moments found) {
    boolean seen = false;
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(found.mean().get(i) - expected[i]))
          .as("parameter %s", i)
          .isLessThan(5 * found.error(i));
      seen |= Math.abs(found.mean().get(i) * Math.sqrt(2) - expected[i]) > 5 * found.error(i);
    }
    assertThat(seen).isTrue();
  }

  private static void assertSameMean(Moments one, Moments two) {
    for (int i = 0; i < one.mean().size(); i++) {
      assertThat(Math.abs(one.mean().get(i) - two.mean().get(i)))
          .as("parameter %s", i)
          .isLessThan(5 * Math.hypot(one.error(i), two.error(i)));
    }
  }

  /** Of a network with learned noise; all data are taken, so that what varies is the noise. */
  @Tag("slow")
  @Test
  void localReparameterisationAndFlipoutVaryLessAboutTheSameMean() {
    try (var regression = SmallRegression.of(DType.FLOAT64, 23, GaussianLikelihood.learned(0.4))) {
      SupervisedTarget target = regression.target();
      Tensor parameters = parameters(target.dimension());
      // The noise of the likelihood's scale is shared by all: keep it small.
      parameters.narrow(1, 2L * target.dimension() - 1, 1).fill(Math.log(0.02));
      Batches all = new Batches.Full();
      MeanField guide = new MeanField();
      Moments shared =
          Moments.of(GradientEstimator.WEIGHT_SAMPLING, target, guide, parameters, all, 1);
      Moments local =
          Moments.of(GradientEstimator.LOCAL_REPARAMETERISATION, target, guide, parameters, all, 1);
      Moments flipout = Moments.of(GradientEstimator.FLIPOUT, target, guide, parameters, all, 1);
      assertSameMean(shared, local);
      assertSameMean(shared, flipout);
      assertThat(local.totalVariance()).isLessThan(0.5 * shared.totalVariance());
      assertThat(flipout.totalVariance()).isLessThan(0.7 * shared.totalVariance());
    }
  }

  @Tag("slow")
  @Test
  void flipoutOfConvolutionsIsUnbiased() {
    Random random = new Random(8);
    Sequential network =
        Sequential.of(
            Shape.of(5, 4, 2),
            new Conv2d(2, 3, 2),
            Activation.TANH,
            new Flatten(),
            new Linear(36, 1));
    try (Dataset data =
            new Dataset(
                Scope.release(Tensors.uniform(random, 7, 5, 4, 2)),
                Scope.release(Tensors.uniform(random, 7, 1)));
        SupervisedTarget target =
            new SupervisedTarget(
                network, GaussianLikelihood.fixed(1), NormalPrior.isotropic(1), data)) {
      Tensor parameters = parameters(target.dimension());
      MeanField guide = new MeanField();
      Batches batches = new Batches.Uniform(3);
      Moments shared =
          Moments.of(GradientEstimator.WEIGHT_SAMPLING, target, guide, parameters, batches, 1);
      assertSameMean(
          shared, Moments.of(GradientEstimator.FLIPOUT, target, guide, parameters, batches, 1));
    }
  }

  private static void assertRefused(
      GradientEstimator estimator, Sequential network, Guide guide, String message) {
    Tensor inputs = Tensor.zeros(DType.FLOAT64, network.inputShape().prepend(2).toArray());
    Dataset data = new Dataset(inputs, Tensor.zeros(DType.FLOAT64, 2, 1));
    try (SupervisedTarget target =
        new SupervisedTarget(
            network, GaussianLikelihood.fixed(1), NormalPrior.isotropic(1), data)) {
      assertThatThrownBy(() -> estimator.of("vi-test", target, guide, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }

  @Test
  void refusesLayersAndGuidesByName() {
    Sequential images = Sequential.of(Shape.of(3, 3, 1), new Conv2d(1, 1, 3), new Flatten());
    assertRefused(
        GradientEstimator.LOCAL_REPARAMETERISATION,
        images,
        new MeanField(),
        "vi-test: expected Linear layers and layers without parameters, got layer 0, Conv2d[in=1,"
            + " out=1, kernel=3, stride=1, padding=0]; use vi-flipout");
    Sequential dropped = Sequential.of(Shape.of(2), new DropConnect(2, 1, 0.5));
    String got = "got layer 0, DropConnect[in=2, out=1, rate=0.5]; use vi-mean-field";
    assertRefused(
        GradientEstimator.FLIPOUT,
        dropped,
        new MeanField(),
        "vi-test: expected Linear and Conv2d layers and layers without parameters, " + got);
    for (GradientEstimator estimator :
        List.of(GradientEstimator.FLIPOUT, GradientEstimator.LOCAL_REPARAMETERISATION)) {
      assertRefused(
          estimator,
          Sequential.dense(Activation.RELU, 2, 1),
          new LowRank(2),
          "vi-test: expected a MeanField guide, got LowRank[rank=2]; use"
              + " GradientEstimator.WEIGHT_SAMPLING");
    }
  }
}
