package org.jeffreys.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.StandardNormal;
import org.junit.jupiter.api.Test;

/** PSIS-LOO, WAIC, and models compared by them. */
final class ElpdTest {
  private static final double[] DATA = {-1.2, -0.3, 0.1, 0.8, 1.5, 4};
  private static final Offset<Double> CLOSE = within(1e-9);

  /** N(y | μ, 1) with μ = 0.4 Φ⁻¹(u) at golden-section points, in 4 chains of 250. */
  private static double[][] logLikelihood(int observation) {
    double[] values =
        Arrays.stream(PsisTest.golden(1000))
            .map(u -> DATA[observation] - 0.4 * StandardNormal.quantile(u))
            .map(z -> -0.5 * z * z - 0.5 * Math.log(2 * Math.PI))
            .toArray();
    return Chains.unflatten(values, 4);
  }

  /** ArviZ 0.23.4: psislw(-ll, reff=ess(exp(ll), method="mean") / 1000), logsumexp(lw + ll). */
  @Test
  void looAgreesWithArviz() {
    Loo loo = Loo.of(DATA.length, ElpdTest::logLikelihood);
    double[] pointwise = {
      -1.8639900185229097,
      -1.0596886576959879,
      -1.011606628923654,
      -1.385619959438129,
      -2.340678212983038,
      -10.429774283112405
    };
    double[] khat = {
      0.3343078813906123,
      0.27394789190772845,
      0.19445358688095019,
      0.2355527870741791,
      0.30056674310086334,
      0.6089119462017968
    };
    assertThat(loo.pointwise().toArray()).containsExactly(pointwise, CLOSE);
    assertThat(loo.khat().toArray()).containsExactly(khat, within(1e-7));
    assertThat(loo.total()).isEqualTo(-18.091357760676125, CLOSE);
    assertThat(loo.numUnreliable()).isZero();
    assertThat(loo.numDraws()).isEqualTo(1000);
  }

  /** ArviZ 0.23.4, waic(), whose variances have divisor S or n where these have one less. */
  @Test
  void waicAgreesWithArviz() {
    Waic waic = Waic.of(DATA.length, ElpdTest::logLikelihood);
    double parameters = 3.32817024698364 * 1000 / 999;
    assertThat(waic.effectiveParameters()).isEqualTo(parameters, CLOSE);
    assertThat(waic.total())
        .isEqualTo(-18.09214725307183 + 3.32817024698364 - parameters, within(1e-8));
    assertThat(waic.standardError()).isEqualTo(8.220831478061832 * Math.sqrt(1.2), within(0.005));
    assertThat(waic.numUnreliable()).isEqualTo(1);
  }

  /** With a normal mean, a flat prior and draws from the exact posterior, LOO is known. */
  @Test
  void looIsThatOfRefitting() {
    var rng = new SplittableRandom(3);
    double[] y = rng.doubles(30).map(StandardNormal::quantile).toArray();
    double mean = Chains.mean(y);
    double[][] draws = Autoregression.chains(0, 4, 5_000, rng);
    double[][] mu = Chains.map(draws, z -> mean + z / Math.sqrt(y.length));
    Loo loo = Loo.of(y.length, i -> Chains.map(mu, m -> logNormal(y[i], m, 1)));
    double exact = 0;
    for (double one : y) {
      double rest = (mean * y.length - one) / (y.length - 1);
      exact += logNormal(one, rest, 1 + 1.0 / (y.length - 1));
    }
    assertThat(loo.total()).isEqualTo(exact, within(0.02));
    assertThat(loo.effectiveParameters()).isEqualTo(1, within(0.5));
    assertThat(loo.numUnreliable()).isZero();
  }

  private static double logNormal(double y, double loc, double variance) {
    return -0.5 * (y - loc) * (y - loc) / variance - 0.5 * Math.log(2 * Math.PI * variance);
  }

  private static Waic estimate(double... pointwise) {
    return new Waic(Doubles.of(pointwise), Doubles.of(pointwise));
  }

  private static Waic estimate(int count, IntToDoubleFunction pointwise) {
    return estimate(IntStream.rangeClosed(1, count).mapToDouble(pointwise).toArray());
  }

  private static Map<String, Waic> threeModels() {
    Map<String, Waic> models = new LinkedHashMap<>();
    models.put("sine", estimate(40, t -> -1 - 0.5 * Math.pow(Math.sin(t), 2)));
    models.put("cosine", estimate(40, t -> -1 - 0.5 * Math.pow(Math.cos(t), 2)));
    models.put("triple", estimate(40, t -> -1.3 + 0.2 * Math.sin(3 * t)));
    return models;
  }

  /** numpy 2.4.6: sum and sqrt(n * var(ddof=1)) of differences; weights: scipy 1.17.1, SLSQP. */
  @Test
  void comparisonAgreesWithNumpyAndScipy() {
    var comparison = ModelComparison.of(threeModels());
    assertThat(comparison.models().stream().map(ModelComparison.Model::name))
        .containsExactly("cosine", "sine", "triple");
    var cosine = comparison.models().get(0);
    var sine = comparison.models().get(1);
    var triple = comparison.models().get(2);
    assertThat(cosine.difference()).isZero();
    assertThat(cosine.differenceError()).isZero();
    assertThat(sine.difference()).isEqualTo(-0.4371389523960385, CLOSE);
    assertThat(sine.differenceError()).isEqualTo(2.2338811929621127, CLOSE);
    assertThat(triple.difference()).isEqualTo(-1.7220516726263944 - 0.4371389523960385, CLOSE);
    assertThat(sine.stackingWeight()).isEqualTo(0.41064818, within(1e-4));
    assertThat(cosine.stackingWeight()).isEqualTo(0.58935182, within(1e-4));
    assertThat(triple.stackingWeight()).isZero();
  }

  @Test
  void stackingOfOneOrOfTwinsIsEven() {
    Doubles one = Doubles.of(-1, -2);
    assertThat(StackingWeights.of(List.of(one))).isEqualTo(Doubles.of(1));
    assertThat(StackingWeights.of(List.of(one, one))).isEqualTo(Doubles.of(0.5, 0.5));
  }

  /** Each of two models knows a part of the observations: weights are those shares. */
  @Test
  void stackingOfSpecialistsIsTheirShare() {
    double[] left = new double[10];
    double[] right = new double[10];
    Arrays.fill(left, 3, 10, -1000);
    Arrays.fill(right, 0, 3, -1000);
    Doubles weights = StackingWeights.of(List.of(Doubles.of(left), Doubles.of(right)));
    assertThat(weights.get(0)).isEqualTo(0.3, within(1e-4));
    assertThat(weights.stream().sum()).isEqualTo(1, within(1e-12));
  }

  @Test
  void aSurprisingObservationIsUnreliable() {
    double[][] mu = Autoregression.chains(0, 4, 250, new SplittableRandom(4));
    Loo loo = Loo.of(1, i -> Chains.map(mu, m -> logNormal(10, m, 0.5)));
    assertThat(loo.numUnreliable()).isEqualTo(1);
    assertThat(loo.standardError()).isNaN();
  }

  @Test
  void constantLikelihoodIsExact() {
    double[][] constant = {new double[50], new double[50]};
    Loo loo = Loo.of(2, i -> constant);
    assertThat(loo.total()).isEqualTo(0, within(1e-12));
    assertThat(loo.effectiveParameters()).isEqualTo(0, within(1e-12));
    assertThat(loo.numUnreliable()).isZero();
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> Loo.of(1, i -> new double[][] {{0, Double.NaN}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "log likelihood of observation 0: expected a finite value in each draw, got NaN");
    assertThatThrownBy(() -> Waic.of(0, i -> new double[][] {{0}}))
        .hasMessage("numObservations: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> Waic.of(1, i -> new double[][] {{0}}))
        .hasMessage("draws of all chains: expected an integer >= 2, got 1");
    assertThatThrownBy(() -> ModelComparison.of(Map.of("a", estimate(-1))))
        .hasMessage("number of models: expected an integer >= 2, got 1");
    Map<String, Elpd> models = new LinkedHashMap<>();
    models.put("a", estimate(-1, -2));
    models.put("b", estimate(-1));
    assertThatThrownBy(() -> ModelComparison.of(models))
        .hasMessage("model b: expected 2 observations as a has, got 1");
    models.put("b", Loo.of(2, i -> new double[][] {{0, 0}}));
    assertThatThrownBy(() -> ModelComparison.of(models))
        .hasMessage("model b: expected an estimate by Waic as a has, got Loo");
  }
}
