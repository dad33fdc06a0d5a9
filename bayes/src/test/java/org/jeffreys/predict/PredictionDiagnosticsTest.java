package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.Autoregression;
import org.jeffreys.diagnostic.EffectiveSampleSize;
import org.jeffreys.diagnostic.Rhat;
import org.junit.jupiter.api.Test;

final class PredictionDiagnosticsTest {
  private static final int CHAINS = 3;
  private static final int SAMPLES = 100;

  /** Rows 0 and 2 mix, slower in row 2; in row 1 the last chain is elsewhere; row 3 is constant. */
  private static final double[][][] ROWS = rows();

  private static double[][][] rows() {
    var rng = new SplittableRandom(1);
    double[][][] rows = new double[4][CHAINS][SAMPLES];
    rows[0] = Autoregression.chains(0, CHAINS, SAMPLES, rng);
    rows[1] = Autoregression.chains(0, CHAINS, SAMPLES, rng);
    rows[2] = Autoregression.chains(0.5, CHAINS, SAMPLES, rng);
    for (int s = 0; s < SAMPLES; s++) {
      rows[1][2][s] += 5;
    }
    return rows;
  }

  private static PredictionDiagnostics diagnostics() {
    double[] outputs = new double[CHAINS * SAMPLES * 4];
    for (int draw = 0; draw < CHAINS * SAMPLES; draw++) {
      for (int row = 0; row < 4; row++) {
        outputs[draw * 4 + row] = ROWS[row][draw / SAMPLES][draw % SAMPLES];
      }
    }
    return PredictionDiagnostics.of(
        SampledPrediction.of(
            Outputs.of(outputs, CHAINS * SAMPLES, 4, 1), CHAINS, GaussianObservation.shared(1)));
  }

  @Test
  void areThoseOfTheMeanFunction() {
    var diagnostics = diagnostics();
    for (int row = 0; row < 4; row++) {
      var one = diagnostics.rows(row);
      assertThat(one.rhat()).isEqualTo(Doubles.of(Rhat.of(ROWS[row])));
      assertThat(one.essBulk()).isEqualTo(Doubles.of(EffectiveSampleSize.bulk(ROWS[row])));
      assertThat(one.essTail()).isEqualTo(Doubles.of(EffectiveSampleSize.tail(ROWS[row])));
    }
  }

  @Test
  void theWorstRowCounts() {
    var mixed = diagnostics().rows(0, 2);
    assertThat(mixed.maxRhat()).isLessThan(1.05);
    assertThat(mixed.minEssBulk()).isEqualTo(EffectiveSampleSize.bulk(ROWS[2]));
    assertThat(mixed.minEssTail())
        .isEqualTo(Math.min(EffectiveSampleSize.tail(ROWS[0]), EffectiveSampleSize.tail(ROWS[2])));
    assertThat(diagnostics().rows(0, 1).maxRhat()).isGreaterThan(1.5);
    assertThat(diagnostics().maxRhat()).as("a constant row").isNaN();
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> diagnostics().rows(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row: expected an index in [0, 4), got 4");
    assertThatThrownBy(() -> diagnostics().rows())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number of rows: expected an integer >= 1, got 0");
  }
}
