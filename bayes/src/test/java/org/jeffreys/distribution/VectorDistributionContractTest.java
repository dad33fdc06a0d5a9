package org.jeffreys.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registered distribution of vectors or matrices keeps to besides the contract. */
@ExtendWith(NativeMemory.class)
final class VectorDistributionContractTest {
  private static final int DRAWS = 40_000;
  private static final int GROUPS = 50;

  static Stream<Distributions.Entry> all() {
    return Distributions.all().stream()
        .filter(
            entry -> {
              try (Scope scope = Scope.open()) {
                return entry.made().eventShape().rank() > 0;
              }
            });
  }

  static Stream<Distributions.Entry> reparameterised() {
    return all()
        .filter(
            entry -> {
              try (Scope scope = Scope.open()) {
                return entry.made().isReparameterised();
              }
            });
  }

  /** A number of each event, to which all elements contribute differently. */
  private static Tensor projected(Tensor events, Shape event) {
    int size = Math.toIntExact(event.numElements());
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = Math.cos(1 + 2.0 * i) + 0.3;
    }
    Tensor flat = events.reshape(Events.append(Events.batch(events, event.rank()), size));
    return flat.mul(Tensor.of(weights, size)).sum(-1);
  }

  @ParameterizedTest
  @MethodSource("all")
  void densityHasMassOne(Distributions.Entry entry) {
    Distribution made = entry.made();
    Tensor mass =
        VectorQuadrature.expectation(made, x -> projected(x, made.eventShape()).mul(0).add(1));
    assertThat(mass.item()).isCloseTo(1, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("all")
  void drawsHaveTheDensity(Distributions.Entry entry) {
    Distribution made = entry.made();
    UnaryOperator<Tensor> number = x -> projected(x, made.eventShape());
    List<UnaryOperator<Tensor>> statistics =
        List.of(
            x -> number.apply(x).tanh(),
            x -> Special.sin(number.apply(x).mul(2)),
            x -> Special.cos(number.apply(x)),
            x -> Special.reciprocal(number.apply(x).square().add(1)),
            x -> made.logProb(x).clampMin(-1e4));
    try (Rng rng = Rng.of(21, entry.name())) {
      Tensor draws = Gradients.stop(made.sample(rng, Shape.of(DRAWS)));
      assertThat(made.support().contains(draws).all()).isTrue();
      for (int i = 0; i < statistics.size(); i++) {
        Tensor found = statistics.get(i).apply(draws);
        double mean = found.mean().item();
        double error = Math.sqrt(found.sub(mean).square().mean().item() / DRAWS);
        double expected = VectorQuadrature.expectation(made, statistics.get(i)).item();
        assertThat(mean).as("statistic %d", i).isCloseTo(expected, within(5 * error + 1e-6));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("reparameterised")
  void drawsHaveTheGradientOfTheMean(Distributions.Entry entry) {
    Shape event = entry.made().eventShape();
    UnaryOperator<Tensor> function = x -> projected(x, event).tanh();
    List<Tensor> exact = entry.example().parameters().stream().map(Gradients::track).toList();
    List<Tensor> expected =
        Gradients.of(
            VectorQuadrature.expectation(entry.maker().of(exact), function),
            exact.toArray(Tensor[]::new));
    List<Tensor> grouped =
        exact.stream()
            .map(
                p ->
                    Gradients.track(
                        Gradients.stop(p)
                            .expand(Shape.of(p.shape()).prepend(GROUPS).toArray())
                            .contiguous()))
            .toList();
    try (Rng rng = Rng.of(22, entry.name())) {
      Tensor draws = entry.maker().of(grouped).sample(rng, Shape.of(DRAWS / GROUPS, GROUPS));
      List<Tensor> found =
          Gradients.of(
              function.apply(draws).mul((double) GROUPS / DRAWS), grouped.toArray(Tensor[]::new));
      for (int i = 0; i < exact.size(); i++) {
        assertMean(entry.parameters().get(i), found.get(i), expected.get(i));
      }
    }
  }

  private static void assertMean(String name, Tensor groups, Tensor expected) {
    double[] mean = groups.mean(0).toDoubles();
    double[] variance = groups.sub(groups.mean(0)).square().mean(0).toDoubles();
    double[] wanted = expected.toDoubles();
    for (int i = 0; i < wanted.length; i++) {
      double error = Math.sqrt(variance[i] / (GROUPS - 1));
      assertThat(mean[i]).as("%s %d", name, i).isCloseTo(wanted[i], within(5 * error + 1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void outsideThereIsNoDensityAndNoNaN(Distributions.Entry entry) {
    Distribution made = entry.made();
    Shape event = made.eventShape().prepend(3);
    Tensor numbers = Tensor.of(new double[] {-1.5, 0.4, 7.3}, 3);
    long[] unit = new long[event.rank()];
    java.util.Arrays.fill(unit, 1);
    unit[0] = 3;
    Tensor candidates = numbers.reshape(unit).expand(event.toArray()).contiguous();
    List<Tensor> parameters = entry.example().parameters().stream().map(Gradients::track).toList();
    double[] inside = made.support().contains(candidates).to(DType.FLOAT64).toDoubles();
    for (int i = 0; i < 3; i++) {
      Tensor value = Gradients.track(candidates.narrow(0, i, 1));
      Tensor density = entry.maker().of(parameters).logProb(value);
      assertThat(density.eq(density).all()).isTrue();
      if (inside.length == 3 && inside[i] == 0) {
        assertThat(density.item()).isEqualTo(Double.NEGATIVE_INFINITY);
      }
      Gradients.of(density, parameters.toArray(Tensor[]::new))
          .forEach(g -> assertThat(g.isFinite().all()).isTrue());
      assertThat(Gradients.of(density, value).get(0).isFinite().all()).isTrue();
    }
  }

  /** In float32 nothing is converted, and nothing becomes NaN. */
  @ParameterizedTest
  @MethodSource("all")
  void singlePrecisionIsKept(Distributions.Entry entry) {
    List<Tensor> parameters =
        entry.example().parameters().stream().map(p -> p.to(DType.FLOAT32)).toList();
    Distribution made = entry.maker().of(parameters);
    made.check();
    try (Rng rng = Rng.of(23, entry.name())) {
      Tensor draws = made.sample(rng, Shape.of(200));
      assertThat(draws.dtype()).isEqualTo(DType.FLOAT32);
      assertThat(made.support().contains(draws).all()).isTrue();
      Tensor density = made.logProb(draws);
      assertThat(density.dtype()).isEqualTo(DType.FLOAT32);
      double[] exact = entry.made().logProb(draws.to(DType.FLOAT64)).toDoubles();
      double[] found = density.toDoubles();
      for (int i = 0; i < exact.length; i++) {
        assertThat(found[i]).isCloseTo(exact[i], within(1e-3 * (1 + Math.abs(exact[i]))));
      }
    }
  }
}
