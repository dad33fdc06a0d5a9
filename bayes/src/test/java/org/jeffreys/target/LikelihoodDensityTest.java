package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.distribution.discrete.PascalDistribution;
import org.hipparchus.distribution.discrete.PoissonDistribution;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Likelihoods beside another library's densities, and at the ends of what numbers can be. */
@ExtendWith(NativeMemory.class)
final class LikelihoodDensityTest {
  private static final double[] COUNTS = {0, 1, 2, 3, 10, 11, 12, 13, 50, 1000, 1e6};

  private static Parameters views(Likelihood likelihood, double... values) {
    Tensor flat = Tensor.of(values, 1, values.length);
    return ParameterLayout.of(likelihood.parameters()).views(flat, 0);
  }

  /** The log probability of each target at one output. */
  private static double[] logProbs(
      Likelihood likelihood, Parameters views, double output, double... targets) {
    Tensor outputs = Tensor.full(DType.FLOAT64, output, 1, targets.length, 1);
    return likelihood.logProb(views, outputs, Tensor.of(targets, 1, targets.length, 1)).toDoubles();
  }

  @ParameterizedTest
  @CsvSource({"0.3, -2", "2.5, 0.5", "1, 4", "100, 2.3"})
  void poissonIsAnothersPoisson(double rate, double output) {
    var other = new PoissonDistribution(rate * Math.exp(output));
    var likelihood = new PoissonLikelihood(rate);
    double[] found = logProbs(likelihood, views(likelihood), output, COUNTS);
    for (int i = 0; i < COUNTS.length; i++) {
      double expected = other.logProbability((int) COUNTS[i]);
      assertThat(found[i]).isCloseTo(expected, within(1e-11 * Math.max(1, Math.abs(expected))));
    }
  }

  /** The other library's probabilities are of whole concentrations. */
  @ParameterizedTest
  @CsvSource({"1, -2", "3, 0.5", "40, 4", "7, 9"})
  void negativeBinomialIsAnothersPascal(int concentration, double output) {
    var likelihood = new NegativeBinomialLikelihood(2, 1.5);
    double mean = 2 * Math.exp(output);
    var other = new PascalDistribution(concentration, concentration / (concentration + mean));
    double[] counts = Arrays.copyOf(COUNTS, COUNTS.length - 1);
    double[] found =
        logProbs(likelihood, views(likelihood, Math.log(concentration)), output, counts);
    for (int i = 0; i < counts.length; i++) {
      double expected = other.logProbability((int) counts[i]);
      assertThat(found[i]).isCloseTo(expected, within(1e-11 * Math.max(1, Math.abs(expected))));
    }
  }

  /** With r = 1e12 what differs is of the order of y² / r. */
  @Test
  void negativeBinomialBecomesPoisson() {
    var poisson = new PoissonLikelihood(3);
    var likelihood = new NegativeBinomialLikelihood(3, 1);
    double[] counts = {0, 1, 5, 40, 100};
    assertThat(logProbs(likelihood, views(likelihood, Math.log(1e12)), 0.7, counts))
        .containsExactly(logProbs(poisson, views(poisson), 0.7, counts), within(1e-8));
  }

  @ParameterizedTest
  @CsvSource({"2.2, 0.3", "4, 1", "5, 2", "30, 0.1", "61.5, 1"})
  void studentTIsAnothers(double degrees, double scale) {
    var other = new TDistribution(degrees);
    var likelihood = StudentTLikelihood.fixed(scale).withDegreesOfFreedom(degrees);
    var learned = StudentTLikelihood.learned(9).withDegreesOfFreedom(degrees);
    double[] targets = {-1e8, -300, -3, -0.7, 0.4, 0.5, 2, 40, 1e6};
    double[] found = logProbs(likelihood, views(likelihood), 0.4, targets);
    double[] ofLearned = logProbs(learned, views(learned, Math.log(scale)), 0.4, targets);
    RegressionPrediction prediction =
        likelihood
            .predict(views(likelihood), Outputs.of(new double[] {0.4}, 1, 1, 1), 1, null)
            .regression();
    for (int i = 0; i < targets.length; i++) {
      double z = (targets[i] - 0.4) / scale;
      double expected = other.logDensity(z) - Math.log(scale);
      assertThat(found[i]).isCloseTo(expected, within(1e-10 * Math.max(1, Math.abs(expected))));
      assertThat(ofLearned[i]).isCloseTo(found[i], within(1e-12 * Math.abs(found[i]) + 1e-12));
      double cdf = other.cumulativeProbability(z);
      assertThat(prediction.cdf(new double[] {targets[i]}).value().get(0))
          .isCloseTo(cdf, within(1e-12 * cdf));
    }
  }

  @Test
  void diagonalGaussianHasAScaleForEachOutput() {
    var likelihood = new DiagonalGaussianLikelihood(Doubles.of(0.5, 3));
    Parameters views = views(likelihood, 0.2, -1);
    Tensor outputs = Tensor.of(new double[] {1, 2}, 1, 1, 2);
    Tensor targets = Tensor.of(new double[] {1.3, 7}, 1, 1, 2);
    double expected =
        new NormalDistribution(1, 0.5 * Math.exp(0.2)).logDensity(1.3)
            + new NormalDistribution(2, 3 * Math.exp(-1)).logDensity(7);
    assertThat(likelihood.logProb(views, outputs, targets).item())
        .isCloseTo(expected, within(1e-12));
    var prediction =
        likelihood.predict(views, Outputs.of(new double[] {1, 2}, 1, 1, 2), 1, null).regression();
    assertThat(prediction.aleatoric().value().toArray())
        .containsExactly(new double[] {0.5 * Math.exp(0.2), 3 * Math.exp(-1)}, within(1e-12));
  }

  static List<LikelihoodExample> ofOneTarget() {
    return LikelihoodExample.ALL.stream().filter(each -> each.numTargets() == 1).toList();
  }

  /**
   * E[δ δᵀ] by sums over classes and counts, and by the trapezoidal rule in y = scale sinh(t),
   * which is exact for what is smooth. Failed with (ν + 3) / (ν + 1) for its inverse.
   */
  @ParameterizedTest
  @MethodSource("ofOneTarget")
  void informationIsTheExpectation(LikelihoodExample of) {
    Random random = new Random(9);
    double[] own = random.doubles(of.dimension(), -0.5, 0.5).toArray();
    Parameters views = views(of.likelihood(), own);
    Tensor outputs = of.outputs(random, 1, 1);
    double[] places;
    double[] widths;
    if (of.isReal()) {
      int half = 16_000;
      double step = 60.0 / half;
      double[] t = IntStream.rangeClosed(-half, half).mapToDouble(i -> i * step).toArray();
      places = Arrays.stream(t).map(Math::sinh).toArray();
      widths = Arrays.stream(t).map(at -> step * Math.cosh(at)).toArray();
    } else {
      places = IntStream.range(0, of.isClass() ? of.numClasses() : 3000).asDoubleStream().toArray();
      widths = new double[places.length];
      Arrays.fill(widths, 1);
    }
    Tensor targets = Tensor.of(places, 1, places.length, 1);
    targets = of.isClass() ? targets.to(DType.INT64) : targets;
    Tensor many = outputs.expand(1, places.length, of.numOutputs());
    Tensor weights =
        of.likelihood()
            .logProb(views, many, targets)
            .exp()
            .mul(Tensor.of(widths, 1, widths.length));
    assertThat(weights.sum().item()).isCloseTo(1, within(1e-9));
    Tensor delta = of.likelihood().delta(views, many, targets);
    Tensor weighted = delta.mul(weights.unsqueeze(-1));
    Tensor products = weighted.transpose(1, 2).matmul(delta);
    double[] expected = of.likelihood().information(views, outputs).toDoubles();
    assertThat(products.toDoubles()).containsExactly(expected, within(1e-8));
  }

  @ParameterizedTest
  @CsvSource({"-700", "-60", "0", "60", "700"})
  void logitsMayBeExtreme(double logit) {
    var likelihood = new BernoulliLikelihood();
    Parameters none = views(likelihood);
    assertThat(logProbs(likelihood, none, logit, 0, 1))
        .containsExactly(
            new double[] {
              -(Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)))),
              -(Math.max(-logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))))
            },
            within(1e-12));
    Tensor outputs = Tensor.full(DType.FLOAT64, logit, 1, 1, 1);
    double delta = likelihood.delta(none, outputs, Tensor.of(new long[] {1}, 1, 1, 1)).item();
    assertThat(delta / Math.exp(-Math.max(logit, 0)))
        .as("1 - p, to all digits")
        .isCloseTo(Math.exp(Math.max(logit, 0)) / (1 + Math.exp(logit)), within(1e-12));
    var classes =
        likelihood
            .predict(none, Outputs.of(new double[] {logit}, 1, 1, 1), 1, null)
            .classification();
    assertThat(classes.logProb(new int[] {1}).value().get(0))
        .isCloseTo(logProbs(likelihood, none, logit, 1)[0], within(1e-12));
    Tensor hits =
        likelihood.numHits(
            Tensor.of(new double[] {3, -3, 0}, 1, 3, 1),
            Tensor.of(new double[] {1, 1, 0}, 1, 3, 1));
    assertThat(hits.toLongs()).containsExactly(2);
  }

  /** In single precision, of counts up to a million and outputs far from them. */
  @ParameterizedTest
  @CsvSource({"-80", "0", "13.8", "30"})
  void extremeCountsAreFinite(float output) {
    float[] counts = {0, 1, 1e6f};
    Tensor targets = Tensor.of(counts, 1, 3, 1);
    Tensor outputs = Tensor.full(DType.FLOAT32, output, 1, 3, 1);
    for (double logConcentration : new double[] {-15, 0, 15}) {
      for (Likelihood likelihood :
          List.of(new PoissonLikelihood(1), new NegativeBinomialLikelihood(1, 1))) {
        double[] own = {logConcentration};
        Tensor flat = Tensor.of(DType.FLOAT32, own, 1, 1);
        Parameters views = ParameterLayout.of(likelihood.parameters()).views(flat, 0);
        assertThat(likelihood.logProb(views, outputs, targets).isFinite().all()).isTrue();
        assertThat(likelihood.delta(views, outputs, targets).isFinite().all()).isTrue();
        assertThat(likelihood.information(views, outputs).isFinite().all()).isTrue();
        Tensor deltas = likelihood.parameterDeltas(views, outputs, targets);
        assertThat(deltas == null || deltas.isFinite().all()).isTrue();
      }
    }
  }

  @Test
  void tailsOfStudentTAreFinite() {
    for (Likelihood likelihood :
        List.of(StudentTLikelihood.fixed(1e-3), new HeteroscedasticStudentTLikelihood(3, 1e-3))) {
      boolean isWide = likelihood instanceof HeteroscedasticStudentTLikelihood;
      double[] values = isWide ? new double[] {0, 0, 0, -40, 0, 40} : new double[3];
      Tensor outputs = Tensor.of(DType.FLOAT32, values, 1, 3, isWide ? 2 : 1);
      Tensor targets = Tensor.of(new float[] {1e30f, 1e15f, -1e30f}, 1, 3, 1);
      Parameters none = views(likelihood);
      Tensor logProb = likelihood.logProb(none, outputs, targets);
      assertThat(logProb.isFinite().all()).isTrue();
      assertThat(likelihood.delta(none, outputs, targets).isFinite().all()).isTrue();
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> StudentTLikelihood.fixed(1).withDegreesOfFreedom(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "degreesOfFreedom: expected a finite value > 2, so that noise has a variance, got 2.0");
    assertThatThrownBy(() -> new PoissonLikelihood(0))
        .hasMessage("rate: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> new PoissonLikelihood(1).check(Tensor.of(new float[] {1, 2.5f}, 2, 1)))
        .hasMessage("targets: expected counts 0, 1, 2, …, got 2.5");
    assertThatThrownBy(() -> new BernoulliLikelihood().check(Tensor.of(new long[] {0, 2}, 2, 1)))
        .hasMessage("targets: expected classes 0 and 1, got 2.0");
  }

  @Test
  void startsGoByTheTargets() {
    double[] values = new double[400];
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      values[2 * i] = 7 + 3 * random.nextGaussian();
      values[2 * i + 1] = 1000 + 60 * random.nextGaussian();
    }
    values[4] = 1e9;
    Tensor targets = Tensor.of(values, 200, 2);
    var diagonal =
        (DiagonalGaussianLikelihood) DiagonalGaussianLikelihood.of(2, 1).scaledTo(targets);
    assertThat(diagonal.scale().get(0)).isBetween(0.25, 0.35);
    assertThat(diagonal.scale().get(1)).isBetween(5.0, 7.0);
    Tensor counts = Tensor.of(new double[] {0, 0, 0, 8}, 4, 1);
    assertThat(new PoissonLikelihood(9).scaledTo(counts)).isEqualTo(new PoissonLikelihood(2));
    assertThat(GaussianLikelihood.learned(9).scaledTo(counts).curvature())
        .isCloseTo(100.0 / 12, within(1e-12));
    Tensor equal = Tensor.of(new double[] {5, 5}, 2, 1);
    assertThat(GaussianLikelihood.learned(9).scaledTo(equal).curvature())
        .isCloseTo(100, within(1e-10));
    assertThat(GaussianLikelihood.fixed(9).scaledTo(targets))
        .isEqualTo(GaussianLikelihood.fixed(9));
  }
}
