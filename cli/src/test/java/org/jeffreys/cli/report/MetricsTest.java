package org.jeffreys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void areIndentedJsonInTheOrderPut() {
    Metrics metrics = Metrics.empty().put("coverage", 0.1).put("float", 0.1f).put("draws", 4000L);
    metrics.put("nll", Double.NaN).put("rHat", Doubles.of(1, Double.POSITIVE_INFINITY));
    metrics.section("run").put("method", "sgld").put("resumed", false);
    assertThat(metrics.json())
        .isEqualTo(
            """
            {
              "coverage" : 0.1,
              "float" : 0.1,
              "draws" : 4000,
              "nll" : null,
              "rHat" : [ 1.0, null ],
              "run" : {
                "method" : "sgld",
                "resumed" : false
              }
            }
            """);
  }

  @Test
  void refusesANameTwice() {
    Metrics metrics = Metrics.empty().put("ece", 0.1);
    assertThatThrownBy(() -> metrics.put("ece", 0.2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: expected a name not put before, got ece");
  }
}
