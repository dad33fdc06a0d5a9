package org.jeffreys.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Draws where samplers go other ways than for the examples of the registry. */
@ExtendWith(NativeMemory.class)
final class DrawRegimesTest {
  record Regime(String name, Distributions.Maker maker, Doubles parameters) {
    List<Tensor> tensors() {
      return Arrays.stream(parameters.toArray()).mapToObj(Parameters::number).toList();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Regime regime(String name, Distributions.Maker maker, double... parameters) {
    return new Regime(name, maker, Doubles.of(parameters));
  }

  private static Regime truncated(double loc, double low, double high) {
    return regime(
        "truncated normal at " + loc + " to " + low + ", " + high,
        p -> new TruncatedNormal(p.get(0), p.get(1), low, high),
        loc,
        1.2);
  }

  private static Regime binomial(long trials, double logits) {
    return regime(
        trials + " trials",
        p -> new Binomial(Parameters.number((double) trials), p.get(0)),
        logits);
  }

  static Stream<Regime> regimes() {
    double none = Double.NEGATIVE_INFINITY;
    double all = Double.POSITIVE_INFINITY;
    Distributions.Maker gamma = p -> new Gamma(p.get(0), p.get(1));
    Distributions.Maker beta = p -> new Beta(p.get(0), p.get(1));
    Distributions.Maker vonMises = p -> new VonMises(p.get(0), p.get(1));
    Distributions.Maker poisson = p -> new Poisson(p.get(0));
    return Stream.of(
        regime("gamma below 1", gamma, 0.2, 0.4),
        regime("gamma far above 1", gamma, 3000, 2000),
        regime("beta with two poles", beta, 0.1, 0.2),
        regime("narrow beta", beta, 300, 200),
        regime("t without a mean", p -> new StudentT(p.get(0), p.get(1), p.get(2)), 0.7, 0.3, 2),
        regime("narrow von Mises", vonMises, 3.1, 50),
        regime("flat von Mises", vonMises, 1, 1e-4),
        regime("many arrivals", poisson, 57.3),
        regime("negative binomial", p -> new NegativeBinomial(p.get(0), p.get(1)), 30, 0.4),
        binomial(100, -0.4),
        binomial(1000, 2.5),
        binomial(0, 0.3),
        truncated(0, 5, all),
        truncated(0, none, -6),
        truncated(-50, -0.5, 2),
        truncated(30, -0.5, 2),
        truncated(0.3, none, all));
  }

  static Stream<Regime> reparameterised() {
    return regimes()
        .filter(
            regime -> {
              try (Scope scope = Scope.open()) {
                return regime.maker().of(regime.tensors()).isReparameterised();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void drawsHaveTheDensity(Regime regime) {
    DrawChecks.density(regime.name(), regime.maker().of(regime.tensors()));
  }

  @ParameterizedTest
  @MethodSource("reparameterised")
  void drawsHaveTheGradientOfTheMean(Regime regime) {
    DrawChecks.gradients(regime.name(), regime.maker(), regime.tensors());
  }

  /** Means of draws that are far apart or near 0 say nothing: log z of a small α is -E/α. */
  @Test
  void tinyConcentrationsNeitherUnderflowNorLoseTheirGradient() {
    try (Rng rng = Rng.of(5, "tiny")) {
      Tensor alpha = Gradients.track(Parameters.number(1e-3));
      Tensor log = GammaDraws.log(rng, alpha, Shape.of(10_000));
      assertThat(log.isFinite().all()).isTrue();
      assertThat(log.mean().item()).isCloseTo(-1000, within(50.0));
      // d/dα of ψ(α) is about 1/α².
      assertThat(Gradients.of(log.mean(), alpha).get(0).item()).isCloseTo(1e6, within(5e4));
      Beta beta = new Beta(alpha, Parameters.number(1e-3));
      Tensor draws = beta.sample(rng, Shape.of(1000));
      assertThat(Domain.openUnit(draws).all()).isTrue();
      assertThat(Gradients.of(draws, alpha).get(0).isFinite().all()).isTrue();
    }
  }

  @Test
  void farTailsAreDrawnFrom() {
    try (Rng rng = Rng.of(6, "tail")) {
      Tensor draws =
          TruncatedNormal.of(0, 1, 1000, Double.POSITIVE_INFINITY).sample(rng, Shape.of(20_000));
      // x - 1000 is near an exponential number of rate 1000.
      assertThat(draws.sub(1000).mean().item()).isCloseTo(1e-3, within(5e-5));
      assertThat(draws.min(0).item()).isGreaterThanOrEqualTo(1000);
    }
  }

  @Test
  void chainsHaveTheirOwnDraws() {
    List<Tensor> found = List.of(chains(2), chains(3));
    assertThat(found.get(1).narrow(0, 0, 2).toDoubles()).containsExactly(found.get(0).toDoubles());
  }

  private static Tensor chains(int count) {
    try (Rng rng = Rng.streams(7, "chains", count)) {
      return Gamma.of(0.5, 2).sample(rng, Shape.of(count, 5));
    }
  }

  @Test
  void singlePrecisionIsKept() {
    Tensor half = Tensor.full(DType.FLOAT32, 0.5);
    try (Rng rng = Rng.of(8, "single")) {
      for (Distribution made :
          List.of(new Gamma(half, half), new Beta(half, half), new Weibull(half, half))) {
        Tensor draws = made.sample(rng, Shape.of(1000));
        assertThat(draws.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(made.support().contains(draws).all()).isTrue();
        assertThat(made.logProb(draws).isFinite().all()).isTrue();
      }
    }
  }
}
