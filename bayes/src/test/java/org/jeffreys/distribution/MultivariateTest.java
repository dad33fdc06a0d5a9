package org.jeffreys.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.NumericalException;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Distributions of vectors and matrices: what each alone keeps to. */
@ExtendWith(NativeMemory.class)
final class MultivariateTest {
  private static Tensor covariance() {
    return Tensor.of(new double[] {2, 0.6, -0.3, 0.6, 1, 0.2, -0.3, 0.2, 0.5}, 3, 3);
  }

  private static Tensor normals(long seed, long... shape) {
    try (Rng rng = Rng.of(seed, "values")) {
      return rng.normal(DType.FLOAT64, shape);
    }
  }

  private static Tensor ofNumbers(double... values) {
    return Tensor.of(values, values.length);
  }

  @Test
  void covariancePrecisionAndFactorAreOne() {
    Tensor loc = ofNumbers(0.3, -1, 2);
    Tensor precision = Linalg.inverse(covariance());
    MultivariateNormal byCovariance = MultivariateNormal.ofCovariance(loc, covariance());
    MultivariateNormal byPrecision = MultivariateNormal.ofPrecision(loc, precision);
    assertThat(byPrecision.factor().toDoubles())
        .containsExactly(byCovariance.factor().toDoubles(), within(1e-12));
    Tensor x = normals(1, 7, 3);
    Tensor difference = x.sub(loc);
    double[] quadratic = difference.matmul(precision).mul(difference).sum(-1).toDoubles();
    double logDeterminant = Linalg.logDeterminant(covariance()).logAbs().item();
    double[] found = byPrecision.logProb(x).toDoubles();
    for (int i = 0; i < 7; i++) {
      double expected = -0.5 * (quadratic[i] + logDeterminant + 3 * Math.log(2 * Math.PI));
      assertThat(found[i]).isCloseTo(expected, within(1e-12));
    }
  }

  /** Axes that share a factor become columns, in every way that shapes broadcast. */
  @Test
  void factorsBroadcastWithVectors() {
    long[][] factors = {{}, {1}, {5}, {3, 1}, {3, 5}, {1, 5}, {2, 3, 1}, {2, 1, 1}};
    long[][] vectors = {{}, {5}, {3, 5}, {3, 1}, {2, 3, 5}};
    for (long[] batch : factors) {
      for (long[] outer : vectors) {
        Tensor noise = normals(2, Events.append(Shape.of(batch), 3, 3));
        Tensor factor =
            Linalg.cholesky(
                noise.matmul(noise.transpose(-1, -2)).add(Tensor.eye(DType.FLOAT64, 3)));
        Tensor x = normals(3, Events.append(Shape.of(outer), 3));
        TriangularFactor triangular = new TriangularFactor(factor);
        Tensor product = factor.matmul(x.unsqueeze(-1)).squeeze(-1);
        Tensor found = triangular.multiply(x);
        assertThat(found.shape()).containsExactly(product.shape());
        assertThat(found.sub(product).abs().max().item()).isLessThan(1e-12);
        Tensor distance = triangular.squaredDistance(found);
        Tensor expected = x.square().sum(-1).expand(distance.shape());
        assertThat(distance.shape()).containsExactly(Events.batch(product, 1).toArray());
        assertThat(distance.sub(expected).abs().max().item()).isLessThan(1e-9);
      }
    }
  }

  @Test
  void normalVectorsRefuseWhatIsNone() {
    Tensor loc = ofNumbers(0, 0);
    Tensor eye = Tensor.eye(DType.FLOAT64, 2);
    assertThatThrownBy(() -> new MultivariateNormal(loc, Tensor.eye(DType.FLOAT64, 3)))
        .hasMessage("loc: expected vectors [..., 3], got float64 [2]");
    assertThatThrownBy(() -> new MultivariateNormal(loc, loc))
        .hasMessage("factor: expected square matrices [..., n, n], got [2]");
    assertThatThrownBy(new MultivariateNormal(loc, eye.sub(2))::check)
        .hasMessage("factor: expected zeros above the diagonal, got -2.0");
    assertThatThrownBy(new MultivariateNormal(loc, eye.mul(-1))::check)
        .hasMessage("factor: expected a diagonal > 0, got -1.0");
    assertThatThrownBy(() -> MultivariateNormal.ofCovariance(loc, eye.mul(-1)))
        .isInstanceOf(NumericalException.class);
    assertThatThrownBy(
            () -> new WishartCholesky(Parameters.number(0.8), Tensor.eye(DType.FLOAT64, 3)).check())
        .hasMessage("degreesOfFreedom: expected values > 2, got 0.8");
  }

  @Test
  void lowRankIsTheWholeMatrix() {
    Tensor factor = normals(4, 5, 2);
    Tensor diagonal = normals(5, 5).square().add(0.1);
    Tensor loc = normals(6, 5);
    Tensor whole = factor.matmul(factor.transpose(0, 1)).add(Linalg.diagonalMatrix(diagonal));
    Tensor x = normals(7, 3, 7, 5);
    double[] expected = MultivariateNormal.ofCovariance(loc, whole).logProb(x).toDoubles();
    assertThat(new LowRankMultivariateNormal(loc, factor, diagonal).logProb(x).toDoubles())
        .containsExactly(expected, within(1e-11));
  }

  /**
   * The density of a correlation matrix with K = 2 is that of a Beta distribution of (1 + r) / 2.
   */
  @Test
  void lkjOfTwoIsBeta() {
    for (double concentration : new double[] {0.3, 1, 4.5}) {
      Tensor r = Tensor.linspace(DType.FLOAT64, -0.95, 0.95, 11).unsqueeze(-1);
      Tensor factor = Supports.CORRELATION_CHOLESKY.bijector().forward(atanh(r));
      Beta beta = Beta.of(concentration, concentration);
      Tensor expected = beta.logProb(r.squeeze(-1).add(1).mul(0.5)).sub(Math.log(2));
      assertThat(LkjCholesky.of(concentration, 2).logProb(factor).toDoubles())
          .containsExactly(expected.toDoubles(), within(1e-10));
    }
  }

  private static Tensor atanh(Tensor r) {
    return r.add(1).div(r.neg().add(1)).log().mul(0.5);
  }

  /** Each correlation of K variables is 2 Beta(η + K / 2 - 1, η + K / 2 - 1) - 1. */
  @Test
  void lkjDrawsHaveTheirMarginals() {
    int size = 6;
    double concentration = 1.7;
    try (Rng rng = Rng.of(8, "lkj")) {
      Tensor factor = LkjCholesky.of(concentration, size).sample(rng, Shape.of(20_000));
      Tensor matrix = factor.matmul(factor.transpose(-1, -2));
      double a = concentration + 0.5 * size - 1;
      double variance = 1 / (2 * a + 1);
      double fourth = 3 * variance / (2 * a + 3);
      double error = Math.sqrt((fourth - variance * variance) / 20_000);
      for (int i = 1; i < size; i++) {
        for (int j = 0; j < i; j++) {
          Tensor r = matrix.select(-2, i).select(-1, j);
          assertThat(r.square().mean().item()).isCloseTo(variance, within(5 * error));
          assertThat(r.mean().item()).isCloseTo(0, within(5 * Math.sqrt(variance / 20_000)));
        }
      }
    }
  }

  @Test
  void dirichletOfSmallConcentrationsStaysInside() {
    Tensor concentration = Gradients.track(ofNumbers(1e-3, 2e-3, 1e-3));
    try (Rng rng = Rng.of(9, "dirichlet")) {
      Tensor draws = new Dirichlet(concentration).sample(rng, Shape.of(1000));
      assertThat(Supports.SIMPLEX.contains(draws).all()).isTrue();
      assertThat(Gradients.of(draws.square(), concentration).get(0).isFinite().all()).isTrue();
    }
    assertThatThrownBy(Dirichlet.of(1, -2)::check)
        .hasMessage("concentration: expected finite values > 0, got -2.0");
  }

  @Test
  void aMultinomialOfOneTrialIsOneHot() {
    Tensor logits = ofNumbers(0.3, -1, 0.8);
    Tensor values = new OneHotCategorical(logits).values();
    assertThat(new Multinomial(logits, 1).logProb(values).toDoubles())
        .containsExactly(new OneHotCategorical(logits).logProb(values).toDoubles(), within(1e-12));
    assertThat(new OneHotCategorical(logits).logProb(values).exp().sum().item())
        .isCloseTo(1, within(1e-12));
    assertThat(new Multinomial(logits, 5).logProb(ofNumbers(1, 2, 1)).item())
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void choicesOfManyTrialsAreCounted() {
    try (Rng rng = Rng.streams(10, "choice", 3)) {
      Tensor counts =
          Multinomial.ofProbs(ofNumbers(0.2, 0.5, 0.3), 50_000).sample(rng, Shape.of(3, 5));
      assertThat(counts.sum(-1).sub(50_000).abs().max().item()).isZero();
      double share = counts.select(-1, 1).mean().item() / 50_000;
      assertThat(share).isCloseTo(0.5, within(5 * Math.sqrt(0.25 / 750_000)));
    }
  }

  @Test
  void divergencesAreMeansOfLogRatios() {
    MultivariateNormal p = MultivariateNormal.ofCovariance(ofNumbers(0.3, -1, 2), covariance());
    MultivariateNormal q =
        MultivariateNormal.ofCovariance(ofNumbers(0, 0, 1), covariance().mul(1.7));
    assertDivergence(p, q, Divergences.kl(p, q).orElseThrow().item());
    assertThat(Divergences.kl(p, p).orElseThrow().item()).isCloseTo(0, within(1e-12));
    Dirichlet first = Dirichlet.of(1.7, 0.8, 2.3);
    Dirichlet second = Dirichlet.of(0.9, 1.4, 3);
    assertDivergence(first, second, Divergences.kl(first, second).orElseThrow().item());
    assertThat(Divergences.kl(first, first).orElseThrow().item()).isCloseTo(0, within(1e-12));
  }

  private static void assertDivergence(Distribution p, Distribution q, double found) {
    try (Rng rng = Rng.of(11, "divergence")) {
      Tensor draws = p.sample(rng, Shape.of(100_000));
      Tensor ratio = p.logProb(draws).sub(q.logProb(draws));
      double mean = ratio.mean().item();
      double error = Math.sqrt(ratio.sub(mean).square().mean().item() / 100_000);
      assertThat(found).isCloseTo(mean, within(5 * error));
      assertThat(error).isLessThan(0.05 * found);
    }
  }

  @Test
  void maskedValuesDoNotCount() {
    Tensor mask = ofNumbers(1, -1, 1).gt(0);
    Masked masked = new Masked(Normal.of(0, 1), mask);
    Tensor x = ofNumbers(0.3, Double.NaN, -1);
    double[] expected = Normal.of(0, 1).logProb(x).toDoubles();
    assertThat(masked.logProb(x).toDoubles()).containsExactly(expected[0], 0, expected[2]);
    assertThat(masked.batchShape()).isEqualTo(Shape.of(3));
    assertThatThrownBy(() -> new Masked(Normal.of(0, 1), x))
        .hasMessage("mask: expected truths, got float64 [3]; compare first");
  }

  @Test
  void mixturesAreOfAKind() {
    Tensor logits = ofNumbers(0, 0);
    assertThatThrownBy(() -> new MixtureOf(logits, List.of(Normal.of(0, 1), HalfCauchy.of(1))))
        .hasMessage("components: expected one support, got [finite values, finite values >= 0]");
    assertThatThrownBy(() -> new Mixture(logits, Normal.of(0, 1)))
        .hasMessage("components: expected a batch [..., 2], as many as logits, got []");
    assertThatThrownBy(() -> new ZeroInflated(Parameters.number(0.3), Normal.of(0, 1)))
        .hasMessage("counts: expected a distribution of counts, got finite values");
  }

  @Test
  void aTransformedSimplexHasMassOne() {
    Distribution logistic =
        new Transformed(
            new Normal(ofNumbers(0.3, -0.5), ofNumbers(0.8, 1.2)), new StickBreakingBijector());
    assertThat(logistic.eventShape()).isEqualTo(Shape.of(3));
    assertThat(logistic.batchShape()).isEqualTo(Shape.of());
    Tensor values;
    try (Rng rng = Rng.of(12, "simplex")) {
      values = logistic.sample(rng, Shape.of(5));
    }
    assertThat(logistic.support().contains(values).all()).isTrue();
    Tensor x = new StickBreakingBijector().inverse(values);
    Tensor jacobian = new StickBreakingBijector().logDeterminant(x, values);
    Tensor expected =
        new Normal(ofNumbers(0.3, -0.5), ofNumbers(0.8, 1.2)).logProb(x).sum(-1).sub(jacobian);
    assertThat(logistic.logProb(values).toDoubles())
        .containsExactly(expected.toDoubles(), within(1e-10));
    assertThatThrownBy(() -> new Transformed(Normal.of(0, 1), new StickBreakingBijector()))
        .hasMessage("base: expected events with at least 1 axes, got []; make them with iid");
  }
}
