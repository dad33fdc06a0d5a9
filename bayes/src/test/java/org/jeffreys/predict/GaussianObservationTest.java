package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;

final class GaussianObservationTest {
  private static final Outputs OUTPUTS = Outputs.of(new double[] {1, 2, 3, 4}, 2, 2, 1);

  @Test
  void isNormalAroundTheOutput() {
    var components = new GaussianObservation(Doubles.of(0.5, 2)).at(OUTPUTS, 1, 0);
    assertThat(components.mean(0)).isEqualTo(2);
    assertThat(components.mean(1)).isEqualTo(4);
    assertThat(components.variance(0)).isEqualTo(0.25);
    assertThat(components.variance(1)).isEqualTo(4);
    assertThat(components.cdf(1, 6)).isEqualTo(0.8413447460685429, within(1e-15));
    assertThat(components.logProb(1, 4)).isEqualTo(-0.5 * Math.log(2 * Math.PI * 4), within(1e-15));
  }

  @Test
  void sharesOneScale() {
    var components = GaussianObservation.shared(3).at(OUTPUTS, 0, 0);
    assertThat(components.variance(0)).isEqualTo(9);
    assertThat(components.variance(1)).isEqualTo(9);
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> GaussianObservation.shared(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> new GaussianObservation(Doubles.of(1, 1, 1)).numOutputs(OUTPUTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale: expected 1 number or 2, one a draw, got 3");
  }
}
