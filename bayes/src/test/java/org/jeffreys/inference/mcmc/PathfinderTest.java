package org.jeffreys.inference.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.NumericalException;
import org.jeffreys.inference.sgmcmc.Chains;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class PathfinderTest {

  private static Pathfinder.Result run(
      LogDensity target, int paths, int pathDraws, double... start) {
    try (Rng rng = Rng.streams(7, "path", paths)) {
      Tensor spread = Tensor.linspace(DType.FLOAT64, 1, 2, paths).unsqueeze(1);
      Tensor starts = spread.mul(Tensor.of(start, 1, start.length));
      return new Pathfinder(new Pathfinder.Config(6, 100, 10, pathDraws), target).run(starts, rng);
    }
  }

  /** N(0, A Aᵀ) with lower triangular A, its log density without the constant. */
  private static LogDensity normal(Tensor factor) {
    int d = (int) factor.size(0);
    Tensor inverse = Linalg.inverse(factor).transpose(0, 1).contiguous();
    return Chains.density(d, x -> x.matmul(inverse).square().sum(1).mul(-0.5));
  }

  @Test
  void isExactForOneDimension() {
    LogDensity target = Chains.density(1, x -> x.sub(3).square().sum(1).mul(-0.5 / 16));
    try (var result = run(target, 2, 100, 8)) {
      double logEvidence = Math.log(4) + 0.5 * Math.log(2 * Math.PI);
      assertThat(result.elbo().toArray()).containsOnly(new double[] {logEvidence}, within(1e-9));
      assertThat(result.khat()).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(result.draws().numChains()).isEqualTo(2);
      assertThat(result.gradientEvaluations()).isBetween(3L, 12L);
    }
  }

  /** Far from the mode, correlated, of scales from 0.05 to 5. */
  @Test
  void isExactForACorrelatedNormal() {
    Tensor factor = Tensor.of(new double[] {0.05, 0, 0, 0.8, 0.6, 0, -3, 2, 3.5}, 3, 3);
    try (var result = run(normal(factor), 4, 2000, 2, -6, 30)) {
      double logEvidence = Math.log(0.05 * 0.6 * 3.5) + 1.5 * Math.log(2 * Math.PI);
      assertThat(result.elbo().max()).isEqualTo(logEvidence, within(0.2));
      assertThat(result.khat()).isLessThan(0.5);
      double[][] covariance = rows(factor.matmul(factor.transpose(0, 1)));
      for (int i = 0; i < 3; i++) {
        int row = i;
        expect(result, x -> x[row], 0);
        for (int j = 0; j <= i; j++) {
          int column = j;
          expect(result, x -> x[row] * x[column], covariance[i][j]);
        }
      }
    }
  }

  private static double[][] rows(Tensor matrix) {
    int columns = (int) matrix.size(1);
    double[] flat = matrix.contiguous().toDoubles();
    double[][] rows = new double[(int) matrix.size(0)][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(flat, r * columns, (r + 1) * columns));
    return rows;
  }

  /** The weighted mean of a function of the draws lies within 5 of its standard errors. */
  private static void expect(
      Pathfinder.Result result, ToDoubleFunction<double[]> function, double expected) {
    double[] values = Arrays.stream(rows(result.draws().values())).mapToDouble(function).toArray();
    double[] weights = result.draws().logWeights().map(Math::exp).toArray();
    double mean = 0;
    for (int s = 0; s < values.length; s++) {
      mean += weights[s] * values[s];
    }
    double squares = 0;
    for (int s = 0; s < values.length; s++) {
      squares += Math.pow(weights[s] * (values[s] - mean), 2);
    }
    assertThat(mean).isCloseTo(expected, within(5 * Math.sqrt(squares)));
  }

  /** E[x] = digamma(2.5) and E[e^x] = 2.5 under 2.5 x - e^x. */
  @Test
  void weightsCorrectASkewedDensity() {
    LogDensity target = Chains.density(1, x -> x.mul(2.5).sub(x.exp()).sum(1));
    try (var result = run(target, 4, 5000, -2)) {
      assertThat(result.khat()).isLessThan(0.7);
      expect(result, x -> x[0], 0.7031566406452432);
      expect(result, x -> Math.exp(x[0]), 2.5);
    }
  }

  /**
   * The mode, at τ = 29, is far from most of this posterior, so that no normal along the path fits
   * it: k̂ says so. Starting points lie within a standard deviation of μ by posteriordb, 4.41 ±
   * 3.31, at densities that posterior draws have.
   */
  @Test
  void startsOfEightSchoolsAreTypicalAndNoPosterior() {
    double[] start = new double[10];
    Arrays.fill(start, 0.5);
    LogDensity target = EightSchools.make();
    try (var result = run(target, 8, 500, start)) {
      Tensor starts = result.startingPoints(512, HostStream.keyed(1, "starts", 0));
      assertThat(starts.shape()).containsExactly(512, 10);
      double[] mu = starts.select(1, 0).contiguous().toDoubles();
      assertThat(Arrays.stream(mu).distinct().count()).isEqualTo(512);
      assertThat(Arrays.stream(mu).average().orElseThrow()).isEqualTo(4.41, within(3.31));
      assertThat(target.logProb(starts).mean(0).item()).isBetween(-14.1, -2.9);
      assertThat(result.khat()).isGreaterThan(0.7);
      assertThat(result.gradientEvaluations()).isLessThan(100);
    }
  }

  @Test
  void startingPointsAreDrawnByTheWeights() {
    LogDensity target = Chains.density(1, x -> x.mul(2.5).sub(x.exp()).sum(1));
    try (var result = run(target, 2, 50, -2)) {
      HostStream stream = HostStream.keyed(2, "starts", 0);
      double found = 0;
      for (int k = 0; k < 4000; k++) {
        found += result.startingPoints(1, stream).item() / 4000;
      }
      double mean = 0;
      double[] values = result.draws().values().toDoubles();
      for (int s = 0; s < values.length; s++) {
        mean += Math.exp(result.draws().logWeights().get(s)) * values[s];
      }
      assertThat(found).isEqualTo(mean, within(0.06));
      double[] all = result.startingPoints(100, stream).toDoubles();
      assertThat(all).containsExactlyInAnyOrder(values);
      assertThatThrownBy(() -> result.startingPoints(101, stream))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("count: expected an integer in [1, 100], the draws, got 101");
    }
  }

  @Test
  void densitiesWithoutAModeEnd() {
    try (var result = run(Chains.density(2, x -> x.sum(1)), 2, 10, 0.5, 0.5)) {
      assertThat(result.draws().values().isFinite().all()).isTrue();
    }
  }

  @Test
  void productsAreTheUpdatesOfBroydenFletcherGoldfarbAndShanno() {
    var rng = new SplittableRandom(3);
    int d = 5;
    double[] diagonal = {0.5, 1, 2, 4, 0.1};
    Tensor dense = Linalg.diagonalMatrix(Tensor.of(diagonal, d));
    List<InverseHessian.Step> steps = new ArrayList<>();
    for (int k = 0; k < 8; k++) {
      double[] moved = new double[d];
      Arrays.setAll(moved, i -> rng.nextGaussian());
      double[] fall = new double[d];
      Arrays.setAll(fall, i -> moved[i] * (i + 1) + 0.3 * moved[(i + 1) % d]);
      var step = new InverseHessian.Step(moved, fall);
      if (step.curvature() > 0) {
        steps.add(step);
        Tensor s = Tensor.of(moved, d, 1);
        Tensor y = Tensor.of(fall, d, 1);
        Tensor ratio = s.matmul(y.transpose(0, 1)).div(step.curvature());
        Tensor left = Tensor.eye(DType.FLOAT64, d).sub(ratio);
        dense =
            left.matmul(dense)
                .matmul(left.transpose(0, 1))
                .add(s.matmul(s.transpose(0, 1)).div(step.curvature()));
      }
    }
    assertThat(steps).hasSizeGreaterThan(5);
    var inverse = new InverseHessian(diagonal, steps);
    for (int i = 0; i < d; i++) {
      double[] unit = new double[d];
      unit[i] = 1;
      double[] column = dense.select(1, i).contiguous().toDoubles();
      assertThat(inverse.times(unit)).containsExactly(column, within(1e-9));
    }
    assertThat(inverse.logDeterminant())
        .isEqualTo(0.5 * Linalg.logDeterminant(dense).logAbs().item(), within(1e-9));
  }

  /** N(3, 4²), seen from 8 with the right covariance. */
  @Test
  void aNormalIsRecognisedFromAside() {
    var covariance = new InverseHessian(new double[] {16}, List.of());
    var normal = new NormalAlongPath(new double[] {8}, new double[] {-5.0 / 16}, covariance);
    HostStream stream = HostStream.keyed(3, "normal", 0);
    for (int k = 0; k < 20; k++) {
      NormalAlongPath.Draw draw = normal.sample(stream);
      double z = (draw.position()[0] - 3) / 4;
      double expected = -z * z / 2 - Math.log(4) - 0.5 * Math.log(2 * Math.PI);
      assertThat(draw.logProb()).isEqualTo(expected, within(1e-12));
    }
  }

  @Test
  void sameSeedSameBitsAndPathsDoNotTouch() {
    Tensor factor = Tensor.of(new double[] {1, 0, 0.5, 2}, 2, 2);
    try (var four = run(normal(factor), 4, 20, 3, 3);
        var again = run(normal(factor), 4, 20, 3, 3);
        var one = run(normal(factor), 1, 20, 3, 3)) {
      assertThat(again.draws().values().toDoubles()).isEqualTo(four.draws().values().toDoubles());
      assertThat(four.draws().values().narrow(0, 0, 20).contiguous().toDoubles())
          .containsExactly(one.draws().values().toDoubles(), within(1e-5));
    }
  }

  @Test
  void namesWhatIsWrong() {
    LogDensity target = Chains.density(1, x -> x.log().sum(1));
    var pathfinder = new Pathfinder(Pathfinder.Config.standard(), target);
    try (Rng rng = Rng.streams(1, "path", 2)) {
      assertThatThrownBy(() -> pathfinder.run(Tensor.zeros(DType.FLOAT64, 2, 1), rng))
          .isInstanceOf(NumericalException.class)
          .hasMessage("start: expected a finite log density, got -Infinity; start elsewhere");
      LogDensity edge = Chains.density(1, x -> x.sqrt().sum(1));
      assertThatThrownBy(
              () ->
                  new Pathfinder(Pathfinder.Config.standard(), edge)
                      .run(Tensor.zeros(DType.FLOAT64, 2, 1), rng))
          .isInstanceOf(NumericalException.class)
          .hasMessage("start: expected a finite gradient, got NaN or infinity; start elsewhere");
      assertThatThrownBy(() -> pathfinder.run(Tensor.zeros(DType.FLOAT64, 3, 1), rng))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("rng: expected 3 streams, got 2");
      assertThatThrownBy(() -> pathfinder.run(Tensor.zeros(DType.FLOAT64, 2, 4), rng))
          .hasMessage("start: expected shape [paths, 1], got [2, 4]");
    }
    assertThatThrownBy(() -> new Pathfinder.Config(0, 1, 1, 1))
        .hasMessage("history: expected an integer >= 1, got 0");
  }
}
