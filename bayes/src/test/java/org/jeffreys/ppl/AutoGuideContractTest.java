package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Supports;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.vi.Svi;
import org.jeffreys.target.VariationalFit;
import org.jeffreys.target.VariationalTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all registered guides promise. */
@ExtendWith(NativeMemory.class)
final class AutoGuideContractTest {
  private static final double[] DATA = {0.3, 1.2, 0.4, 2, 0.7};

  /** A parameter, and two random variables after it. */
  private static Program shifted() {
    return m -> {
      Tensor shift = m.param("shift", m.number(0.2), Supports.POSITIVE);
      Tensor mu = m.sample("mu", Normal.of(0, 1));
      Tensor nu = m.sample("nu", Normal.of(0, 2));
      try (Plate rows = m.plate("rows", DATA.length)) {
        Tensor loc = mu.add(nu).add(shift);
        m.observe("y", Normal.of(loc, 0.5), rows.rows(Tensor.of(DATA, DATA.length)));
      }
    };
  }

  static Stream<AutoGuides.Entry> guides() {
    return AutoGuides.all().stream();
  }

  /** Means of a normal posterior are exact in all of these families. */
  @ParameterizedTest
  @MethodSource("guides")
  void findsTheMeanOfANormalPosterior(AutoGuides.Entry entry) {
    FlatRegression regression = FlatRegression.make();
    Model model = Model.of(regression.program(FlatRegression.SIZE));
    VariationalTarget guide = entry.guide().of(model);
    try (VariationalFit fit = Svi.of(2000, 0.03).fit(guide, Run.of(1))) {
      double[] mean = fit.draws(20_000, 1).mean(0).toDoubles();
      double[] expected = regression.mean();
      double[] scales = regression.marginalScales();
      for (int i = 0; i < mean.length; i++) {
        assertThat((mean[i] - expected[i]) / scales[i]).isCloseTo(0, within(0.06));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void takesParametersOfTheModelAsPoints(AutoGuides.Entry entry) {
    Model model = Model.of(shifted());
    VariationalTarget guide = entry.guide().of(model);
    assertThat(guide.dimension()).isEqualTo(3);
    assertThat(guide.dtype()).isEqualTo(model.density().dtype());
    try (VariationalFit fit = Svi.of(400, 0.05).fit(guide, Run.of(1))) {
      assertThat(fit.parameters().shape()).containsExactly(1, guide.numParameters());
      double[] shift = model.values(fit.draws(7, 1)).get("shift").toDoubles();
      assertThat(shift).doesNotContain(0.2);
      for (double each : shift) {
        assertThat(each).isEqualTo(shift[0]).isGreaterThan(0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void drawsAreFunctionsOfTheSeed(AutoGuides.Entry entry) {
    FlatRegression regression = FlatRegression.make();
    VariationalTarget guide = entry.guide().of(Model.of(regression.program(FlatRegression.SIZE)));
    try (Rng one = Rng.of(3, "start");
        Rng same = Rng.of(3, "start")) {
      Tensor parameters = guide.start(one);
      assertThat(parameters.shape()).containsExactly(1, guide.numParameters());
      assertThat(guide.start(same).toDoubles()).containsExactly(parameters.toDoubles());
      VariationalTarget.Bound bound = guide.estimate(parameters, one);
      assertThat(bound.value()).isFinite();
      assertThat(bound.gradient().shape()).containsExactly(1, guide.numParameters());
      Tensor draws = drawn(guide, parameters);
      assertThat(draws.shape()).containsExactly(7, 3);
      assertThat(drawn(guide, parameters).toDoubles()).containsExactly(draws.toDoubles());
      if (entry.guide() instanceof AutoDelta) {
        assertThatThrownBy(() -> guide.weighted(parameters, 7, one))
            .hasMessage("AutoDelta: expected a guide with a density for weights, got a point");
      } else {
        VariationalTarget.Weighted weighted = weighted(guide, parameters);
        assertThat(weighted.position().toDoubles()).containsExactly(draws.toDoubles());
        assertThat(weighted.logWeight().shape()).containsExactly(7);
        assertThat(weighted.logWeight().isFinite().all()).isTrue();
      }
    }
  }

  private static Tensor drawn(VariationalTarget guide, Tensor parameters) {
    try (Rng rng = Rng.of(4, "draws")) {
      return guide.sample(parameters, 7, rng);
    }
  }

  private static VariationalTarget.Weighted weighted(VariationalTarget guide, Tensor parameters) {
    try (Rng rng = Rng.of(4, "draws")) {
      return guide.weighted(parameters, 7, rng);
    }
  }
}
