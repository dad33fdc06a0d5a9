package org.jeffreys.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NativeMemory.class)
final class DivergencesTest {
  static Stream<Class<? extends Distribution>> all() {
    return Divergences.all().stream();
  }

  /** Two of a class: the example of the registry, and one whose parameters are 1.2 times those. */
  private static List<Distribution> pair(Class<? extends Distribution> type) {
    Distributions.Entry entry =
        Distributions.all().stream().filter(each -> each.type() == type).findFirst().orElseThrow();
    List<Tensor> parameters = entry.example().parameters();
    return List.of(
        entry.maker().of(parameters),
        entry.maker().of(parameters.stream().map(each -> each.mul(1.2)).toList()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void closedFormIsTheMeanLogRatio(Class<? extends Distribution> type) {
    Distribution p = pair(type).get(0);
    Distribution q = pair(type).get(1);
    UnaryOperator<Tensor> ratio = x -> p.logProb(x).sub(q.logProb(x));
    Tensor mean =
        p.eventShape().rank() == 0
            ? Quadrature.expectation(p, ratio)
            : VectorQuadrature.expectation(p, ratio);
    double expected = mean.item();
    assertThat(expected).isGreaterThan(1e-4);
    assertThat(Divergences.kl(p, q).orElseThrow().item()).isCloseTo(expected, within(1e-6));
    assertThat(Divergences.kl(p, p).orElseThrow().item()).isCloseTo(0, within(1e-14));
  }

  @ParameterizedTest
  @MethodSource("all")
  void sideBySideIsTheSum(Class<? extends Distribution> type) {
    Distribution p = pair(type).get(0);
    Distribution q = pair(type).get(1);
    double one = Divergences.kl(p, q).orElseThrow().item();
    Tensor many = Divergences.kl(p.iid(3, 5), q.iid(3, 5)).orElseThrow();
    assertThat(many.shape()).isEmpty();
    assertThat(many.item()).isCloseTo(15 * one, within(1e-12));
  }

  @Test
  void stacksBroadcast() {
    Normal p = new Normal(Tensor.of(new double[] {0, 1, 2}, 3, 1), Parameters.number(1));
    Normal q = new Normal(Tensor.of(new double[] {0, 1, 2, 3, 4}, 5), Parameters.number(2));
    Tensor all = Divergences.kl(p, q).orElseThrow();
    assertThat(all.shape()).containsExactly(3, 5);
    double expected = Divergences.kl(Normal.of(2, 1), Normal.of(4, 2)).orElseThrow().item();
    assertThat(all.select(0, 2).select(0, 4).item()).isCloseTo(expected, within(1e-15));
    assertThat(Divergences.kl(p.iid(5), q.iid(5)).orElseThrow().shape()).containsExactly(3);
  }

  @Test
  void impossibleValuesAreNoNaN() {
    assertThat(Divergences.kl(Bernoulli.of(0), Bernoulli.of(0.5)).orElseThrow().item())
        .isCloseTo(Math.log(2), within(1e-15));
    assertThat(
            Divergences.kl(Categorical.of(0, 1, 1), Categorical.of(0, 1, 3)).orElseThrow().item())
        .isCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2.0 / 3), within(1e-15));
    assertThat(Divergences.kl(Categorical.of(1, 1), Categorical.of(0, 1)).orElseThrow().item())
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Divergences.kl(Uniform.of(0, 2), Uniform.of(0, 1)).orElseThrow().item())
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Divergences.kl(Uniform.of(0, 1), Uniform.of(-1, 3)).orElseThrow().item())
        .isCloseTo(Math.log(4), within(1e-15));
  }

  @Test
  void othersHaveNone() {
    assertThat(Divergences.kl(Normal.of(0, 1), Laplace.of(0, 1))).isEmpty();
    assertThat(Divergences.kl(VonMises.of(0, 1), VonMises.of(0, 2))).isEmpty();
    assertThat(Divergences.kl(Normal.of(0, 1).iid(3), Normal.of(0, 1).iid(5))).isEmpty();
    assertThat(Divergences.kl(Normal.of(0, 1).iid(3), Normal.of(0, 1))).isEmpty();
  }
}
