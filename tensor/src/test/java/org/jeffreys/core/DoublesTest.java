package org.jeffreys.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class DoublesTest {

  @Test
  void nobodyElseHoldsTheValues() {
    double[] given = {1, 2, 3};
    Doubles vector = Doubles.of(given);
    given[0] = 9;
    vector.toArray()[1] = 9;
    assertThat(vector).isEqualTo(Doubles.of(1, 2, 3));
  }

  @Test
  void equalityIsByValueAndNotANumberEqualsItself() {
    assertThat(Doubles.of(1, Double.NaN))
        .isEqualTo(Doubles.of(1, Double.NaN))
        .hasSameHashCodeAs(Doubles.of(1, Double.NaN))
        .isNotEqualTo(Doubles.of(1))
        .hasToString("[1.0, NaN]");
  }

  @Test
  void statisticsOfValues() {
    Doubles vector = Doubles.of(3, -1, 4);
    assertThat(vector.mean()).isEqualTo(2);
    assertThat(vector.max()).isEqualTo(4);
    assertThat(vector.min()).isEqualTo(-1);
    assertThat(vector.map(x -> x * x)).isEqualTo(Doubles.of(9, 1, 16));
    assertThat(Doubles.of(vector.stream().sorted())).isEqualTo(Doubles.of(-1, 3, 4));
  }

  @Test
  void statisticsAtTheEdges() {
    Doubles none = Doubles.of();
    assertThat(none.size()).isZero();
    assertThat(none.mean()).isNaN();
    assertThat(none.max()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(none.min()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Doubles.of(1, Double.NaN, 2).max()).isNaN();
    assertThat(Doubles.of(1, Double.NaN, 2).min()).isNaN();
  }

  @Test
  void indicesAreChecked() {
    assertThat(Doubles.of(7).get(0)).isEqualTo(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Doubles.of(7).get(1))
        .withMessage("index: expected an index in [0, 1), got 1");
  }
}
