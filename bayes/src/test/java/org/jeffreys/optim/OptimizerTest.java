package org.jeffreys.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Optimisers against steps written out in plain numbers. */
@ExtendWith(NativeMemory.class)
final class OptimizerTest {
  private static final int STEPS = 7;
  private static final List<Optimizer> ALL =
      List.of(Adam.standard(), RmsProp.keras(), new Sgd(0), new Sgd(0.9));

  /** The gradient of the test: of {@code Σ (x - 1)⁴ / 4}. */
  private static double slope(double x) {
    return Math.pow(x - 1, 3);
  }

  private static double[] run(Optimizer optimizer, Tensor position, double learningRate) {
    Map<String, Tensor> carried = optimizer.init(position);
    for (int step = 0; step < STEPS; step++) {
      Tensor gradient = position.sub(1).pow(3);
      optimizer.step(position, gradient, carried, learningRate, step);
    }
    return position.toDoubles();
  }

  @Test
  void adamFollowsItsPaper() {
    Tensor position = Tensors.uniform(new Random(1), 3, 2);
    double[] expected = position.toDoubles();
    for (int i = 0; i < expected.length; i++) {
      double m = 0;
      double v = 0;
      for (int t = 1; t <= STEPS; t++) {
        double g = slope(expected[i]);
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        double meanHat = m / (1 - Math.pow(0.9, t));
        double varianceHat = v / (1 - Math.pow(0.999, t));
        expected[i] -= 0.05 * meanHat / (Math.sqrt(varianceHat) + 1e-8);
      }
    }
    assertThat(run(Adam.standard(), position, 0.05)).containsExactly(expected, within(1e-12));
  }

  @Test
  void momentumIsThatOfPyTorch() {
    for (double momentum : new double[] {0, 0.9}) {
      Tensor position = Tensors.uniform(new Random(1), 3, 2);
      double[] expected = position.toDoubles();
      for (int i = 0; i < expected.length; i++) {
        double velocity = 0;
        for (int t = 0; t < STEPS; t++) {
          velocity = momentum * velocity + slope(expected[i]);
          expected[i] -= 0.01 * velocity;
        }
      }
      assertThat(run(new Sgd(momentum), position, 0.01)).containsExactly(expected, within(1e-12));
    }
  }

  /** Epsilon is large here, so that its place, added to the root or within it, matters. */
  @Test
  void rmsPropAddsEpsilonToTheRoot() {
    double epsilon = 0.3;
    Tensor position = Tensors.uniform(new Random(1), 3, 2);
    double[] start = position.toDoubles();
    double[] found = run(new RmsProp(0.9, epsilon), position, 0.05);
    double apart = 0;
    for (int i = 0; i < found.length; i++) {
      double expected = rmsProp(start[i], v -> Math.sqrt(v) + epsilon);
      assertThat(found[i]).isCloseTo(expected, within(1e-12));
      double within = rmsProp(start[i], v -> Math.sqrt(v + epsilon));
      apart = Math.max(apart, Math.abs(found[i] - within));
    }
    assertThat(apart).isGreaterThan(1e-3);
    assertThat(RmsProp.keras()).isEqualTo(new RmsProp(0.9, 1e-7));
  }

  private static double rmsProp(double start, DoubleUnaryOperator divisor) {
    double x = start;
    double meanSquare = 0;
    for (int t = 0; t < STEPS; t++) {
      double g = slope(x);
      meanSquare = 0.9 * meanSquare + 0.1 * g * g;
      x -= 0.05 * g / divisor.applyAsDouble(meanSquare);
    }
    return x;
  }

  /**
   * Two rows of a length that is no multiple of a piece, nor of what is computed at once. Adam
   * rounds in another order in its one pass.
   */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64"})
  void piecesMakeTheSame(DType dtype) {
    long dimension = 2 * Optimizer.PIECE + 4321;
    for (Optimizer optimizer : ALL) {
      double rounding = optimizer instanceof Adam ? (dtype == DType.FLOAT32 ? 4e-7 : 1e-15) : 0;
      Tensor whole = Tensors.uniform(new Random(1), dtype, 2, dimension);
      Tensor pieces = whole.copy();
      Map<String, Tensor> carried = optimizer.init(whole);
      Map<String, Tensor> carriedInPieces = optimizer.init(pieces);
      for (int step = 0; step < STEPS; step++) {
        Tensor gradient = Tensors.uniform(new Random(step), dtype, 2, dimension);
        optimizer.step(whole, gradient, carried, 0.01, step);
        optimizer.stepInPieces(pieces, gradient, carriedInPieces, 0.01, step);
      }
      assertThat(distance(pieces, whole)).isLessThanOrEqualTo(rounding);
      carried.forEach(
          (name, tensor) ->
              assertThat(distance(Objects.requireNonNull(carriedInPieces.get(name)), tensor))
                  .as(name)
                  .isLessThanOrEqualTo(rounding));
    }
  }

  private static double distance(Tensor x, Tensor y) {
    return x.sub(y).abs().max(0, 1).item();
  }

  /** A vector is large enough for one pass, or not; a resumed run, or another one, is the same. */
  @Test
  void adamMakesTheSameBitsAgain() {
    for (long dimension : new long[] {1000, 100_003}) {
      Tensor first = adam(dimension);
      assertThat(adam(dimension).toBytes()).isEqualTo(first.toBytes());
    }
  }

  /** Elements without a gradient go where they would go, and what is carried of them becomes 0. */
  @Test
  void adamKeepsNoDenormalNumbers() {
    for (long dimension : new long[] {1000, 100_003}) {
      Tensor position = Tensors.uniform(new Random(1), DType.FLOAT32, 1, dimension);
      Tensor reference = position.copy();
      Map<String, Tensor> carried = Adam.standard().init(position);
      Map<String, Tensor> plain = Adam.standard().init(position);
      Tensor gradient = Tensors.uniform(new Random(2), DType.FLOAT32, 1, dimension);
      for (int step = 0; step < 1100; step++) {
        try (Scope scope = Scope.open()) {
          Adam.standard().stepInPieces(position, gradient, carried, 0.01, step);
          Adam.standard().step(reference, gradient, plain, 0.01, step);
        }
        gradient.fill(0);
      }
      assertThat(distance(position, reference)).isLessThanOrEqualTo(1e-6);
      assertThat(Objects.requireNonNull(plain.get("first")).abs().max(0, 1).item())
          .isBetween(1e-45, 1e-38);
      assertThat(Objects.requireNonNull(carried.get("first")).abs().max(0, 1).item()).isZero();
      assertThat(Objects.requireNonNull(carried.get("second")).max(0, 1).item()).isPositive();
    }
  }

  private static Tensor adam(long dimension) {
    Tensor position = Tensors.uniform(new Random(1), DType.FLOAT32, 1, dimension);
    Map<String, Tensor> carried = Adam.standard().init(position);
    for (int step = 0; step < STEPS; step++) {
      Tensor gradient = Tensors.uniform(new Random(step), DType.FLOAT32, 1, dimension);
      Adam.standard().stepInPieces(position, gradient, carried, 0.01, step);
    }
    return position;
  }

  @Test
  void rowsDoNotMix() {
    for (Optimizer optimizer : ALL) {
      Tensor all = Tensors.uniform(new Random(1), 3, 2);
      Tensor second = all.narrow(0, 1, 1).copy();
      run(optimizer, all, 0.01);
      run(optimizer, second, 0.01);
      assertThat(all.narrow(0, 1, 1).toDoubles())
          .containsExactly(second.toDoubles(), within(1e-14));
    }
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> new Adam(1, 0.999, 1e-8))
        .hasMessage("beta1: expected a value in [0, 1), got 1.0");
    assertThatThrownBy(() -> new Adam(0.9, -0.1, 1e-8))
        .hasMessage("beta2: expected a value in [0, 1), got -0.1");
    assertThatThrownBy(() -> new Adam(0.9, 0.999, 0))
        .hasMessage("epsilon: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> new RmsProp(1, 1e-7))
        .hasMessage("rho: expected a value in [0, 1), got 1.0");
    assertThatThrownBy(() -> new RmsProp(0.9, 0))
        .hasMessage("epsilon: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> new Sgd(1))
        .hasMessage("momentum: expected a value in [0, 1), got 1.0");
    Tensor position = Tensor.zeros(DType.FLOAT64, 1, 1);
    assertThatThrownBy(() -> new Sgd(0.5).step(position, position, Map.of(), 0.1, 0))
        .hasMessage("velocity: expected a value, got none");
  }
}
