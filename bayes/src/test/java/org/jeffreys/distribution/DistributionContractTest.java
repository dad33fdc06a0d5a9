package org.jeffreys.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registered distribution keeps to. */
@ExtendWith(NativeMemory.class)
final class DistributionContractTest {
  static Stream<Distributions.Entry> all() {
    return Distributions.all().stream();
  }

  /** Of numbers, which quadrature can deal with. */
  static Stream<Distributions.Entry> univariate() {
    return all().filter(DistributionContractTest::isUnivariate);
  }

  static Stream<Distributions.Entry> reparameterised() {
    return univariate().filter(entry -> with(entry, Distribution::isReparameterised));
  }

  private static boolean isUnivariate(Distributions.Entry entry) {
    // A point has no density that can be added up.
    return with(entry, made -> made.eventShape().rank() == 0 && !entry.name().equals("delta"));
  }

  private static <T> T with(Distributions.Entry entry, Function<Distribution, T> question) {
    try (Scope scope = Scope.open()) {
      return question.apply(entry.made());
    }
  }

  @ParameterizedTest
  @MethodSource("univariate")
  void densityHasMassOne(Distributions.Entry entry) {
    assertThat(Quadrature.expectation(entry.made(), DistributionContractTest::ones).item())
        .isCloseTo(1, within(2e-5));
  }

  private static Tensor ones(Tensor like) {
    return like.mul(0).add(1);
  }

  @ParameterizedTest
  @MethodSource("univariate")
  void drawsHaveTheDensity(Distributions.Entry entry) {
    DrawChecks.density(entry.name(), entry.made());
  }

  @ParameterizedTest
  @MethodSource("reparameterised")
  void drawsHaveTheGradientOfTheMean(Distributions.Entry entry) {
    DrawChecks.gradients(entry.name(), entry.maker(), entry.example().parameters());
  }

  static Stream<Distributions.Entry> ofLocationAndScale() {
    return all().filter(entry -> with(entry, made -> made instanceof LocationScale));
  }

  /** log p(loc + scale z) = log p(z) - log scale. */
  @ParameterizedTest
  @MethodSource("ofLocationAndScale")
  void standardFormIsMovedAndScaled(Distributions.Entry entry) {
    try (Scope scope = Scope.open()) {
      LocationScale made = (LocationScale) entry.made();
      Distribution standard = made.standard();
      Tensor z = Tensor.of(new double[] {-2.3, -0.4, 0.1, 3.7}, 4);
      Tensor moved = z.mul(made.scale()).add(made.loc());
      double[] expected = standard.logProb(z).sub(made.scale().log()).toDoubles();
      assertThat(made.logProb(moved).toDoubles()).containsExactly(expected, within(1e-12));
      assertThat(standard.batchShape()).isEqualTo(made.batchShape());
      assertThat(standard.support()).isEqualTo(made.support());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void densityHasTheGradientOfDifferences(Distributions.Entry entry) {
    if (entry.name().equals("delta")) {
      return;
    }
    Tensor value;
    try (Rng rng = Rng.of(13, entry.name())) {
      value = Gradients.stop(entry.made().sample(rng, Shape.of(7)));
    }
    List<Tensor> parameters = entry.example().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      int which = i;
      assertGradient(
          entry.parameters().get(i),
          p -> entry.maker().of(replaced(parameters, which, p)).logProb(value).sum(),
          parameters.get(i));
    }
    if (entry.made().support().eventRank() == 0 && !entry.made().support().isDiscrete()) {
      assertGradient("value", x -> entry.made().logProb(x).sum(), value);
    }
  }

  private static List<Tensor> replaced(List<Tensor> all, int index, Tensor with) {
    List<Tensor> changed = new ArrayList<>(all);
    changed.set(index, with);
    return changed;
  }

  private static List<Tensor> tracked(List<Tensor> all) {
    return all.stream().map(Gradients::track).toList();
  }

  private static void assertGradient(String name, UnaryOperator<Tensor> function, Tensor at) {
    double[] gradient = Gradients.valueAndGradient(function, at).gradient().toDoubles();
    double[] point = at.toDoubles();
    for (int i = 0; i < point.length; i++) {
      double step = 1e-4 * Math.min(1, Math.max(1e-3, Math.abs(point[i])));
      double difference = 0;
      for (int side : new int[] {-2, -1, 1, 2}) {
        double[] moved = point.clone();
        moved[i] += side * step;
        double weight = Math.abs(side) == 1 ? 8 * side : -side / 2.0;
        difference += weight * function.apply(Tensor.of(moved, at.shape())).item();
      }
      double expected = difference / (12 * step);
      assertThat(gradient[i])
          .as("%s %d", name, i)
          .isCloseTo(expected, within(2e-6 * Math.max(1, Math.abs(expected))));
    }
  }

  /** The first parameter varies along draws and the last along plates, in primes and in threes. */
  @ParameterizedTest
  @MethodSource("all")
  void stacksAreTheirElements(Distributions.Entry entry) {
    for (int[] sizes : new int[][] {{3, 3}, {3, 5}}) {
      int draws = sizes[0];
      int plates = sizes[1];
      Distribution stacked = entry.maker().of(stack(entry, draws, plates));
      stacked.check();
      assertThat(stacked.batchShape()).isEqualTo(batchShape(entry, draws, plates));
      Tensor value;
      try (Rng rng = Rng.streams(14, entry.name(), draws)) {
        value = Gradients.stop(stacked.sample(rng, Shape.of(draws, plates)));
      }
      assertThat(Shape.of(value.shape())).isEqualTo(stacked.eventShape().prepend(draws, plates));
      Tensor all = stacked.logProb(value);
      assertThat(all.shape()).containsExactly(draws, plates);
      assertThat(stacked.support().contains(value).all()).isTrue();
      for (int i = 0; i < draws; i++) {
        for (int j = 0; j < plates; j++) {
          Distribution one = entry.maker().of(element(entry, i, j));
          assertThat(all.select(0, i).select(0, j).item())
              .isCloseTo(one.logProb(value.select(0, i).select(0, j)).item(), within(1e-9));
        }
      }
    }
  }

  private static Shape batchShape(Distributions.Entry entry, int draws, int plates) {
    return switch (entry.example().parameters().size()) {
      case 0 -> Shape.of();
      case 1 -> Shape.of(draws, 1);
      default -> Shape.of(draws, plates);
    };
  }

  private static List<Tensor> stack(Distributions.Entry entry, int draws, int plates) {
    List<Tensor> parameters = entry.example().parameters();
    List<Tensor> stacked = new ArrayList<>(parameters);
    int last = parameters.size() - 1;
    if (last > 0) {
      stacked.set(last, varied(parameters.get(last), plates));
    }
    if (last >= 0) {
      stacked.set(0, varied(parameters.get(0), draws).unsqueeze(1));
    }
    return stacked;
  }

  private static Tensor varied(Tensor parameter, int count) {
    Tensor[] rows = new Tensor[count];
    Arrays.setAll(rows, row -> parameter.mul(factor(row)));
    return Tensor.stack(0, rows);
  }

  private static double factor(int row) {
    return 1 + 0.03 * row;
  }

  private static List<Tensor> element(Distributions.Entry entry, int i, int j) {
    List<Tensor> parameters = new ArrayList<>(entry.example().parameters());
    int last = parameters.size() - 1;
    if (last >= 0) {
      parameters.set(0, parameters.get(0).mul(factor(i)));
    }
    if (last > 0) {
      parameters.set(last, parameters.get(last).mul(factor(j)));
    }
    return parameters;
  }

  @ParameterizedTest
  @MethodSource("all")
  void parametersThatAreNoNumbersAreNamed(Distributions.Entry entry) {
    List<Tensor> parameters = entry.example().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Tensor bad = parameters.get(i).mul(Double.NaN);
      Distribution made = entry.maker().of(replaced(parameters, i, bad));
      String name = entry.parameters().get(i);
      assertThatIllegalArgumentException()
          .isThrownBy(made::check)
          .withMessageMatching(name + ": expected .*, got NaN.*");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void insideNothingNeedsToBeAsked(Distributions.Entry entry) {
    Distribution made = entry.made();
    try (Rng rng = Rng.of(16, entry.name())) {
      Tensor value = Gradients.stop(made.sample(rng, Shape.of(7)));
      assertThat(made.logProbInside(value).toDoubles())
          .containsExactly(made.logProb(value).toDoubles(), within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void sideBySideIsTheSum(Distributions.Entry entry) {
    Distribution made = entry.made();
    Distribution row = made.iid(5);
    assertThat(row.eventShape()).isEqualTo(made.eventShape().prepend(5));
    assertThat(row.batchShape()).isEqualTo(Shape.of());
    try (Rng rng = Rng.of(15, entry.name())) {
      Tensor value = Gradients.stop(row.sample(rng, Shape.of(3)));
      assertThat(row.logProb(value).toDoubles())
          .containsExactly(made.logProb(value).sum(1).toDoubles(), within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("univariate")
  void outsideThereIsNoDensityAndNoNaN(Distributions.Entry entry) {
    Distribution made = entry.made();
    Tensor candidates = Tensor.of(new double[] {-1e300, -1000.5, -1e-3, 0.5, 1000.5, 1e300}, 6);
    double[] inside = made.support().contains(candidates).to(DType.FLOAT64).toDoubles();
    List<Tensor> parameters = tracked(entry.example().parameters());
    for (int i = 0; i < inside.length; i++) {
      if (inside[i] == 0) {
        Tensor value = Gradients.track(candidates.narrow(0, i, 1));
        Tensor density = entry.maker().of(parameters).logProb(value);
        assertThat(density.item()).isEqualTo(Double.NEGATIVE_INFINITY);
        if (!parameters.isEmpty()) {
          Gradients.of(density, parameters.toArray(Tensor[]::new))
              .forEach(g -> assertThat(g.isFinite().all()).isTrue());
          assertThat(Gradients.of(density, value).get(0).isFinite().all()).isTrue();
        }
      }
    }
    assertThat(made.support().contains(Tensor.full(DType.FLOAT64, Double.NaN)).all()).isFalse();
  }
}
