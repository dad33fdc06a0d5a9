package org.jeffreys.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RegistryTest {
  private static final Registry<Shape> SHAPES =
      Registry.of(
          "shape",
          List.of(
              new Registry.Entry<>(
                  "circle",
                  Circle.class,
                  "Round",
                  circle -> Fields.ordered("radius", circle.radius()),
                  fields -> new Circle(fields.number("radius"))),
              new Registry.Entry<>(
                  "nothing",
                  Nothing.class,
                  "Empty",
                  nothing -> Map.of(),
                  fields -> new Nothing())));

  private interface Shape {}

  private record Circle(double radius) implements Shape {}

  private record Nothing() implements Shape {}

  private record Unlisted() implements Shape {}

  @Test
  void valuesMakeTheRoundTrip() {
    assertThat(SHAPES.names()).containsExactly("circle", "nothing");
    assertThat(SHAPES.describe(new Circle(2))).hasToString("{type=circle, radius=2.0}");
    for (Shape shape : List.of(new Circle(0.1 + 0.2), new Nothing())) {
      assertThat(SHAPES.of(SHAPES.describe(shape))).isEqualTo(shape);
    }
    assertThat(SHAPES.of(Map.of("type", "circle", "radius", 3))).isEqualTo(new Circle(3));
  }

  @Test
  void refusesByName() {
    assertThatThrownBy(() -> SHAPES.of(Map.of("type", "square")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape: expected one of [circle, nothing], got 'square'");
    assertThatThrownBy(() -> SHAPES.describe(new Unlisted()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape: expected one of [circle, nothing], got Unlisted");
    assertThatThrownBy(() -> SHAPES.of(Map.of("type", "circle")))
        .hasMessage("circle.radius: expected a number, got null");
    assertThatThrownBy(() -> SHAPES.of(Map.of("type", "nothing", "radius", 1)))
        .hasMessageStartingWith("nothing: expected fields [type], got [");
  }
}
