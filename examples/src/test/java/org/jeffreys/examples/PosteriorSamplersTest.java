package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PosteriorSamplersTest {
  @Tag("slow")
  @Test
  void isSureAtTheDataAndUnsureInTheGapAndBeyond() {
    var prediction = PosteriorSamplers.fit("sghmc", 0.5, new double[][] {{-1.5}, {0}, {3}});
    double[] epistemic = prediction.epistemic().value().toArray();
    assertThat(epistemic[0]).isLessThan(0.15);
    assertThat(epistemic[1]).isGreaterThan(2 * epistemic[0]);
    assertThat(epistemic[2]).isGreaterThan(2 * epistemic[0]);
  }

  @Test
  void settingsOfOnesOwnMakeAMethod() {
    assertThat(PosteriorSamplers.own().name()).isEqualTo("sghmc");
  }
}
