package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PropertyTest {

  @Test
  void everyCaseIsAnotherAndTheSameAgain() {
    List<Long> first = new ArrayList<>();
    List<Long> second = new ArrayList<>();
    Property.forAll(50, stream -> first.add(stream.nextLong()));
    Property.forAll(50, stream -> second.add(stream.nextLong()));
    assertThat(first).hasSize(50).doesNotHaveDuplicates().isEqualTo(second);
  }

  @Test
  void failuresNameTheSeedThatReproducesThem() {
    List<Long> drawn = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Property.forAll(
                    10,
                    stream -> {
                      drawn.add(stream.nextLong());
                      if (drawn.size() == 4) {
                        throw new IllegalStateException("fourth");
                      }
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("seed 3: fourth")
        .hasCauseInstanceOf(IllegalStateException.class);
    Property.holdsFor(3, stream -> assertThat(stream.nextLong()).isEqualTo(drawn.get(3)));
  }
}
