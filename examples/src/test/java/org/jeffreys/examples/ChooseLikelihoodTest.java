package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.jeffreys.target.NegativeBinomialLikelihood;
import org.jeffreys.target.StudentTLikelihood;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class ChooseLikelihoodTest {
  /** Poisson's score is 2.50, with intervals that hold 82 %; integers hold more than asked for. */
  @Test
  void spreadOfCountsIsFound() {
    var scores = ChooseLikelihood.counts("negative-binomial", new NegativeBinomialLikelihood(1, 1));
    assertThat(scores.nll()).isLessThan(2.35);
    assertThat(scores.coverage()).isBetween(0.9, 0.99);
  }

  /** The normal likelihood's score is 5.35. */
  @Test
  void wildTargetsAreBorne() {
    var scores = ChooseLikelihood.wild("student-t", StudentTLikelihood.learned(1));
    assertThat(scores.nll()).isLessThan(4.9);
    assertThat(scores.coverage()).isBetween(0.88, 0.96);
  }
}
