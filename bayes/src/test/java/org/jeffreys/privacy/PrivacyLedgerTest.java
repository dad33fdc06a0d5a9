package org.jeffreys.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PrivacyLedgerTest {
  private static final RdpAccountant RDP = RdpAccountant.current();

  private static double epsilon(Release release) {
    return PrivacyLedger.empty().with(release).epsilon(1e-5, RDP);
  }

  @Test
  void independentChainsAreMoreSteps() {
    assertThat(epsilon(new Release.Poisson("run", 1.5, 0.04, 100, Chains.independent(8))))
        .isEqualTo(epsilon(new Release.Poisson("run", 1.5, 0.04, 800, Chains.ONE)));
  }

  @Test
  void sharedBatchesDivideTheNoise() {
    assertThat(epsilon(new Release.Poisson("run", 3, 0.04, 100, Chains.shared(4))))
        .isEqualTo(epsilon(new Release.Poisson("run", 1.5, 0.04, 100, Chains.ONE)));
  }

  @Test
  void shuffledBatchesGetNoAmplification() {
    var shuffled = new Release.Shuffled("run", 5, 20, Chains.ONE);
    assertThat(shuffled.mechanism()).isEqualTo(SampledGaussian.unsubsampled(5, 20));
    // 20 epochs of 25 batches: Poisson sampling would claim far less.
    assertThat(epsilon(shuffled))
        .isGreaterThan(2 * epsilon(new Release.Poisson("run", 5, 0.04, 500, Chains.ONE)));
    assertThat(epsilon(new Release.Shuffled("run", 5, 20, Chains.shared(3))))
        .isCloseTo(
            epsilon(new Release.Shuffled("run", 5, 20, Chains.independent(3))), within(1e-12));
  }

  @Test
  void costsAreOrdered() {
    var ledger =
        PrivacyLedger.empty()
            .with(new Release.Poisson("first", 1.5, 0.04, 500, Chains.ONE))
            .with(new Release.Shuffled("second", 8, 3, Chains.independent(2)));
    var cost = ledger.cost(1e-5);
    assertThat(cost.prvLower()).isPositive().isLessThanOrEqualTo(cost.prvUpper());
    assertThat(cost.prvUpper()).isLessThan(cost.rdp());
    assertThat(cost.rdp()).isLessThan(cost.rdpClassic());
    assertThat(PrivacyLedger.empty().cost(1e-5)).isEqualTo(new PrivacyCost(1e-5, 0, 0, 0, 0));
  }

  @Test
  void saysWhatHoldsAndWhatDoesNot() {
    var statements =
        new PrivacyLedger(List.of(new Release.Shuffled("run", 5, 20, Chains.shared(3))))
            .statements();
    assertThat(statements.get(0))
        .startsWith("Adjacency: data sets that differ by adding or removing");
    assertThat(statements.get(1))
        .isEqualTo(
            "run: 20 epochs of shuffled batches with noise multiplier 5.00000, counted as one"
                + " Gaussian mechanism without subsampling an epoch, 3 chains on the same batches,"
                + " counted as one chain with the noise multiplier divided by sqrt(3).");
    assertThat(statements.get(2)).contains("the smaller epsilon of Poisson sampling does not hold");
    assertThat(statements.get(3)).startsWith("Composition:");
    assertThat(statements.subList(4, statements.size()))
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).startsWith("Not covered:"))
        .anySatisfy(line -> assertThat(line).contains("scalers"))
        .anySatisfy(line -> assertThat(line).contains("early stopping"))
        .anySatisfy(line -> assertThat(line).contains("clip rate"))
        .anySatisfy(line -> assertThat(line).contains("floating-point"));
  }

  @Test
  void refusesBadReleases() {
    assertThatThrownBy(() -> new Chains(0, Chains.Batches.SHARED))
        .hasMessage("numChains: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new Release.Shuffled("run", -1, 1, Chains.ONE))
        .hasMessage("noiseMultiplier: expected a finite value >= 0, got -1.0");
    assertThatThrownBy(() -> new Release.Poisson("run", 1, 0.1, -1, Chains.ONE))
        .hasMessage("steps: expected an integer >= 0, got -1");
  }
}
