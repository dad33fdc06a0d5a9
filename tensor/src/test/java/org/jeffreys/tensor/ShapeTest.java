package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.jeffreys.tensor.Numbers.refused;

import org.junit.jupiter.api.Test;

final class ShapeTest {

  @Test
  void lengths() {
    Shape shape = Shape.of(2, 3, 5);
    assertThat(shape.rank()).isEqualTo(3);
    assertThat(shape.size(0)).isEqualTo(2);
    assertThat(shape.size(-1)).isEqualTo(5);
    assertThat(shape.numElements()).isEqualTo(30);
    assertThat(Shape.of().numElements()).isEqualTo(1);
    assertThat(shape.prepend(7, 1)).isEqualTo(Shape.of(7, 1, 2, 3, 5));
    assertThat(shape).hasToString("[2, 3, 5]").hasSameHashCodeAs(Shape.of(2, 3, 5));
    assertThat(shape).isNotEqualTo(Shape.of(2, 3)).isNotEqualTo("[2, 3, 5]");
  }

  @Test
  void nobodyElseHoldsTheLengths() {
    long[] given = {2, 3};
    Shape shape = Shape.of(given);
    given[0] = 9;
    shape.toArray()[1] = 9;
    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void whatIsNoShapeIsRefused() {
    refused(() -> Shape.of(2, -1), "shape: expected an integer >= 0, got -1");
    refused(() -> Shape.of(2).size(1), "axis: expected an index in [0, 1), got 1");
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Shape.of(1L << 32, 1L << 32).numElements());
  }
}
