package org.jeffreys.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jeffreys.core.StandardNormal;
import org.junit.jupiter.api.Test;

final class GaussianMechanismTest {

  /** 2 Φ(1/2) - 1 and Φ(-1/2) - e Φ(-3/2), from tables of Φ to 16 places (mpmath 1.3.0, ncdf). */
  @Test
  void hasTheAnalyticDelta() {
    assertThat(new GaussianMechanism(1).delta(0)).isCloseTo(0.3829249225480262, within(1e-15));
    assertThat(new GaussianMechanism(1).delta(1)).isCloseTo(0.12693673750664395, within(1e-15));
  }

  @Test
  void epsilonInvertsDelta() {
    for (double sigma : new double[] {0.05, 0.7, 3, 100}) {
      for (double delta : new double[] {1e-300, 1e-12, 1e-5, 1e-3}) {
        var mechanism = new GaussianMechanism(sigma);
        double epsilon = mechanism.epsilon(delta);
        assertThat(mechanism.delta(epsilon) / delta).isCloseTo(1, within(1e-8));
      }
    }
  }

  @Test
  void everyAccountantIsAtLeastTheExactOne() {
    double exact = new GaussianMechanism(2).epsilon(1e-5);
    var step = SampledGaussian.unsubsampled(2, 1);
    assertThat(PrvAccountant.standard().epsilon(1e-5, step)).isEqualTo(exact);
    assertThat(RdpAccountant.current().epsilon(1e-5, step)).isBetween(exact, 1.15 * exact);
    assertThat(new GdpAccountant().approximateEpsilon(1e-5, List.of(step)))
        .isCloseTo(exact, within(1e-12));
  }

  @Test
  void knowsItsEdges() {
    assertThat(new GaussianMechanism(0).epsilon(0.1)).isInfinite();
    assertThat(new GaussianMechanism(Double.POSITIVE_INFINITY).epsilon(0.1)).isZero();
    assertThat(new GaussianMechanism(1e9).epsilon(1e-5)).isZero();
    assertThatThrownBy(() -> new GaussianMechanism(1).epsilon(0))
        .hasMessage("delta: expected a value in (0, 1), got 0.0");
    assertThatThrownBy(() -> new GaussianMechanism(Double.NaN))
        .hasMessage("noiseMultiplier: expected a value >= 0, got NaN");
  }

  @Test
  void normalTailsAreAccurate() {
    // mpmath 1.3.0: log(ncdf(-40)), ncdf(-2), ncdf(1)
    assertThat(StandardNormal.logCdf(-40)).isCloseTo(-804.608442013754, within(1e-10));
    assertThat(StandardNormal.cdf(-2)).isCloseTo(0.02275013194817921, within(1e-15));
    assertThat(StandardNormal.cdf(1)).isCloseTo(0.8413447460685429, within(1e-15));
  }
}
