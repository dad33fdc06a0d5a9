package org.jeffreys.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;

final class SampleSummaryTest {
  private static final SamplerDiagnostics FINE = SamplerDiagnostics.ofSteps(4000, 0);

  private static double[][] good(long seed) {
    return Autoregression.chains(0, 4, 1000, new SplittableRandom(seed));
  }

  @Test
  void aParameterHasTheNumbersOfItsParts() {
    double[][] draws = good(1);
    ParameterSummary summary = ParameterSummary.of("mu", draws);
    double[] sorted = Chains.sorted(draws);
    assertThat(summary)
        .isEqualTo(
            new ParameterSummary(
                "mu",
                Chains.mean(draws),
                Math.sqrt(Chains.variance(Chains.flatten(draws))),
                MonteCarloError.mean(draws),
                Chains.quantile(sorted, 0.05),
                Chains.quantile(sorted, 0.5),
                Chains.quantile(sorted, 0.95),
                Convergence.of(draws)));
    assertThat(summary.mean()).isEqualTo(0, within(5 * summary.mcse()));
    assertThat(summary.sd()).isEqualTo(1, within(0.06));
    assertThat(summary.q05()).isEqualTo(-1.645, within(0.15));
    assertThat(summary.rhat()).isLessThan(1.01);
    assertThat(summary.essBulk()).isGreaterThan(3000);
    assertThat(summary.essTail()).isGreaterThan(3000);
  }

  @Test
  void aParameterOfExactNumbers() {
    ParameterSummary summary = ParameterSummary.of("x", new double[][] {{1, 2, 3, 4, 5}});
    assertThat(summary.mean()).isEqualTo(3);
    assertThat(summary.sd()).isEqualTo(Math.sqrt(2.5), within(1e-12));
    assertThat(summary.q05()).isEqualTo(1.2, within(1e-12));
    assertThat(summary.q50()).isEqualTo(3);
    assertThat(summary.q95()).isEqualTo(4.8, within(1e-12));
    assertThat(summary.mcse()).isNaN();
  }

  @Test
  void edgesOfAParameter() {
    ParameterSummary constant = ParameterSummary.of("c", new double[][] {{2, 2, 2, 2, 2, 2}});
    assertThat(constant.mean()).isEqualTo(2);
    assertThat(constant.sd()).isZero();
    assertThat(constant.q95()).isEqualTo(2);
    assertThat(constant.rhat()).isNaN();
    ParameterSummary broken = ParameterSummary.of("b", new double[][] {{2, Double.NaN, 1, 2, 3}});
    assertThat(broken.mean()).isNaN();
    assertThat(broken.q05()).isNaN();
    assertThat(broken.q95()).isNaN();
    ParameterSummary one = ParameterSummary.of("o", new double[][] {{7}});
    assertThat(one.mean()).isEqualTo(7);
    assertThat(one.sd()).isNaN();
  }

  @Test
  void goodRunsHaveNoWarning() {
    var parameters =
        List.of(
            ParameterSummary.of("mu", good(2)),
            ParameterSummary.of("tau", good(3)),
            ParameterSummary.of("fixed", new double[4][1000]));
    var summary = SampleSummary.of(parameters, 4, FINE);
    assertThat(summary.warnings()).isEmpty();
    assertThat(summary.parameters()).isEqualTo(parameters);
    assertThat(summary.rhatMax())
        .isEqualTo(Math.max(parameters.get(0).rhat(), parameters.get(1).rhat()));
    assertThat(summary.essBulkMin())
        .isEqualTo(Math.min(parameters.get(0).essBulk(), parameters.get(1).essBulk()));
    assertThat(summary.essTailMin())
        .isEqualTo(Math.min(parameters.get(0).essTail(), parameters.get(1).essTail()));
  }

  @Test
  void warnsOfTheSampler() {
    var sampler =
        new SamplerDiagnostics(
            4000, 12, 400, 10, new EnergyDiagnostic(Doubles.of(0.9, 0.214, 0.29, 1.1)));
    var summary = SampleSummary.of(List.of(ParameterSummary.of("mu", good(4))), 4, sampler);
    assertThat(summary.warnings())
        .containsExactly(
            "12 of 4000 transitions (0.30 %) ended with a divergence: the draws miss a part of the"
                + " posterior; raise the target acceptance, or reparameterise: non-centre what is"
                + " centred",
            "400 of 4000 transitions (10 %) hit the maximum tree depth of 10, which is slow;"
                + " raise it, or scale the parameters alike",
            "E-BFMI is below 0.3 in 2 of 4 chains (least 0.21): tails are explored slowly;"
                + " reparameterise");
  }

  @Test
  void warnsOfChainsThatDisagreeAndOfFewDraws() {
    List<ParameterSummary> stuck =
        IntStream.range(0, 7)
            .mapToObj(
                i -> {
                  double[][] draws = good(5 + i);
                  Arrays.setAll(draws[0], s -> draws[0][s] + 3);
                  return ParameterSummary.of("theta[" + i + "]", draws);
                })
            .toList();
    String names = "theta[0], theta[1], theta[2], theta[3], theta[4] and 2 more";
    assertThat(SampleSummary.of(stuck, 4, FINE).warnings())
        .containsExactly(
            "R-hat is above 1.01: " + names + "; the chains disagree: run longer",
            "bulk ESS is below 100 a chain (400): " + names + "; run longer",
            "tail ESS is below 100 a chain (400): " + names + "; run longer");
  }

  @Test
  void warnsOfWhatCannotBeTold() {
    double[][] broken = good(6);
    broken[2][1] = Double.POSITIVE_INFINITY;
    var parameters =
        List.of(
            ParameterSummary.of("a", broken),
            ParameterSummary.of("b", new double[][] {{1, 2, 3}, {2, 3, 1}}));
    var summary = SampleSummary.of(parameters, 2, FINE);
    assertThat(summary.warnings())
        .containsExactly(
            "draws that are not finite: a; look at the model there",
            "R-hat cannot be told of so few draws: b; run longer",
            "bulk ESS is below 100 a chain (200): b; run longer",
            "tail ESS is below 100 a chain (200): b; run longer");
    assertThat(summary.rhatMax()).isNaN();
    assertThat(summary.essBulkMin()).isNaN();
  }

  @Test
  void energyFractionIsThatOfTheFormula() {
    double[] energy = new double[200];
    for (int s = 0; s < energy.length; s++) {
      energy[s] = (s == 0 ? 0 : energy[s - 1]) + Math.sin((s + 1) * 1.7);
    }
    // numpy 2.4.6: (diff(e)**2).sum() / ((e - e.mean())**2).sum()
    var diagnostic = EnergyDiagnostic.of(new double[][] {energy, new double[200]});
    assertThat(diagnostic.bfmi().get(0)).isEqualTo(2.2451739283117305, within(1e-10));
    assertThat(diagnostic.bfmi().get(1)).isNaN();
    assertThat(diagnostic.lowChains()).isEmpty();
    assertThat(EnergyDiagnostic.of(new double[][] {{1}}).bfmi().get(0)).isNaN();
    assertThat(EnergyDiagnostic.of(new double[][] {{1, Double.NaN}}).bfmi().get(0)).isNaN();
    assertThat(EnergyDiagnostic.of(new double[][] {{1, 2, 3, 4, 5, 6, 7, 8}}).lowChains())
        .containsExactly(0);
  }

  /** Energies of AR(1) chains have a fraction of 2 (1 - ρ). */
  @Test
  void energyFractionOfSlowChainsIsLow() {
    double[][] energy = Autoregression.chains(0.95, 3, 20_000, new SplittableRandom(7));
    var diagnostic = EnergyDiagnostic.of(energy);
    assertThat(diagnostic.bfmi().get(1)).isEqualTo(0.1, within(0.02));
    assertThat(diagnostic.lowChains()).containsExactly(0, 1, 2);
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> SampleSummary.of(List.of(), 4, FINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number of parameters: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> SamplerDiagnostics.ofSteps(10, 11))
        .hasMessage("numDivergent: expected an integer in [0, 10], got 11");
    assertThatThrownBy(() -> new SamplerDiagnostics(10, 0, -1, 10, null))
        .hasMessage("numSaturated: expected an integer in [0, 10], got -1");
    assertThatThrownBy(() -> EnergyDiagnostic.of(new double[][] {{1, 2}, {1}}))
        .hasMessage("chain 1: expected 2 draws as in chain 0, got 1");
  }
}
