package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.NumericalException;
import org.jeffreys.distribution.Exponential;
import org.jeffreys.distribution.Flat;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Supports;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.vi.Svi;
import org.jeffreys.target.VariationalFit;
import org.jeffreys.target.VariationalTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NativeMemory.class)
final class AutoGuideTest {
  /** A random variable above 0, one in a plate, and a parameter between them. */
  private static Program mixed() {
    double[] data = {0.3, 1.2, -0.4, 2};
    return m -> {
      Tensor rate = m.sample("rate", Exponential.of(1.5));
      Tensor shift = m.param("shift", m.number(0.4), Supports.POSITIVE);
      try (Plate rows = m.plate("rows", 4)) {
        Tensor z = m.sample("z", new Normal(shift, rate));
        m.observe("y", Normal.of(z, 0.5), Tensor.of(data, 4));
      }
    };
  }

  static Stream<Arguments> bounds() {
    List<AutoGuide> guides =
        List.of(new AutoNormal(), new AutoMultivariateNormal(), new AutoLowRank(2), new AutoFlow());
    List<Elbo> bounds =
        List.of(Elbo.trace(1), Elbo.trace(3), Elbo.importanceWeighted(3), Elbo.renyi(0.5, 3));
    return guides.stream()
        .flatMap(
            guide ->
                bounds.stream()
                    .filter(bound -> bound.order() == 1 || !(guide instanceof AutoLowRank))
                    .map(bound -> Arguments.of(guide, bound)));
  }

  /** With the noise held, the estimate is a function of the parameters. */
  @ParameterizedTest
  @MethodSource("bounds")
  void gradientsAreThoseOfFiniteDifferences(AutoGuide guide, Elbo bound) {
    VariationalTarget target = guide.of(Model.of(mixed()), bound);
    try (Rng start = Rng.of(4, "start")) {
      Tensor parameters = target.start(start);
      double[] gradient = estimate(target, parameters).gradient().toDoubles();
      double[] at = parameters.toDoubles();
      assertThat(at).hasSize(target.numParameters());
      // Of a flow's many parameters some; those above the diagonal are none.
      for (int i = 0; i < at.length; i += Math.max(1, at.length / 12)) {
        double h = 1e-5;
        at[i] += h;
        double up = estimate(target, Tensor.of(at, 1, at.length)).value();
        at[i] -= 2 * h;
        double down = estimate(target, Tensor.of(at, 1, at.length)).value();
        at[i] += h;
        double slope = (up - down) / (2 * h);
        boolean isParameter = gradient[i] != 0;
        if (isParameter) {
          assertThat(gradient[i])
              .as("%d", i)
              .isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
        }
      }
      assertThat(gradient[at.length - 1]).as("the point").isNotZero();
    }
  }

  private static VariationalTarget.Bound estimate(VariationalTarget target, Tensor parameters) {
    try (Rng rng = Rng.of(5, "noise")) {
      return target.estimate(parameters, rng);
    }
  }

  /** A normal posterior has no noise left in a gradient that sticks the landing. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void nothingIsLeftOfTheGradientAtThePosterior(double order) {
    FlatRegression regression = FlatRegression.make();
    Model model = Model.of(regression.program(FlatRegression.SIZE));
    Elbo elbo = new Elbo(order, 5, false, true);
    VariationalTarget target = new AutoMultivariateNormal().of(model, elbo);
    try (Rng rng = Rng.of(1, "start")) {
      Tensor exact = target.start(rng);
      VariationalTarget.Bound bound = estimate(target, exact);
      assertThat(bound.value()).isCloseTo(regression.logEvidence(), within(1e-9));
      assertThat(bound.gradient().abs().max(0, 1).item()).isLessThan(1e-8);
      VariationalTarget noisy = new AutoMultivariateNormal().of(model, Elbo.trace(5));
      double left = estimate(noisy, exact).gradient().abs().max(0, 1).item();
      assertThat(left).isGreaterThan(0.01);
    }
  }

  @Test
  void laplaceIsExactWhereThePosteriorIsNormal() {
    FlatRegression regression = FlatRegression.make();
    Model model = Model.of(regression.program(FlatRegression.SIZE));
    try (VariationalFit fit = new AutoLaplace().fit(model, 1)) {
      Tensor draws = fit.draws(100_000, 1);
      Tensor centred = draws.sub(draws.mean(0));
      double[] covariance = centred.transpose(0, 1).matmul(centred).div(1e5).toDoubles();
      double[] expected = regression.covariance().toDoubles();
      double[] scales = regression.marginalScales();
      for (int i = 0; i < covariance.length; i++) {
        double unit = scales[i / 3] * scales[i % 3];
        assertThat(covariance[i] / unit).isCloseTo(expected[i] / unit, within(0.02));
      }
      double[] location = fit.parameters().narrow(1, 0, 3).toDoubles();
      assertThat(location).containsExactly(regression.mean(), within(1e-10));
      assertThat(fit.elbo(50, 1).value()).isCloseTo(regression.logEvidence(), within(1e-9));
      assertThat(fit.psis(1000, 1).isReliable()).isTrue();
      assertThat(fit.warning(1000, 1)).isEmpty();
    }
  }

  /** Svi leaves it where it starts, to the last bit, and so does a minibatch. */
  @ParameterizedTest
  @ValueSource(ints = {FlatRegression.SIZE, 5})
  void climbingLeavesTheLaplaceApproximationAsItIs(int rows) {
    FlatRegression regression = FlatRegression.make();
    Model whole = Model.of(regression.program(FlatRegression.SIZE));
    Model model = Model.of(regression.program(rows));
    try (VariationalFit exact = new AutoLaplace().fit(whole, 1);
        VariationalFit fit = Svi.of(30, 0.05).fit(new AutoLaplace().of(model), Run.of(1))) {
      double[] expected = exact.parameters().toDoubles();
      assertThat(fit.parameters().toDoubles()).containsExactly(expected, within(1e-9));
      assertThat(fit.elbos().size()).isEqualTo(30);
      assertThat(fit.elbo(50, 1).value()).isCloseTo(regression.logEvidence(), within(1e-9));
      assertThat(fit.psis(1000, 1).isReliable()).isTrue();
      assertThat(fit.target().name()).isEqualTo("AutoLaplace");
    }
  }

  /** The mean of the data is all the shift's; given it, x ~ N(0, 1/(1 + 4 · 4)). */
  @Test
  void laplaceTakesTheCurvatureGivenThePoints() {
    double[] data = {0.3, 1.2, -0.4, 2};
    Program program =
        m -> {
          Tensor shift = m.param("shift", m.number(0.4), Supports.POSITIVE);
          Tensor x = m.sample("x", Normal.of(0, 1));
          try (Plate rows = m.plate("rows", 4)) {
            m.observe("y", Normal.of(shift.add(x), 0.5), rows.rows(Tensor.of(data, 4)));
          }
        };
    try (VariationalFit fit = new AutoLaplace().fit(Model.of(program), 1)) {
      double[] parameters = fit.parameters().toDoubles();
      double[] expected = {0, -Math.log(17) / 2, Math.log(0.775)};
      assertThat(parameters).containsExactly(expected, within(1e-9));
    }
  }

  /** x ~ Exponential(1.5) given nothing: log x has its mode at -log 1.5, curvature 1. */
  @Test
  void laplaceFindsTheModeOfTheFreeNumber() {
    Model model = Model.of(m -> m.sample("x", Exponential.of(1.5)));
    try (VariationalFit fit = new AutoLaplace().fit(model, 1)) {
      double[] parameters = fit.parameters().toDoubles();
      assertThat(parameters).containsExactly(new double[] {-Math.log(1.5), 0}, within(1e-7));
    }
  }

  /** The mode of Gamma(3, 2)-like densities lies elsewhere with a Jacobian. */
  @Test
  void thePointIsTheModeOfTheSitesAsTheyAre() {
    Program program =
        m -> {
          Tensor x = m.sample("x", Exponential.of(2));
          m.factor("power", x.log().mul(2));
        };
    Model model = Model.of(program);
    try (VariationalFit fit = Svi.of(1500, 0.05).fit(new AutoDelta().of(model), Run.of(1))) {
      double mode = model.values(fit.draws(1, 1)).get("x").item();
      assertThat(mode).isCloseTo(1, within(1e-4));
      assertThatThrownBy(() -> fit.psis(10, 1))
          .hasMessage("AutoDelta: expected a guide with a density for weights, got a point");
    }
  }

  @Test
  void guidesHaveNames() {
    assertThat(AutoGuides.of("low-rank")).isEqualTo(new AutoLowRank(10));
    assertThat(AutoGuides.all())
        .extracting(entry -> entry.guide().getClass())
        .doesNotHaveDuplicates();
    assertThatThrownBy(() -> AutoGuides.of("iaf"))
        .hasMessage(
            "guide: expected one of [delta, laplace, normal, multivariate-normal, low-rank,"
                + " flow], got 'iaf'");
  }

  @Test
  void refusesWhatItCannotServe() {
    Program local =
        m -> {
          try (Plate rows = m.plate("rows", 6, 2)) {
            Tensor z = m.sample("z", Normal.of(0, 1));
            m.observe("y", Normal.of(z, 1), rows.rows(Tensor.zeros(DType.FLOAT64, 6)));
          }
        };
    assertThatThrownBy(() -> new AutoNormal().of(Model.of(local)))
        .hasMessage(
            "AutoNormal: expected random variables outside of subsampled plates, got z in rows;"
                + " write a guide as a program");
    Model model = Model.of(mixed());
    assertThatThrownBy(() -> new AutoNormal().of(model, Elbo.analytic(1)))
        .hasMessage(
            "AutoNormal: expected a bound by draws, whose entropy is closed already, got closed"
                + " divergences; use Elbo.trace");
    assertThatThrownBy(() -> new AutoLowRank(2).of(model, Elbo.importanceWeighted(3)))
        .hasMessage(
            "AutoLowRank: expected order 1, or a gradient that sticks the landing, got 0.0; call"
                + " sticky()");
    assertThatThrownBy(
            () -> new AutoLaplace().of(Model.of(m -> m.sample("x", Normal.of(0, 1).iid(1001)))))
        .hasMessage("AutoLaplace: expected at most 1000 coordinates, got 1001; use AutoLowRank");
    Model endless = Model.of(m -> m.factor("up", m.sample("x", Flat.real())));
    assertThatThrownBy(() -> new AutoLaplace(7).fit(endless, 1))
        .isInstanceOf(NumericalException.class)
        .hasMessage("AutoLaplace: expected a mode within 7 steps; the posterior may have none");
    Model flat = Model.of(m -> m.sample("x", Flat.real()));
    assertThatThrownBy(() -> new AutoLaplace().fit(flat, 1))
        .isInstanceOf(NumericalException.class)
        .hasMessage(
            "AutoLaplace: expected a mode that is curved in all directions, got curvature 0.0; give"
                + " the coordinates that data leave open a prior");
  }
}
