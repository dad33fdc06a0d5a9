package org.jeffreys.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bijectors of vectors and matrices: round trips, log determinants, extremes. */
final class VectorBijectorsTest {
  /**
   * A support with vectors of reals that reach it.
   *
   * @param free as many numbers of y as x has, which determine it
   */
  private record Case(
      String name, Support support, int numbers, Shape event, UnaryOperator<Tensor> free) {
    Bijector bijector() {
      return Check.present(support.bijector(), "bijector");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Case> cases() {
    return Stream.of(
        new Case("simplex", Supports.SIMPLEX, 4, Shape.of(5), y -> y.narrow(-1, 0, 4)),
        new Case("simplex of 2", Supports.SIMPLEX, 1, Shape.of(2), y -> y.narrow(-1, 0, 1)),
        new Case("ordered", Supports.ORDERED, 4, Shape.of(4), y -> y),
        new Case("ordered of 1", Supports.ORDERED, 1, Shape.of(1), y -> y),
        new Case("positive ordered", Supports.POSITIVE_ORDERED, 4, Shape.of(4), y -> y),
        new Case("factor", Supports.LOWER_CHOLESKY, 10, Shape.of(4, 4), lower(4, true)),
        new Case("covariance", Supports.POSITIVE_DEFINITE, 6, Shape.of(3, 3), lower(3, true)),
        new Case("factor of 1", Supports.LOWER_CHOLESKY, 1, Shape.of(1, 1), lower(1, true)),
        new Case(
            "correlation factor",
            Supports.CORRELATION_CHOLESKY,
            10,
            Shape.of(5, 5),
            lower(5, false)),
        new Case(
            "correlation factor of 2",
            Supports.CORRELATION_CHOLESKY,
            1,
            Shape.of(2, 2),
            lower(2, false)),
        new Case("correlation", Supports.CORRELATION, 6, Shape.of(4, 4), lower(4, false)));
  }

  private static UnaryOperator<Tensor> lower(int size, boolean withDiagonal) {
    return new Triangle(size, withDiagonal)::vector;
  }

  private static Tensor numbers(long seed, double scale, long... shape) {
    try (Rng rng = Rng.of(seed, "bijector")) {
      return rng.normal(DType.FLOAT64, shape).mul(scale);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesForthAndBack(Case example) {
    try (Scope scope = Scope.open()) {
      Tensor x = numbers(1, 1.5, 3, 2, example.numbers());
      Bijector bijector = example.bijector();
      Tensor y = bijector.forward(x);
      Shape there = example.event().prepend(3, 2);
      assertThat(Shape.of(y.shape())).isEqualTo(there);
      assertThat(bijector.forwardShape(Shape.of(x.shape()))).isEqualTo(there);
      assertThat(bijector.inverseShape(there)).isEqualTo(Shape.of(x.shape()));
      assertThat(bijector.eventRank()).isEqualTo(example.event().rank());
      assertThat(bijector.inverseEventRank()).isEqualTo(1);
      assertThat(bijector.inverse(y).sub(x).abs().max().item()).isLessThan(1e-9);
      Tensor inside = example.support().contains(y);
      assertThat(inside.shape()).containsExactly(3, 2);
      assertThat(inside.all()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logDeterminantIsThatOfTheJacobian(Case example) {
    try (Scope scope = Scope.open()) {
      Tensor x = numbers(2, 1, 5, example.numbers());
      Bijector bijector = example.bijector();
      Tensor fast = bijector.logDeterminant(x, bijector.forward(x));
      assertThat(fast.shape()).containsExactly(5);
      for (int i = 0; i < 5; i++) {
        double slow =
            Jacobians.logDeterminant(
                one -> example.free().apply(bijector.forward(one)), x.select(0, i));
        assertThat(fast.select(0, i).item()).isCloseTo(slow, within(1e-10));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void extremesStayInsideWithoutNaN(Case example) {
    // Products of factors square what is left on the diagonal, which then rounds to nothing.
    boolean isProduct =
        example.support().equals(Supports.CORRELATION)
            || example.support().equals(Supports.POSITIVE_DEFINITE);
    for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
      double[] reaches = {1, isProduct ? 1 : 40, isProduct ? 1 : 800, isProduct ? 1 : 1e30};
      try (Scope scope = Scope.open();
          Rng rng = Rng.of(3, "signs")) {
        Tensor kind = rng.uniform(DType.FLOAT64, 256, example.numbers()).mul(4).to(DType.INT64);
        Tensor size = Tensor.of(reaches, 4).expand(256, 4).gather(-1, kind);
        Tensor signs = rng.uniform(DType.FLOAT64, 256, example.numbers()).sub(0.5);
        Tensor x = Gradients.track(Special.sign(signs).mul(size).to(dtype));
        Bijector bijector = example.bijector();
        Tensor y = bijector.forward(x);
        assertThat(example.support().contains(y).all()).as("%s inside", dtype).isTrue();
        Tensor logDeterminant = bijector.logDeterminant(x, y);
        assertThat(logDeterminant.isFinite().all()).isTrue();
        Tensor total = y.sum().add(logDeterminant.sum());
        assertThat(Gradients.of(total, x).get(0).isFinite().all()).isTrue();
      }
    }
  }

  @Test
  void supportsKnowWhatIsOutside() {
    try (Scope scope = Scope.open()) {
      Tensor shares = Tensor.of(new double[] {0.2, 0.3, 0.5, -0.1, 0.6, 0.5, 0.2, 0.3, 0.4}, 3, 3);
      assertTruths(Supports.SIMPLEX.contains(shares), true, false, false);
      Tensor order = Tensor.of(new double[] {1, 2, 3, 1, 3, 2, Double.NaN, 1, 2}, 3, 3);
      assertTruths(Supports.ORDERED.contains(order), true, false, false);
      Tensor positive = Tensor.of(new double[] {1, 2, 0, 2, -1, 2}, 3, 2);
      assertTruths(Supports.POSITIVE_ORDERED.contains(positive), true, false, false);
      Tensor factors =
          Tensor.of(new double[] {1, 0, 0.6, 0.8, 1, 0.1, 0.6, 0.8, 1, 0, 0.6, -0.8}, 3, 2, 2);
      assertTruths(Supports.LOWER_CHOLESKY.contains(factors), true, false, false);
      assertTruths(Supports.CORRELATION_CHOLESKY.contains(factors), true, false, false);
      assertTruths(Supports.CORRELATION_CHOLESKY.contains(factors.mul(2)), false, false, false);
      Tensor matrices =
          Tensor.of(
              new double[] {1, 0.5, 0.5, 1, 1, 2, 2, 1, 1, 0.5, 0.4, 1, Double.NaN, 0, 0, 1},
              4,
              2,
              2);
      assertTruths(Supports.POSITIVE_DEFINITE.contains(matrices), true, false, false, false);
      assertTruths(Supports.CORRELATION.contains(matrices), true, false, false, false);
      assertTruths(Supports.CORRELATION.contains(matrices.mul(2)), false, false, false, false);
    }
  }

  private static void assertTruths(Tensor truths, boolean... expected) {
    double[] found = truths.to(DType.FLOAT64).toDoubles();
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i] == 1).as("value %d", i).isEqualTo(expected[i]);
    }
  }

  @Test
  void zeroIsTheMiddleOfASimplex() {
    try (Scope scope = Scope.open()) {
      Tensor y = new StickBreakingBijector().forward(Tensor.zeros(DType.FLOAT64, 6));
      assertThat(y.sub(1.0 / 7).abs().max().item()).isLessThan(1e-15);
    }
  }

  @Test
  void composedMapsAddTheirLogDeterminants() {
    try (Scope scope = Scope.open()) {
      Bijector chain =
          ComposeBijector.of(
              AffineBijector.of(0.3, -2), PermuteBijector.reverse(3), new StickBreakingBijector());
      Tensor x = numbers(4, 1, 5, 3);
      Tensor y = chain.forward(x);
      assertThat(y.shape()).containsExactly(5, 4);
      assertThat(chain.inverse(y).sub(x).abs().max().item()).isLessThan(1e-12);
      assertThat(chain.inverseShape(Shape.of(2, 4))).isEqualTo(Shape.of(2, 3));
      assertThat(chain.forwardShape(Shape.of(2, 3))).isEqualTo(Shape.of(2, 4));
      double slow =
          Jacobians.logDeterminant(one -> chain.forward(one).narrow(-1, 0, 3), x.select(0, 2));
      assertThat(chain.logDeterminant(x, y).select(0, 2).item()).isCloseTo(slow, within(1e-12));
      Bijector matrix =
          ComposeBijector.of(AffineBijector.of(1, 0.5), new CorrelationCholeskyBijector());
      assertThat(matrix.eventRank()).isEqualTo(2);
      assertThat(matrix.inverseEventRank()).isEqualTo(1);
      assertThat(matrix.logDeterminant(x, matrix.forward(x)).shape()).containsExactly(5);
    }
  }

  @Test
  void aPermutationHasEachPlaceOnce() {
    assertThatThrownBy(() -> new PermuteBijector(List.of(0, 2, 2)))
        .hasMessage("order: expected each of [0, 1, 2] once, got [0, 2, 2]");
  }

  @Test
  void aTriangleHasANumberOfElements() {
    try (Scope scope = Scope.open()) {
      Tensor x = Tensor.zeros(DType.FLOAT64, 4);
      assertThatThrownBy(() -> new CorrelationCholeskyBijector().forward(x))
          .hasMessage("x: expected a triangle's number of elements, got 4");
    }
  }
}
