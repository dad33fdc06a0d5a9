package org.jeffreys.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against {@code vector-log-densities.csv}, which says how its values were made. */
@ExtendWith(NativeMemory.class)
final class VectorReferenceTest {
  record Reference(String name, String parameters, String value, double logProb) {}

  static List<Reference> references() throws IOException {
    var file =
        Objects.requireNonNull(
            VectorReferenceTest.class.getResourceAsStream("vector-log-densities.csv"));
    try (var lines = new BufferedReader(new InputStreamReader(file, UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", 4))
          .map(cells -> new Reference(cells[0], cells[1], cells[2], Double.parseDouble(cells[3])))
          .toList();
    }
  }

  /** Of {@code 2x2:1 0 0.5 1}. */
  private static Tensor tensor(String cell) {
    List<String> parts = Arrays.asList(cell.split(":", 2));
    long[] shape =
        Pattern.compile("x")
            .splitAsStream(parts.get(0))
            .filter(size -> !size.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    double[] numbers =
        Pattern.compile(" ").splitAsStream(parts.get(1)).mapToDouble(Double::parseDouble).toArray();
    return Tensor.of(numbers, shape);
  }

  @ParameterizedTest
  @MethodSource("references")
  void densitiesAreTheReferences(Reference reference) {
    List<Tensor> parameters =
        Pattern.compile("\\|")
            .splitAsStream(reference.parameters())
            .map(cell -> Gradients.track(tensor(cell)))
            .toList();
    Distribution made = made(reference, parameters);
    made.check();
    Tensor density = made.logProb(tensor(reference.value()));
    double size = Math.max(1, Math.abs(reference.logProb()));
    assertThat(density.item()).isCloseTo(reference.logProb(), within(1e-11 * size));
    Gradients.of(density, parameters.toArray(Tensor[]::new))
        .forEach(gradient -> assertThat(gradient.isFinite().all()).isTrue());
  }

  private static Distribution made(Reference reference, List<Tensor> parameters) {
    return Distributions.all().stream()
        .filter(entry -> entry.name().equals(reference.name()))
        .findFirst()
        .orElseThrow()
        .maker()
        .of(parameters);
  }
}
