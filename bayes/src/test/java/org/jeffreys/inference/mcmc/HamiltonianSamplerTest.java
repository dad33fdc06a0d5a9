package org.jeffreys.inference.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.diagnostic.EffectiveSampleSize;
import org.jeffreys.diagnostic.MonteCarloError;
import org.jeffreys.diagnostic.Rhat;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.sgmcmc.Chains;
import org.jeffreys.inference.sgmcmc.LogGamma;
import org.jeffreys.inference.sgmcmc.Moments;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The samplers draw from densities that are known, and keep what they promise. */
@ExtendWith(NativeMemory.class)
final class HamiltonianSamplerTest {
  private static LogDensity normal() {
    return Chains.density(3, x -> x.square().sum(1).mul(-0.5));
  }

  private static HamiltonianSampler brief() {
    return HamiltonianSampler.nuts().withWarmup(Warmup.of(60)).withSamples(40);
  }

  static Stream<HamiltonianSampler> samplers() {
    return Stream.of(
        HamiltonianSampler.nuts(),
        HamiltonianSampler.hmc(1.5),
        HamiltonianSampler.nuts().withWarmup(Warmup.of(1000).withMass(MassShape.LOW_RANK)));
  }

  private static Tensor byChain(McmcSample sample) {
    int chains = sample.draws().numChains();
    return sample
        .draws()
        .values()
        .reshape(chains, sample.draws().numSamples(), sample.draws().dimension());
  }

  /** Correlations of 0.9, scales from 0.1 to 100: a mass of the whole covariance sees a ball. */
  @Tag("slow")
  @ParameterizedTest
  @EnumSource(
      value = MassShape.class,
      names = {"DIAGONAL", "DENSE", "LOW_RANK"})
  void recoversAnIllConditionedNormal(MassShape mass) {
    double[] loc = {3, -20, 0.5};
    double[][] factor = {{0.1, 0, 0}, {90, 43.6, 0}, {0.9, 0.2, 0.4}};
    double[][] covariance = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        covariance[i][j] = Vectors.dot(factor[i], factor[j]);
      }
    }
    Tensor whitening =
        Linalg.inverse(
                Tensor.of(Arrays.stream(factor).flatMapToDouble(Arrays::stream).toArray(), 3, 3))
            .transpose(0, 1);
    Tensor centre = Tensor.of(loc, 3);
    LogDensity target =
        Chains.density(3, x -> x.sub(centre).matmul(whitening).square().sum(1).mul(-0.5));
    var sampler =
        HamiltonianSampler.nuts().withWarmup(Warmup.of(1000).withMass(mass)).withSamples(3000);
    try (McmcSample sample = sampler.sample(target, Run.of(1))) {
      assertThat(sample.numDivergent()).isZero();
      assertThat(new Moments(byChain(sample)).expectNormal(loc, covariance).failures()).isEmpty();
      double most = mass == MassShape.DIAGONAL ? 60 : 8;
      assertThat(sample.statistics().leapfrogs().mean()).isLessThan(most);
    }
  }

  /** Quantiles too: e^x is half of a chi-square of 5 degrees, whose quantiles tables list. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("samplers")
  void recoversASkewedDensity(HamiltonianSampler sampler) {
    LogDensity target = Chains.density(1, x -> x.mul(2.5).sub(x.exp()).sum(1));
    try (McmcSample sample = sampler.withSamples(4000).sample(target, Run.of(2))) {
      Moments moments =
          LogGamma.moments(byChain(sample))
              .expect("quantile 0.05", 0.05, x -> 2 * Math.exp(x[0]) < 1.1454762260617692 ? 1 : 0)
              .expect("quantile 0.95", 0.95, x -> 2 * Math.exp(x[0]) < 11.070497693516351 ? 1 : 0);
      assertThat(moments.failures()).isEmpty();
      assertThat(sample.statistics().acceptance().mean()).isBetween(0.75, 0.97);
    }
    LogDensity wrong = new Wrong(target, 1.3);
    try (McmcSample broken = sampler.withSamples(4000).sample(wrong, Run.of(2))) {
      assertThat(LogGamma.moments(byChain(broken)).failures()).isNotEmpty();
    }
  }

  /** Accepts by {@code factor} of the log density whose gradient it gives. */
  private record Wrong(LogDensity inner, double factor) implements LogDensity {
    @Override
    public int dimension() {
      return inner.dimension();
    }

    @Override
    public DType dtype() {
      return inner.dtype();
    }

    @Override
    public Tensor logProb(Tensor position) {
      return inner.logProb(position).mul(factor);
    }

    @Override
    public Gradients.ValueAndGradient valueAndGradient(Tensor position) {
      Gradients.ValueAndGradient right = inner.valueAndGradient(position);
      return new Gradients.ValueAndGradient(right.value().mul(factor), right.gradient());
    }
  }

  /** Means of μ and τ by the reference draws of posteriordb, within 5 standard errors of both. */
  @Tag("slow")
  @Test
  void agreesWithTheReferenceOfEightSchools() {
    try (McmcSample sample =
        HamiltonianSampler.nuts().withSamples(2000).sample(EightSchools.make(), Run.of(4))) {
      double[][] mu = sample.draws().coordinate(8);
      double[][] tau = sample.draws().coordinate(9);
      for (double[] chain : tau) {
        Arrays.setAll(chain, i -> Math.exp(chain[i]));
      }
      assertMean(mu, 4.41051833695493, 0.0330374705950917);
      assertMean(tau, 3.60205952364059, 0.0318615135640706);
      assertThat(Rhat.of(mu)).isLessThan(1.01);
      assertThat(EffectiveSampleSize.bulk(tau)).isGreaterThan(2000);
    }
  }

  private static void assertMean(double[][] draws, double expected, double error) {
    double mean = Arrays.stream(draws).flatMapToDouble(Arrays::stream).average().orElseThrow();
    double own = MonteCarloError.mean(draws);
    assertThat(mean).isCloseTo(expected, within(5 * Math.hypot(own, error)));
  }

  @Test
  void funnelsAreReported() {
    LogDensity funnel =
        Chains.density(
            4,
            x -> {
              Tensor v = x.select(1, 0);
              Tensor squares = x.narrow(1, 1, 3).square().sum(1);
              return v.square().div(-18).sub(squares.mul(v.neg().exp()).mul(0.5)).sub(v.mul(1.5));
            });
    var sampler = HamiltonianSampler.nuts().withWarmup(Warmup.of(200)).withSamples(250);
    try (McmcSample sample = sampler.sample(funnel, Run.of(1))) {
      assertThat(sample.numDivergent()).isBetween(1L, 500L);
      assertThat(sample.statistics().divergent().stream().sum())
          .isEqualTo((double) sample.numDivergent());
    }
  }

  /** As many calls as the longest chain asks for: none waits for another. */
  @Test
  void chainsDoNotWait() {
    AtomicInteger calls = new AtomicInteger();
    LogDensity target =
        counted(x -> x.square().mul(Tensor.of(new double[] {1, 400}, 2)).sum(1).mul(-0.5), calls);
    long before = 0;
    long longest = 0;
    for (int numChains = 1; numChains <= 4; numChains++) {
      calls.set(0);
      try (McmcSample sample = brief().withChains(numChains).sample(target, Run.of(9))) {
        // What one more chain adds is what it asks for: the others ask for the same.
        longest = Math.max(longest, sample.gradientEvaluations() - before);
        before = sample.gradientEvaluations();
        assertThat((long) calls.get()).isEqualTo(longest);
      }
    }
  }

  private static LogDensity counted(UnaryOperator<Tensor> formula, AtomicInteger calls) {
    return Chains.density(
        2,
        x -> {
          calls.incrementAndGet();
          return formula.apply(x);
        });
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aChainIsTheSameAmongFewerAndOnOtherThreads(HamiltonianSampler sampler) {
    HamiltonianSampler four = sampler.withWarmup(brief().warmup()).withSamples(40);
    try (McmcSample many = four.sample(normal(), Run.of(5));
        McmcSample few = four.withChains(2).sample(normal(), Run.of(5));
        McmcSample threaded = four.sample(normal(), Run.of(5).withThreads(3));
        McmcSample again = four.sample(normal(), Run.of(5));
        McmcSample other = four.sample(normal(), Run.of(6))) {
      double[] expected = many.draws().values().toDoubles();
      double[] firstTwo = Arrays.copyOf(expected, expected.length / 2);
      assertThat(few.draws().values().toDoubles()).containsExactly(firstTwo, within(1e-9));
      assertThat(threaded.draws().values().toDoubles()).containsExactly(expected, within(1e-9));
      assertThat(again.draws().values().toDoubles()).isEqualTo(expected);
      assertThat(again.statistics()).isEqualTo(many.statistics());
      assertThat(other.draws().values().toDoubles()).isNotEqualTo(expected);
      assertThat(Arrays.stream(expected).distinct().count())
          .isGreaterThan((long) (0.7 * expected.length));
    }
  }

  @Test
  void statisticsAreOfTheirDraws() {
    HamiltonianSampler sampler = brief().withTrajectory(new Trajectory.NoUTurn(2));
    List<Long> told = new ArrayList<>();
    Run run =
        Run.of(1)
            .withProgress(
                (done, total, note) -> {
                  told.add(done);
                  assertThat(total).isEqualTo(100);
                });
    try (McmcSample sample = sampler.sample(normal(), run)) {
      DrawStatistics statistics = sample.statistics();
      assertThat(sample.draws().numDraws()).isEqualTo(160).isEqualTo(statistics.energy().size());
      double[] logProb = normal().logProb(sample.draws().values()).toDoubles();
      assertThat(statistics.logProb().toArray()).containsExactly(logProb, within(1e-12));
      for (int i = 0; i < logProb.length; i++) {
        assertThat(statistics.energy().get(i)).isGreaterThan(-logProb[i]);
        assertThat(statistics.leapfrogs().get(i)).isBetween(1.0, 3.0);
        assertThat(statistics.stepSize().get(i)).isEqualTo(sample.adapted().get(i / 40).stepSize());
      }
      assertThat(sample.numSaturated()).isPositive().isEqualTo(statistics.numAtDepth(2));
      assertThat(sample.adapted()).hasSize(4);
      assertThat(sample.adapted().get(0).mass().inverseDiagonal().min()).isPositive();
      assertThat(sample.numWarmup()).isEqualTo(60);
      assertThat(sample.warmupSeconds()).isPositive();
      assertThat(sample.samplingSeconds()).isPositive();
      assertThat(told.get(told.size() - 1)).isEqualTo(100);
    }
  }

  @Test
  void withoutWarmupTheStepIsAsGiven() {
    HamiltonianSampler sampler =
        brief().withWarmup(Warmup.of(0).withFirstStepSize(0.3)).withStart(given(1, 2, 3));
    try (McmcSample sample = sampler.sample(normal(), Run.of(1))) {
      assertThat(sample.statistics().stepSize().stream()).containsOnly(0.3);
      assertThat(sample.adapted().get(3).mass().inverseDiagonal()).isEqualTo(Doubles.of(1, 1, 1));
    }
  }

  private static Start given(double... point) {
    return new Start.Given(List.of(Doubles.of(point)));
  }

  @Test
  void startsWhereThereIsADensity() {
    LogDensity half = Chains.density(1, x -> x.log().sub(x).sum(1));
    try (McmcSample sample = brief().sample(half, Run.of(3))) {
      assertThat(sample.draws().values().gt(0).all()).isTrue();
    }
  }

  @Test
  void refusesWhereThereIsNone() {
    LogDensity nowhere = Chains.density(1, x -> x.square().neg().log().sum(1));
    LogDensity half = Chains.density(1, x -> x.log().sub(x).sum(1));
    long live = Tensor.live();
    assertThatThrownBy(() -> brief().sample(nowhere, Run.of(3)))
        .isInstanceOf(NumericalException.class)
        .hasMessage(
            "start: expected a finite log density and gradient, got a log density of NaN at the"
                + " last of 100 points uniform on (-2.0, 2.0) of chain 0; give starting points, or"
                + " check the density there");
    assertThatThrownBy(() -> brief().withStart(given(0)).sample(half, Run.of(3).withThreads(2)))
        .isInstanceOf(NumericalException.class)
        .hasMessageMatching(
            "start: expected a finite log density and gradient, got a log density of -Infinity at"
                + " the point as given of chain [02]; give starting points, or check the density"
                + " there");
    assertThat(Tensor.live()).isEqualTo(live);
  }

  @Test
  void refusesWhatIsNoPosterior() {
    LogDensity flat = Chains.density(1, x -> x.mul(0).sum(1));
    assertThatThrownBy(() -> brief().sample(flat, Run.of(3)))
        .isInstanceOf(NumericalException.class)
        .hasMessage(
            "stepSize: expected a density that falls within 1e7 of chain 0, got one that does not;"
                + " check that the posterior is proper");
  }

  @Test
  void refusesSettingsThatDoNotFit() {
    assertThatThrownBy(() -> brief().withStart(given(1, 2)).sample(normal(), Run.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("points: expected 3 values, got 2");
    Start two = new Start.Given(List.of(Doubles.of(1, 2, 3), Doubles.of(1, 2, 3)));
    assertThatThrownBy(() -> brief().withStart(two).sample(normal(), Run.of(1)))
        .hasMessage("points: expected one a chain, or one for all, got 2");
    assertThatThrownBy(() -> brief().withChains(0))
        .hasMessage("numChains: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> brief().withSamples(0))
        .hasMessage("numSamples: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new Trajectory.NoUTurn(21))
        .hasMessage("maxDepth: expected an integer in [1, 20], got 21");
    assertThatThrownBy(() -> new Trajectory.FixedTime(1, 1, 5))
        .hasMessage("jitter: expected a value in [0, 1), got 1.0");
  }
}
