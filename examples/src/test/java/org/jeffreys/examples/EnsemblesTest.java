package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class EnsemblesTest {
  private static final double[][] PLACES = {{-2}, {0}};

  /** All but one maximum know that they have seen nothing in the gap. */
  @Test
  void everyEnsembleIsMoreIgnorantInTheGap() {
    for (String method : new String[] {"deep-ensemble", "anchored-ensemble"}) {
      var ignorance = Ensembles.at(method, PLACES).epistemic().value();
      assertThat(ignorance.get(1)).as(method).isGreaterThan(3 * ignorance.get(0));
    }
    assertThat(Ensembles.at("map", PLACES).epistemic().value().get(1)).isZero();
  }

  @Test
  void theTutorialsEnsembleIsMoreIgnorantInTheGapToo() {
    var ignorance = Ensembles.anchored(PLACES).epistemic().value();
    assertThat(ignorance.get(1)).isGreaterThan(3 * ignorance.get(0));
  }
}
