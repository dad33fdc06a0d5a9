package org.jeffreys.inference.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jeffreys.tensor.HostStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Transitions leave densities as they are, on densities in plain Java. */
final class TransitionTest {
  /** A density and its gradient. */
  private record Plain(
      ToDoubleFunction<double[]> logProb, Function<double[], double[]> gradient, double factor) {
    /** log of a gamma variate of shape 2.5, accepted by {@code factor} of its log density. */
    static Plain logGamma(double factor) {
      return new Plain(
          x -> 2.5 * x[0] - Math.exp(x[0]), x -> new double[] {2.5 - Math.exp(x[0])}, factor);
    }

    /** A narrow curved valley. */
    static Plain banana() {
      return new Plain(
          x -> -x[0] * x[0] / 2 - 5 * Math.pow(x[1] - x[0] * x[0], 2),
          x -> {
            double off = x[1] - x[0] * x[0];
            return new double[] {-x[0] + 20 * x[0] * off, -10 * off};
          },
          1);
    }

    /** Makes one transition; the number of gradients asked for. */
    int step(Transition transition, Candidate current, double stepSize) {
      MassMatrix unit = new DiagonalMass(ones(current.position().length));
      transition.begin(current, unit, stepSize);
      int asked = 0;
      boolean ended = false;
      while (!ended) {
        double[] at = transition.wanted();
        ended = transition.advance(factor * logProb.applyAsDouble(at), gradient.apply(at), 0);
        asked++;
      }
      current.copyFrom(transition.chosen());
      return asked;
    }

    Candidate at(double... position) {
      Candidate candidate = new Candidate(position.length);
      double value = factor * logProb.applyAsDouble(position);
      candidate.set(position, value, gradient.apply(position), 0);
      return candidate;
    }
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** With small steps, large ones, and a depth that cuts off. */
  @ParameterizedTest
  @MethodSource("recursions")
  void theTreeIsThatOfTheRecursion(double stepSize, int maxDepth) {
    Plain density = Plain.banana();
    var tree = new NoUTurnTree(maxDepth, 2, HostStream.keyed(3, "tree", 0));
    var naive =
        new RecursiveNuts(
            density.logProb(),
            density.gradient(),
            stepSize,
            maxDepth,
            HostStream.keyed(3, "tree", 0));
    for (int i = 0; i < 300; i++) {
      // From where it is, since rounding errors grow from one iteration to the next.
      double[] from = {Math.sin(i), Math.cos(3 * i)};
      Candidate current = density.at(from);
      int asked = density.step(tree, current, stepSize);
      double[] expected = naive.next(from);
      assertThat(current.position()).containsExactly(expected, within(1e-7));
      assertThat(asked).isEqualTo(tree.leapfrogs()).isEqualTo(naive.leapfrogs());
      assertThat(current.logProb())
          .isCloseTo(density.logProb().applyAsDouble(expected), within(1e-6));
    }
  }

  static Stream<Arguments> recursions() {
    return Stream.of(Arguments.of(0.02, 10), Arguments.of(0.4, 10), Arguments.of(0.03, 3));
  }

  static Stream<Trajectory> trajectories() {
    return Stream.of(
        new Trajectory.NoUTurn(10),
        new Trajectory.NoUTurn(2),
        new Trajectory.FixedTime(1.5, 0.5, 100),
        new Trajectory.FixedTime(2, 0, 2));
  }

  /** Moments after one transition from exact draws, in standard errors from the exact ones. */
  private static List<Double> departures(Trajectory trajectory, double factor) {
    int count = 60_000;
    Plain density = Plain.logGamma(factor);
    HostStream exact = HostStream.keyed(5, "exact", 0);
    Transition transition = trajectory.transition(1, HostStream.keyed(5, "transition", 0));
    double[] draws = new double[count];
    for (int i = 0; i < count; i++) {
      double normal = exact.nextNormal();
      double gamma =
          normal * normal / 2
              - Math.log(exact.nextPositiveDouble())
              - Math.log(exact.nextPositiveDouble());
      Candidate current = density.at(Math.log(gamma));
      density.step(transition, current, 0.9);
      draws[i] = current.position()[0];
    }
    double mean = 0.7031566406452432; // digamma(2.5)
    return List.of(
        departure(draws, x -> x, mean),
        departure(draws, x -> Math.pow(x - mean, 2), 0.4903577561002349),
        departure(draws, x -> Math.pow(x - mean, 3), -0.2362040516417274),
        departure(draws, Math::exp, 2.5));
  }

  private static double departure(double[] draws, DoubleUnaryOperator function, double expected) {
    double[] values = Arrays.stream(draws).map(function).toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    return Math.abs(mean - expected) / Math.sqrt(variance / values.length);
  }

  /** The broken twin accepts by 1.2 times the log density, and is seen. */
  @ParameterizedTest
  @MethodSource("trajectories")
  void exactDrawsStayExact(Trajectory trajectory) {
    assertThat(departures(trajectory, 1)).allMatch(z -> z < 4.5);
    assertThat(departures(trajectory, 1.2)).anyMatch(z -> z > 8);
  }

  @Test
  void whatLeavesTheNumbersIsDivergentAndNeverTaken() {
    Plain half = new Plain(x -> Math.log(x[0]) - x[0], x -> new double[] {1 / x[0] - 1}, 1);
    for (Trajectory trajectory : trajectories().toList()) {
      Transition transition = trajectory.transition(1, HostStream.keyed(7, "half", 0));
      int divergent = 0;
      Candidate current = half.at(1);
      for (int i = 0; i < 500; i++) {
        half.step(transition, current, 1.5);
        divergent += transition.divergent() ? 1 : 0;
        assertThat(current.position()[0]).isPositive();
        assertThat(transition.acceptance()).isBetween(0.0, 1.0);
      }
      assertThat(divergent).isBetween(1, 499);
    }
  }

  /** Four leapfrogs at most where time over step would ask for more; jitter spreads the rest. */
  @Test
  void timesAreCutShortAndJittered() {
    Plain density = Plain.banana();
    var cut = new Trajectory.FixedTime(100, 0, 4).transition(2, HostStream.keyed(1, "cut", 0));
    assertThat(density.step(cut, density.at(0, 0), 0.01)).isEqualTo(4);
    var spread =
        new Trajectory.FixedTime(0.1, 0.5, 100).transition(2, HostStream.keyed(1, "spread", 0));
    int[] seen = new int[16];
    for (int i = 0; i < 1000; i++) {
      seen[density.step(spread, density.at(0, 0), 0.01)]++;
    }
    assertThat(Arrays.copyOfRange(seen, 0, 5)).containsOnly(0);
    assertThat(Arrays.stream(seen, 6, 15)).allMatch(count -> count > 50);
  }
}
