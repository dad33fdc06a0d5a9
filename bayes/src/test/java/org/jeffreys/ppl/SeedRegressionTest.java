package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.StandardNormal;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.vi.Svi;
import org.jeffreys.target.VariationalFit;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The regression of the introduction by variational inference, against quadrature. */
@ExtendWith(NativeMemory.class)
final class SeedRegressionTest {
  private static final List<String> SITES = List.of("weight", "bias", "sigma");

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void fullCovarianceGivesThePosterior(long seed) {
    SeedRegression regression = SeedRegression.of(seed);
    Model model = Model.of(regression.program());
    Elbo elbo = Elbo.trace(8).sticky();
    try (Scope scope = Scope.open();
        VariationalFit fit =
            Svi.of(3000, 0.05).fit(new AutoMultivariateNormal().of(model, elbo), Run.of(seed))) {
      Map<String, Tensor> draws = model.values(fit.draws(100_000, seed));
      SeedRegression.Moments[] exact = regression.posterior();
      for (int i = 0; i < SITES.size(); i++) {
        SeedRegression.Moments found =
            SeedRegression.Moments.of(draws.get(SITES.get(i)).toDoubles());
        assertThat(found.mean()).isCloseTo(exact[i].mean(), within(0.05 * exact[i].sd()));
        assertThat(found.sd()).isCloseTo(exact[i].sd(), within(0.05 * exact[i].sd()));
      }
    }
  }

  /** The probability of fresh points in the band, which is known, is averaged over data sets. */
  @Tag("slow")
  @Test
  void bandsCoverAsOftenAsTheySay() {
    double covered = 0;
    int seeds = 20;
    for (int seed = 1; seed <= seeds; seed++) {
      SeedRegression regression = SeedRegression.of(seed);
      Model model = Model.of(regression.program());
      try (Scope scope = Scope.open();
          Rng rng = Rng.of(seed, "fresh");
          VariationalFit fit = Svi.of(2000, 0.03).fit(new AutoNormal().of(model), Run.of(seed))) {
        Tensor seen = model.posteriorPredictive(fit.draws(4000, seed), rng).value("obs").sort(0);
        double[] low = seen.select(0, 99).toDoubles();
        double[] high = seen.select(0, 3899).toDoubles();
        for (int i = 0; i < SeedRegression.SIZE; i++) {
          double mean = SeedRegression.mean(regression.x().get(i));
          covered +=
              StandardNormal.cdf((high[i] - mean) / SeedRegression.NOISE)
                  - StandardNormal.cdf((low[i] - mean) / SeedRegression.NOISE);
        }
      }
    }
    assertThat(covered / (seeds * SeedRegression.SIZE)).isBetween(0.94, 0.96);
  }
}
