package org.jeffreys.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.optim.Adam;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flows: log determinants, inverses, densities, learning. */
@ExtendWith(NativeMemory.class)
final class FlowTest {
  private static Stream<Flow> flows() {
    return Stream.of(
        new PlanarFlow(2),
        new PlanarFlow(5),
        new InverseAutoregressiveFlow(1, 3),
        new InverseAutoregressiveFlow(2, 7),
        new InverseAutoregressiveFlow(5, 11),
        new SplineCouplingFlow(2, 7),
        new SplineCouplingFlow(5, 11, 5, 2),
        StackedFlow.of(3, new PlanarFlow(2)),
        StackedFlow.of(3, new InverseAutoregressiveFlow(2, 7)),
        StackedFlow.of(3, new SplineCouplingFlow(2, 7)));
  }

  private static Stream<Flow> ofPlanes() {
    return flows().filter(flow -> flow.size() == 2);
  }

  private static boolean hasInverse(Flow flow) {
    return !flow.toString().contains("Planar");
  }

  /** Parameters of a map far from the identity. */
  private static Tensor wild(Flow flow, long... batch) {
    try (Rng rng = Rng.of(31, "flow")) {
      return rng.normal(DType.FLOAT64, Events.append(Shape.of(batch), flow.parameterCount()))
          .mul(0.7);
    }
  }

  private static Tensor points(long seed, double scale, long... shape) {
    try (Rng rng = Rng.of(seed, "points")) {
      return rng.normal(DType.FLOAT64, shape).mul(scale);
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void logDeterminantIsThatOfTheJacobian(Flow flow) {
    Bijector bijector = flow.bijector(wild(flow));
    Tensor x = points(32, 1.5, 7, flow.size());
    Bijector.Pushed pushed = bijector.pushed(x);
    assertThat(pushed.logDeterminant().shape()).containsExactly(7);
    double[] again = bijector.logDeterminant(x, pushed.value()).toDoubles();
    for (int i = 0; i < 7; i++) {
      double slow = Jacobians.logDeterminant(bijector::forward, x.select(0, i));
      assertThat(pushed.logDeterminant().select(0, i).item()).isCloseTo(slow, within(1e-9));
      assertThat(again[i]).isCloseTo(slow, within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void inverseGoesBack(Flow flow) {
    Bijector bijector = flow.bijector(wild(flow));
    Tensor x = points(33, 2, 3, 7, flow.size());
    Tensor y = bijector.forward(x);
    assertThat(y.shape()).containsExactly(x.shape());
    if (hasInverse(flow)) {
      assertThat(bijector.inverse(y).sub(x).abs().max().item()).isLessThan(1e-7);
    } else {
      assertThatThrownBy(() -> bijector.inverse(y))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "planar: expected forward, got inverse, which has no formula; use spline-coupling"
                  + " where densities of given values are needed");
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void amortisedParametersAreOneMapEach(Flow flow) {
    Tensor parameters = wild(flow, 3, 5);
    Tensor x = points(34, 1, 3, 5, flow.size());
    Bijector.Pushed all = flow.bijector(parameters).pushed(x);
    Bijector.Pushed shared = flow.bijector(parameters).pushed(x.select(0, 0).select(0, 0));
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 5; j++) {
        Bijector one = flow.bijector(parameters.select(0, i).select(0, j));
        assertSame(all, i, j, one.pushed(x.select(0, i).select(0, j)));
        assertSame(shared, i, j, one.pushed(x.select(0, 0).select(0, 0)));
      }
    }
  }

  private static void assertSame(Bijector.Pushed all, int i, int j, Bijector.Pushed one) {
    assertThat(all.value().select(0, i).select(0, j).toDoubles())
        .containsExactly(one.value().toDoubles(), within(1e-12));
    assertThat(all.logDeterminant().select(0, i).select(0, j).item())
        .isCloseTo(one.logDeterminant().item(), within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void initialParametersChangeLittle(Flow flow) {
    try (Rng rng = Rng.of(35, "flow")) {
      Tensor initial = flow.initial(DType.FLOAT64, rng);
      assertThat(initial.shape()).containsExactly(flow.parameterCount());
      Tensor x = points(36, 1, 100, flow.size());
      Tensor y = StackedFlow.of(2, flow).bijector(Tensor.cat(0, initial, initial)).forward(x);
      Tensor back = y.indexSelect(-1, Tensor.of(reversed(flow.size()), flow.size()));
      double most = back.sub(x).abs().max().item();
      double odd = y.sub(x).abs().max().item();
      boolean turned = flow instanceof StackedFlow;
      assertThat(turned ? Math.min(most, odd) : most).isLessThan(0.6);
    }
  }

  private static long[] reversed(int size) {
    long[] order = new long[size];
    for (int i = 0; i < size; i++) {
      order[i] = size - 1L - i;
    }
    return order;
  }

  private static Transformed pushed(Flow flow, Tensor parameters) {
    return new Transformed(Normal.of(0, 1).iid(flow.size()), flow.bijector(parameters));
  }

  @ParameterizedTest
  @MethodSource("ofPlanes")
  void densityOfDrawsHasMassOne(Flow flow) {
    Transformed distribution = pushed(flow, wild(flow).mul(0.3));
    assertThat(distribution.eventShape()).isEqualTo(Shape.of(2));
    if (hasInverse(flow)) {
      assertThat(mass(distribution)).isCloseTo(1, within(1e-3));
    }
    // E_q[r(y) / q(y)] = 1 for any density r: what holds for draws alone, too.
    MultivariateNormal other =
        new MultivariateNormal(
            Tensor.zeros(DType.FLOAT64, 2), Tensor.eye(DType.FLOAT64, 2).mul(0.6));
    try (Rng rng = Rng.of(37, "flow")) {
      Transformed.Drawn drawn = distribution.draw(rng, Shape.of(40_000));
      Tensor ratio = other.logProb(drawn.value()).sub(drawn.logProb()).exp();
      double mean = ratio.mean().item();
      double error = Math.sqrt(ratio.sub(mean).square().mean().item() / 40_000);
      assertThat(mean).isCloseTo(1, within(5 * error));
      assertThat(error).isLessThan(0.05);
    }
  }

  /** The sum of the density over a grid of the plane. */
  private static double mass(Distribution distribution) {
    int points = 251;
    double end = 10;
    Tensor line = Tensor.linspace(DType.FLOAT64, -end, end, points);
    Tensor first = line.unsqueeze(1).expand(points, points);
    Tensor plane = Tensor.stack(-1, first, first.transpose(0, 1));
    double step = 2 * end / (points - 1);
    return distribution.logProb(plane).exp().sum().item() * step * step;
  }

  /** log of the density of a banana, whose integral is 1. */
  private static Tensor banana(Tensor y) {
    Tensor first = y.select(-1, 0);
    Tensor second = y.select(-1, 1);
    return Normal.of(0, 1)
        .logProb(first)
        .add(Normal.of(0, 0.5).logProb(second.sub(first.square()).add(1)));
  }

  private static Tensor divergence(Flow flow, Tensor parameters, Rng rng, int draws) {
    Transformed.Drawn drawn = pushed(flow, parameters).draw(rng, Shape.of(draws));
    return drawn.logProb().sub(banana(drawn.value())).mean();
  }

  private static Stream<Flow> learners() {
    return Stream.of(
        StackedFlow.of(6, new PlanarFlow(2)),
        StackedFlow.of(3, new InverseAutoregressiveFlow(2, 8)),
        StackedFlow.of(3, new SplineCouplingFlow(2, 8)));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("learners")
  void learnsABanana(Flow flow) {
    try (Rng rng = Rng.of(38, "flow")) {
      Tensor parameters = flow.initial(DType.FLOAT64, rng).unsqueeze(0).copy();
      double before = divergence(flow, parameters.select(0, 0), rng, 10_000).item();
      Adam adam = Adam.standard();
      Map<String, Tensor> carried = adam.init(parameters);
      for (int step = 0; step < 400; step++) {
        try (Scope scope = Scope.open()) {
          Tensor gradient =
              Gradients.valueAndGradient(
                      p -> divergence(flow, p.select(0, 0), rng, 128), parameters)
                  .gradient();
          adam.step(parameters, gradient, carried, 0.01, step);
        }
      }
      double after = divergence(flow, parameters.select(0, 0), rng, 10_000).item();
      assertThat(before).isGreaterThan(1);
      assertThat(after).isLessThan(0.25 * before);
    }
  }

  @Test
  void parametersHaveALength() {
    assertThatThrownBy(() -> new PlanarFlow(3).bijector(Tensor.zeros(DType.FLOAT64, 6)))
        .hasMessage("parameters: expected vectors [..., 7], got float64 [6]");
    assertThatThrownBy(() -> new StackedFlow(List.of(new PlanarFlow(2), new PlanarFlow(3))))
        .hasMessage("parts: expected flows of one size, got [2, 3]");
  }
}
