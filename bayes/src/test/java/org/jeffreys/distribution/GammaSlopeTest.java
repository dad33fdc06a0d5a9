package org.jeffreys.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against {@code gamma-slope.csv}, which says how its values were made. */
final class GammaSlopeTest {
  record Reference(double alpha, double logZ, double slope) {}

  static List<Reference> references() throws IOException {
    var file = Objects.requireNonNull(GammaSlopeTest.class.getResourceAsStream("gamma-slope.csv"));
    try (var lines = new BufferedReader(new InputStreamReader(file, UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", 3))
          .map(
              cells ->
                  new Reference(
                      Double.parseDouble(cells[0]),
                      Double.parseDouble(cells[1]),
                      Double.parseDouble(cells[2])))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void slopesAreThoseOfTheQuantile(Reference reference) {
    assertThat(GammaSlope.of(reference.alpha(), reference.logZ()))
        .isCloseTo(reference.slope(), within(1e-11 * Math.abs(reference.slope())));
  }

  @Test
  void partsMeet() {
    for (double z : new double[] {0.2, 1, 4, 30}) {
      for (double alpha : new double[] {z - 1, z}) {
        if (alpha > 0) {
          double below = GammaSlope.of(alpha, Math.log(alpha + 1 - 1e-9));
          double above = GammaSlope.of(alpha, Math.log(alpha + 1 + 1e-9));
          assertThat(below).isCloseTo(above, within(1e-8));
        }
      }
    }
    for (double x : new double[] {-3, 0, 3}) {
      double logZ = Math.log(1000 + x * Math.sqrt(1000));
      assertThat(GammaSlope.of(Math.nextDown(1000.0), logZ))
          .isCloseTo(GammaSlope.of(1000, logZ), within(1e-13));
    }
  }
}
