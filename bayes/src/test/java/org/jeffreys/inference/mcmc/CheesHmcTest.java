package org.jeffreys.inference.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.NumericalException;
import org.jeffreys.diagnostic.Convergence;
import org.jeffreys.diagnostic.MonteCarloError;
import org.jeffreys.inference.ChainRunner;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.inference.sgmcmc.Chains;
import org.jeffreys.inference.sgmcmc.LogGamma;
import org.jeffreys.inference.sgmcmc.Moments;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class CheesHmcTest {

  /** The draws of a number of chains, the first third of the iterations as warm-up. */
  private static Tensor run(
      LogDensity target, int chains, long steps, Consumer<CheesHmc.State> atEnd, double... start) {
    return Chains.run(
        new CheesHmc(CheesHmc.Config.withWarmup(steps / 3), target),
        new SamplingLoop.Config(steps, steps / 3, 1, new Schedule.Constant(0.1)),
        chains,
        atEnd,
        start);
  }

  /** A normal of these standard deviations, all correlated by ρ. */
  private static LogDensity normal(double correlation, double... sd) {
    int d = sd.length;
    double off = -correlation / (1 + (d - 1) * correlation);
    return Chains.density(
        d,
        x -> {
          Tensor z = x.div(Tensor.of(sd, d));
          Tensor total = z.sum(1);
          return z.square().sum(1).addProduct(total.mul(off), total).mul(-0.5 / (1 - correlation));
        });
  }

  private static double[][] covariance(double correlation, double... sd) {
    double[][] covariance = new double[sd.length][sd.length];
    for (int i = 0; i < sd.length; i++) {
      for (int j = 0; j < sd.length; j++) {
        covariance[i][j] = sd[i] * sd[j] * (i == j ? 1 : correlation);
      }
    }
    return covariance;
  }

  @Tag("slow")
  @Test
  void recoversACorrelatedNormalOfUnequalScales() {
    double[] sd = {0.01, 1, 50};
    Tensor draws =
        run(
            normal(0.9, sd),
            64,
            900,
            last -> {
              assertThat(last.numDivergent()).isZero();
              for (int i = 0; i < 3; i++) {
                assertThat(last.mass().select(1, i).item() / sd[i]).isCloseTo(1, within(0.15));
              }
            },
            0.02,
            2,
            -20);
    assertThat(new Moments(draws).expectNormal(new double[3], covariance(0.9, sd)).failures())
        .isEmpty();
  }

  @Tag("slow")
  @Test
  void recoversASkewedDensity() {
    LogDensity target = Chains.density(1, x -> x.mul(2.5).sub(x.exp()).sum(1));
    Tensor draws = run(target, 64, 900, last -> {}, 0.5);
    assertThat(LogGamma.moments(draws).failures()).isEmpty();
  }

  /** Lengths that make one quarter of a circle on average leave a normal's draws independent. */
  @Tag("slow")
  @Test
  void findsAcceptanceAndLengthOfAnIndependentNormal() {
    double[] sd = new double[20];
    Arrays.fill(sd, 1);
    Tensor draws =
        run(
            normal(0, sd),
            128,
            900,
            last -> {
              assertThat(last.trajectoryLength()).isBetween(1.5, 4.5);
              assertThat(last.acceptanceRate()).isCloseTo(0.7, within(0.12));
            },
            new double[20]);
    double essShare = Convergence.of(coordinate(draws, 3)).essBulk() / (128 * 600);
    assertThat(essShare).isGreaterThan(0.3);
  }

  private static double[][] coordinate(Tensor draws, int index) {
    double[] flat = draws.select(2, index).contiguous().toDoubles();
    int samples = (int) draws.size(1);
    double[][] chains = new double[(int) draws.size(0)][];
    Arrays.setAll(chains, c -> Arrays.copyOfRange(flat, c * samples, (c + 1) * samples));
    return chains;
  }

  private record Problem(LogDensity target, CheesHmc.Config config)
      implements ChainRunner.Problem<CheesHmc.State> {
    @Override
    public Kernel<CheesHmc.State> kernel() {
      return new CheesHmc(config, target);
    }

    @Override
    public Tensor start(int first, int numChains, Rng rng) {
      return rng.uniform(DType.FLOAT64, numChains, target.dimension()).mul(4).sub(2);
    }
  }

  /**
   * μ and τ against posteriordb's reference, eight_schools-eight_schools_noncentered: mean_value
   * and the standard deviations of its 10,000 draws, which are all but independent.
   */
  @Tag("slow")
  @Test
  void agreesWithTheReferenceOfEightSchools() {
    var runner =
        new ChainRunner("", new SamplingLoop.Config(600, 300, 1, new Schedule.Constant(0.1)), 128);
    try (var sampled =
        runner.run(new Problem(EightSchools.make(), CheesHmc.Config.withWarmup(300)), Run.of(4))) {
      double[] reference = {4.41051833695493, 3.60205952364059};
      double[] referenceSd = {3.3092964767266, 3.1984776709766};
      for (int k = 0; k < 2; k++) {
        int index = k;
        double[][] draws =
            Arrays.stream(sampled.draws().coordinate(k))
                .map(c -> index == 0 ? c : Arrays.stream(c).map(Math::exp).toArray())
                .toArray(double[][]::new);
        double mean = Arrays.stream(draws).flatMapToDouble(Arrays::stream).average().orElseThrow();
        double error = Math.hypot(MonteCarloError.mean(draws), referenceSd[k] / 100);
        assertThat(mean).isCloseTo(reference[k], within(4.5 * error));
        Convergence convergence = Convergence.of(draws);
        assertThat(convergence.rhat()).isLessThan(1.01);
        assertThat(convergence.essBulk()).isGreaterThan(4000);
      }
    }
  }

  @Test
  void chainsThatAreResumedEndInTheSameBits() {
    LogDensity target = normal(0.5, 1, 2);
    var kernel = new CheesHmc(CheesHmc.Config.withWarmup(16), target);
    try (Rng rng = Rng.streams(3, "chain", 8)) {
      Tensor start = rng.normal(DType.FLOAT64, 8, 2);
      byte[] before = rng.state();
      CheesHmc.State whole = steps(kernel, kernel.init(start.copy()), 24, rng);
      rng.restore(before);
      for (int first : new int[] {5, 12, 20}) {
        rng.restore(before);
        CheesHmc.State half = steps(kernel, kernel.init(start.copy()), first, rng);
        CheesHmc.State resumed = kernel.restore(half.snapshot());
        CheesHmc.State end = steps(kernel, resumed, 24 - first, rng);
        assertThat(end.snapshot().numbers()).isEqualTo(whole.snapshot().numbers());
        whole
            .snapshot()
            .tensors()
            .forEach(
                (name, tensor) ->
                    assertThat(end.snapshot().tensors().get(name).toDoubles())
                        .as(name)
                        .isEqualTo(tensor.toDoubles()));
      }
    }
  }

  private static CheesHmc.State steps(CheesHmc kernel, CheesHmc.State state, int count, Rng rng) {
    CheesHmc.State last = state;
    for (int k = 0; k < count; k++) {
      last = kernel.step(last, 0.1, rng);
    }
    return last;
  }

  @Test
  void nothingAdaptsAfterWarmup() {
    var kernel = new CheesHmc(CheesHmc.Config.withWarmup(8), normal(0, 1, 3));
    try (Rng rng = Rng.streams(4, "chain", 6)) {
      CheesHmc.State state = steps(kernel, kernel.init(rng.normal(DType.FLOAT64, 6, 2)), 8, rng);
      assertThat(state.acceptanceRate()).isNaN();
      double length = state.trajectoryLength();
      double factor = state.stepFactor();
      double[] mass = state.mass().toDoubles();
      CheesHmc.State later = steps(kernel, state, 10, rng);
      assertThat(later.trajectoryLength()).isEqualTo(length);
      assertThat(later.stepFactor()).isEqualTo(factor);
      assertThat(later.mass().toDoubles()).isEqualTo(mass);
      assertThat(later.acceptanceRate()).isBetween(0.1, 1.0);
      assertThat(later.leapfrogs()).isGreaterThanOrEqualTo(18);
    }
  }

  @Test
  void countsDivergencesAndStaysWhereItWas() {
    LogDensity target = Chains.density(2, x -> x.square().sum(1).mul(-0.5));
    var kernel = new CheesHmc(new CheesHmc.Config(0.651, 8, 1), target);
    try (Rng rng = Rng.streams(5, "chain", 3)) {
      CheesHmc.State state = kernel.init(Tensor.full(DType.FLOAT64, 0.5, 3, 2));
      for (int k = 0; k < 12; k++) {
        state = kernel.step(state, 1e12, rng);
      }
      assertThat(state.position().toDoubles()).containsOnly(0.5);
      assertThat(state.numDivergent()).isEqualTo(12);
    }
  }

  @Test
  void namesWhatIsWrong() {
    LogDensity target = Chains.density(1, x -> x.log().sum(1));
    var kernel = new CheesHmc(CheesHmc.Config.withWarmup(8), target);
    assertThatThrownBy(() -> kernel.init(Tensor.zeros(DType.FLOAT64, 2, 1)))
        .isInstanceOf(NumericalException.class)
        .hasMessage("start: expected a finite log density, got -Infinity; start elsewhere");
    assertThatThrownBy(() -> kernel.init(Tensor.ones(DType.FLOAT64, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "chains: expected at least 2 that learn from each other, got 1; use hmc for one");
    assertThatThrownBy(() -> CheesHmc.Config.withWarmup(7))
        .hasMessage("numWarmup: expected an integer >= 8, got 7");
    assertThatThrownBy(() -> new CheesHmc.Config(0, 8, 10))
        .hasMessage("acceptance: expected a value in (0, 1), got 0.0");
    assertThatThrownBy(() -> new CheesHmc.Config(0.5, 8, 0))
        .hasMessage("maxLeapfrogs: expected an integer >= 1, got 0");
  }

  @Test
  void pooledVarianceIsThatOfAllPositions() {
    try (Rng rng = Rng.of(6, "test")) {
      Tensor positions = rng.normal(DType.FLOAT64, 7, 4, 3).add(100);
      PooledVariance variance = PooledVariance.start(positions.select(0, 0));
      for (int k = 0; k < 7; k++) {
        variance.update(positions.select(0, k), k);
      }
      Tensor all = positions.reshape(28, 3);
      Tensor squares = all.sub(all.mean(0)).square().sum(0);
      assertThat(variance.mean().toDoubles())
          .containsExactly(all.mean(0).toDoubles(), within(1e-10));
      Tensor scale = Tensor.full(DType.FLOAT64, 2, 1);
      assertThat(variance.scale(scale, 28).toDoubles())
          .containsExactly(squares.add(5e-3 * 4).div(33).sqrt().toDoubles(), within(1e-10));
      variance.restart();
      assertThat(variance.squares().toDoubles()).containsOnly(0);
    }
  }

  /** At first, a step of Adam is the rate, whatever the gradient's size. */
  @Test
  void lengthsMoveByTheRate() {
    TrajectoryLength first = TrajectoryLength.start(2).update(1e5, 0.1, 10);
    assertThat(first.length()).isEqualTo(2 * Math.exp(0.025), within(1e-12));
    assertThat(first.finished().length()).isEqualTo(first.length(), within(1e-12));
    TrajectoryLength second = first.update(-1e5, 0.1, 10);
    assertThat(second.length()).isEqualTo(2, within(1e-9));
    double weight = Math.pow(2, -0.75);
    assertThat(second.finished().logLength())
        .isEqualTo(Math.log(2) + (1 - weight) * 0.025, within(1e-9));
    assertThat(second.update(Double.NaN, 0.1, 10)).isEqualTo(second);
    assertThat(second.update(1, 0.1, 1).length()).isEqualTo(1, within(1e-12));
    assertThat(second.restarted()).isEqualTo(TrajectoryLength.start(second.length()));
  }
}
