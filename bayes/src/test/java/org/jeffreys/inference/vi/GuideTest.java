package org.jeffreys.inference.vi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.Tensors.assertClose;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.Approximation;
import org.jeffreys.target.BoundPrior;
import org.jeffreys.target.FullCovariance;
import org.jeffreys.target.Guide;
import org.jeffreys.target.LowRank;
import org.jeffreys.target.MeanField;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every family of guides owes; chains, samples, dimension and rank are distinct primes. */
@ExtendWith(NativeMemory.class)
final class GuideTest {
  private static final int CHAINS = 2;
  private static final int SAMPLES = 3;
  private static final int DIMENSION = 5;

  static List<Guide> guides() {
    return List.of(new MeanField(), new FullCovariance(), new LowRank(7));
  }

  /** Parameters as an optimiser may reach them: full covariance stays lower triangular. */
  private static Tensor parameters(Guide guide, int chains, int dimension) {
    Random random = new Random(3);
    Tensor all = Tensors.uniform(random, chains, guide.numParameters(dimension));
    if (guide instanceof FullCovariance) {
      long side = dimension - 1L;
      Tensor rows = all.narrow(1, 2L * dimension, side * side);
      Tensor triangle = Linalg.lowerTriangle(rows.reshape(chains, side, side));
      rows.copyFrom(triangle.reshape(chains, side * side));
    }
    return all;
  }

  private static BoundPrior.NormalForm prior() {
    Random random = new Random(4);
    return new BoundPrior.NormalForm(
        Tensors.uniform(random, DIMENSION), Tensors.uniform(random, DIMENSION).exp());
  }

  /** Of each chain, by unit vectors as noise. @shape [chains, dimension, dimension] */
  private static Tensor covariance(Guide guide, Tensor parameters, int dimension) {
    int count = guide.numNoise(dimension);
    Tensor units = Tensor.eye(DType.FLOAT64, count).expand(parameters.size(0), count, count);
    Approximation q = guide.at(parameters, dimension);
    Tensor rows = q.rsample(units).values().sub(q.location().unsqueeze(1));
    return rows.transpose(1, 2).matmul(rows);
  }

  @ParameterizedTest
  @MethodSource("guides")
  void scalesAndEntropyAreThoseOfTheCovariance(Guide guide) {
    Tensor parameters = parameters(guide, CHAINS, DIMENSION);
    Tensor covariance = covariance(guide, parameters, DIMENSION);
    Approximation q = guide.at(parameters, DIMENSION);
    assertClose(q.scale(), Linalg.diagonal(covariance).sqrt(), 1e-12);
    Tensor logVolume = Linalg.logDeterminant(covariance).logAbs().mul(0.5);
    double constant = 0.5 * DIMENSION * (1 + Math.log(2 * Math.PI));
    assertClose(q.entropy(), logVolume.add(constant), 1e-11);
  }

  /** KL = (tr(TΣ) + (μ - m)ᵀT(μ - m) - d - log det T - log det Σ) / 2 */
  @ParameterizedTest
  @MethodSource("guides")
  void divergenceIsThatOfNormalDistributions(Guide guide) {
    Tensor parameters = parameters(guide, CHAINS, DIMENSION);
    Tensor covariance = covariance(guide, parameters, DIMENSION);
    BoundPrior.NormalForm prior = prior();
    Tensor location = parameters.narrow(1, 0, DIMENSION);
    Tensor trace = Linalg.diagonal(covariance).mul(prior.precision()).sum(1);
    Tensor square = location.sub(prior.location()).square().mul(prior.precision()).sum(1);
    Tensor logs = Linalg.logDeterminant(covariance).logAbs().add(prior.precision().log().sum());
    Tensor expected = trace.add(square).sub(DIMENSION).sub(logs).mul(0.5);
    assertClose(guide.at(parameters, DIMENSION).klDivergence(prior), expected, 1e-11);
  }

  /** log q = -(xᵀ Σ⁻¹ x + log det 2πΣ) / 2, x = θ - μ */
  @ParameterizedTest
  @MethodSource("guides")
  void logDensityIsThatOfTheCovariance(Guide guide) {
    Tensor parameters = parameters(guide, CHAINS, DIMENSION);
    Tensor covariance = covariance(guide, parameters, DIMENSION);
    Approximation q = guide.at(parameters, DIMENSION);
    int numNoise = guide.numNoise(DIMENSION);
    Tensor noise = Tensors.uniform(new Random(8), CHAINS, SAMPLES, numNoise);
    Approximation.Sample sample = q.rsample(noise);
    Tensor centred = sample.values().sub(q.location().unsqueeze(1));
    Tensor squares = centred.matmul(Linalg.inverse(covariance)).mul(centred).sum(2);
    Tensor logDeterminant = Linalg.logDeterminant(covariance.mul(2 * Math.PI)).logAbs();
    Tensor expected = squares.add(logDeterminant.unsqueeze(1)).mul(-0.5);
    assertClose(q.logProb(sample), expected, 1e-9);
    Tensor score = centred.matmul(Linalg.inverse(covariance)).neg();
    assertClose(q.score(sample), score, 1e-9);
  }

  private static Tensor autograd(Function<Tensor, Tensor> formula, Tensor at) {
    return Gradients.valueAndGradient(formula::apply, at).gradient();
  }

  /** What lies above the diagonal is no parameter of full covariance. */
  private static Tensor proper(Guide guide, Tensor gradient) {
    if (guide instanceof FullCovariance) {
      long side = DIMENSION - 1L;
      Tensor rows = gradient.narrow(1, 2 * DIMENSION, side * side);
      Tensor triangle = Linalg.lowerTriangle(rows.reshape(CHAINS, side, side));
      rows.copyFrom(triangle.reshape(CHAINS, side * side));
    }
    return gradient;
  }

  @ParameterizedTest
  @MethodSource("guides")
  void gradientsAreThoseOfAutograd(Guide guide) {
    Tensor parameters = parameters(guide, CHAINS, DIMENSION);
    Approximation q = guide.at(parameters, DIMENSION);
    Tensor zeros = Tensor.zeros(DType.FLOAT64, parameters.shape());
    BoundPrior.NormalForm prior = prior();

    Tensor ofEntropy = zeros.copy();
    q.addEntropyGradient(-0.7, ofEntropy);
    assertClose(
        ofEntropy, autograd(at -> guide.at(at, DIMENSION).entropy().mul(-0.7), parameters), 1e-12);

    Tensor ofDivergence = zeros.copy();
    q.addDivergenceGradient(prior, 0.3, ofDivergence);
    assertClose(
        ofDivergence,
        autograd(at -> guide.at(at, DIMENSION).klDivergence(prior).mul(0.3), parameters),
        1e-12);

    Random random = new Random(5);
    for (int samples : new int[] {1, SAMPLES}) {
      Tensor noise = Tensors.uniform(random, CHAINS, samples, guide.numNoise(DIMENSION));
      Tensor delta = Tensors.uniform(random, CHAINS, samples, DIMENSION);
      Tensor pulled = Tensor.full(DType.FLOAT64, Double.NaN, parameters.shape());
      q.pullBack(q.rsample(noise), delta, pulled);
      Tensor expected =
          autograd(
              at -> guide.at(at, DIMENSION).rsample(noise).values().mul(delta).sum(1, 2),
              parameters);
      assertClose(pulled, proper(guide, expected), 1e-12);
    }
  }

  /**
   * Maximises the bound of the conjugate model without noise: draws at ±√q eᵢ have mean 0 and
   * covariance I, so that they give expectations of quadratics exactly.
   */
  private static Tensor optimum(Guide guide, LinearPosterior linear) {
    int count = guide.numNoise(LinearPosterior.DIMENSION);
    Tensor axes = Tensor.eye(DType.FLOAT64, count).mul(Math.sqrt(count));
    Tensor noise = Tensor.cat(0, axes, axes.neg()).unsqueeze(0);
    Tensor zeros = Tensor.zeros(DType.FLOAT64, 1, LinearPosterior.DIMENSION);
    try (Rng rng = Rng.of(1, "start")) {
      Tensor position = guide.start(zeros, Tensor.full(DType.FLOAT64, 0.1, 1, 1), rng);
      Adam adam = new Adam(0.9, 0.99, 1e-12);
      var carried = adam.init(position);
      Schedule rate = new Schedule.Cyclical(0.03, 3000, 0);
      for (int step = 0; step < 3000; step++) {
        try (Scope scope = Scope.open()) {
          Approximation q = guide.at(position, LinearPosterior.DIMENSION);
          Approximation.Sample sample = q.rsample(noise);
          Tensor ofLogProb =
              linear.target().valueAndGradient(sample.values().squeeze(0)).gradient();
          Tensor gradient = Tensor.empty(DType.FLOAT64, position.shape());
          q.pullBack(sample, ofLogProb.mul(-0.5 / count).unsqueeze(0), gradient);
          q.addEntropyGradient(-1, gradient);
          adam.step(position, gradient, carried, rate.at(step), step);
        }
      }
      return position;
    }
  }

  @Test
  void theMeanFieldOfANormalPosteriorHasItsMeanAndConditionalScales() {
    try (var linear = LinearPosterior.make()) {
      Approximation q = new MeanField().at(optimum(new MeanField(), linear), 3);
      assertThat(q.location().toDoubles()).containsExactly(linear.mean(), within(1e-6));
      assertThat(q.scale().toDoubles()).containsExactly(linear.conditionalScales(), within(1e-6));
      // They are too narrow: the inputs are correlated.
      assertThat(linear.marginalScales()[0]).isGreaterThan(1.5 * linear.conditionalScales()[0]);
    }
  }

  static List<Guide> correlatedGuides() {
    return List.of(new FullCovariance(), new LowRank(3), new LowRank(5));
  }

  @ParameterizedTest
  @MethodSource("correlatedGuides")
  void correlatedGuidesFindTheExactPosterior(Guide guide) {
    try (var linear = LinearPosterior.make()) {
      Tensor found = optimum(guide, linear);
      assertThat(guide.at(found, 3).location().toDoubles())
          .containsExactly(linear.mean(), within(1e-5));
      assertClose(covariance(guide, found, 3).squeeze(0), linear.covariance(), 1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void startsAtTheGivenPlaceAndScale(Guide guide) {
    try (Rng rng = Rng.streams(1, "start", CHAINS)) {
      Tensor location = Tensors.uniform(new Random(6), CHAINS, DIMENSION);
      Tensor scale = Tensors.uniform(new Random(7), 1, DIMENSION).exp();
      Approximation q = guide.at(guide.start(location, scale, rng), DIMENSION);
      assertClose(q.location(), location, 0);
      assertThat(q.scale().div(scale).min().item()).isGreaterThan(1 - 1e-12);
      assertThat(q.scale().div(scale).max().item()).isLessThan(1.05);
    }
  }

  @Test
  void oneDimensionIsEnough() {
    for (Guide guide : List.of(new MeanField(), new FullCovariance(), new LowRank(2))) {
      Tensor parameters = parameters(guide, 1, 1);
      assertClose(
          covariance(guide, parameters, 1).reshape(1, 1),
          guide.at(parameters, 1).scale().square(),
          1e-12);
    }
  }

  @Test
  void refusesParametersOfAnotherLengthAndNoRank() {
    Tensor wrong = Tensor.zeros(DType.FLOAT64, 1, 9);
    assertThatThrownBy(() -> new MeanField().at(wrong, DIMENSION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameters: expected shape [chains, 10], got float64 [1, 9]");
    assertThatThrownBy(() -> new LowRank(0)).hasMessage("rank: expected an integer >= 1, got 0");
  }
}
