package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jeffreys.NativeMemory;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.vi.Svi;
import org.jeffreys.target.VariationalFit;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Guides of normal posteriors: least squares with a flat prior. */
@Tag("slow")
@ExtendWith(NativeMemory.class)
final class LeastSquaresTest {
  private static final int DRAWS = 200_000;

  /** How many standard deviations means are off, and by which ratio scales are. */
  private static void assertPosterior(
      VariationalFit fit, FlatRegression regression, double[] scales, double ofMean, double ofSd) {
    Tensor draws = fit.draws(DRAWS, 1);
    double[] mean = draws.mean(0).toDoubles();
    double[] sd = draws.sub(draws.mean(0)).square().mean(0).sqrt().toDoubles();
    double[] exact = regression.mean();
    double[] unit = regression.marginalScales();
    for (int i = 0; i < mean.length; i++) {
      assertThat((mean[i] - exact[i]) / unit[i]).isCloseTo(0, within(ofMean));
      assertThat(sd[i] / scales[i]).isCloseTo(1, within(ofSd));
    }
  }

  static List<AutoGuide> full() {
    return List.of(new AutoMultivariateNormal(), new AutoLowRank(3), new AutoFlow(1, 16, 0.1));
  }

  @ParameterizedTest
  @MethodSource("full")
  void fullCovarianceIsLeastSquares(AutoGuide guide) {
    FlatRegression regression = FlatRegression.make();
    Model model = Model.of(regression.program(FlatRegression.SIZE));
    try (VariationalFit fit = Svi.of(4000, 0.03).fit(guide.of(model, Elbo.trace(16)), Run.of(1))) {
      assertPosterior(fit, regression, regression.marginalScales(), 0.02, 0.03);
      assertThat(fit.elbo(1000, 1).value()).isCloseTo(regression.logEvidence(), within(0.02));
    }
  }

  @Test
  void theMeanFieldHasTheMeanAndConditionalScales() {
    FlatRegression regression = FlatRegression.make();
    Model model = Model.of(regression.program(FlatRegression.SIZE));
    try (VariationalFit fit =
        Svi.of(4000, 0.03).fit(new AutoNormal().of(model, Elbo.trace(16)), Run.of(1))) {
      assertPosterior(fit, regression, regression.conditionalScales(), 0.02, 0.03);
      assertThat(regression.marginalScales()[0])
          .isGreaterThan(1.3 * regression.conditionalScales()[0]);
    }
  }

  @Test
  void minibatchesGiveTheSame() {
    FlatRegression regression = FlatRegression.make();
    Model model = Model.of(regression.program(10));
    try (VariationalFit fit =
        Svi.of(20_000, 0.02).fit(new AutoMultivariateNormal().of(model), Run.of(1))) {
      assertPosterior(fit, regression, regression.marginalScales(), 0.1, 0.1);
    }
  }

  /** The divergence of all data weighed against the likelihood of a batch. */
  @Test
  void aDivergenceScaledByTheBatchWouldShow() {
    FlatRegression regression = FlatRegression.make();
    double share = 10.0 / FlatRegression.SIZE;
    Program broken =
        regression
            .program(10)
            .with(
                (site, next) ->
                    next.at(site.kind() == Site.Kind.OBSERVED ? site.times(share) : site));
    Model model = Model.of(broken);
    try (VariationalFit fit =
        Svi.of(4000, 0.05).fit(new AutoMultivariateNormal().of(model), Run.of(1))) {
      Tensor draws = fit.draws(10_000, 1);
      double sd = draws.sub(draws.mean(0)).square().mean(0).sqrt().select(0, 0).item();
      assertThat(sd / regression.marginalScales()[0]).isGreaterThan(1.5);
    }
  }
}
