package org.jeffreys.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.tensor.Numbers.assertGradient;
import static org.jeffreys.tensor.Numbers.assertValues;
import static org.jeffreys.tensor.Numbers.refused;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against {@code special.csv}, which says how its values were made. */
@ExtendWith(NativeMemory.class)
final class SpecialTest {
  private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS =
      Map.ofEntries(
          Map.entry("log1p", Special::log1p),
          Map.entry("expm1", Special::expm1),
          Map.entry("softplus", Special::softplus),
          Map.entry("logSigmoid", Special::logSigmoid),
          Map.entry("sigmoid", Tensor::sigmoid),
          Map.entry("logGamma", Special::logGamma),
          Map.entry("digamma", Special::digamma),
          Map.entry("trigamma", x -> Special.polygamma(1, x)),
          Map.entry("erf", Special::erf),
          Map.entry("erfc", Special::erfc),
          Map.entry("erfcx", Special::erfcx),
          Map.entry("erfInverse", Special::erfInverse),
          Map.entry("normalCdf", Special::normalCdf),
          Map.entry("logNormalCdf", Special::logNormalCdf),
          Map.entry("normalQuantile", Special::normalQuantile),
          Map.entry("besselI0e", Special::besselI0e));

  record Reference(String name, double x, double value) {}

  static List<Reference> references() throws IOException {
    var file = Objects.requireNonNull(SpecialTest.class.getResourceAsStream("special.csv"));
    try (var lines = new BufferedReader(new InputStreamReader(file, UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", 3))
          .map(
              cells ->
                  new Reference(
                      cells[0], Double.parseDouble(cells[1]), Double.parseDouble(cells[2])))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void valuesAreTheReferences(Reference reference) {
    UnaryOperator<Tensor> function = FUNCTIONS.get(reference.name());
    double wide = function.apply(Tensor.of(new double[] {reference.x()}, 1)).item();
    assertThat(wide)
        .isCloseTo(reference.value(), within(3e-13 * Math.abs(reference.value()) + 1e-314));
    if ((float) reference.x() == reference.x() && Math.abs(reference.value()) < Float.MAX_VALUE) {
      double narrow = function.apply(Tensor.of(new float[] {(float) reference.x()}, 1)).item();
      assertThat(narrow)
          .as("float32")
          .isCloseTo(reference.value(), within(5e-6 * Math.abs(reference.value()) + 1e-44));
    }
  }

  @Test
  void everyFunctionHasReferences() throws IOException {
    assertThat(references()).extracting(Reference::name).containsAll(FUNCTIONS.keySet());
  }

  @Test
  void gammaDistributionFunctionHasClosedForms() {
    for (double x : new double[] {1e-10, 0.5, 2, 40}) {
      Tensor at = Tensor.of(new double[] {x}, 1);
      assertValues(Special.gammaCdf(Tensor.ones(DType.FLOAT64, 1), at), -Math.expm1(-x));
      assertValues(
          Special.gammaCdf(Tensor.full(DType.FLOAT64, 0.5, 1), at), Special.erf(at.sqrt()).item());
      assertValues(
          Special.gammaCdf(Tensor.full(DType.FLOAT64, 2, 1), at),
          -Math.expm1(-x) - x * Math.exp(-x));
    }
  }

  @Test
  void edges() {
    double none = Double.NEGATIVE_INFINITY;
    double all = Double.POSITIVE_INFINITY;
    Tensor ends = Tensor.of(new double[] {none, all, Double.NaN}, 3);
    assertThat(Special.softplus(ends).toDoubles()).containsExactly(0, all, Double.NaN);
    assertThat(Special.logSigmoid(ends).add(0).toDoubles()).containsExactly(none, 0, Double.NaN);
    assertThat(Special.logNormalCdf(ends).add(0).toDoubles()).containsExactly(none, 0, Double.NaN);
    assertThat(Special.logAddExp(ends, ends).toDoubles()).containsExactly(none, all, Double.NaN);
    Tensor zeros = Tensor.zeros(DType.FLOAT64, 2);
    assertThat(Special.xlogy(zeros, zeros).toDoubles()).containsExactly(0, 0);
    assertThat(Special.normalQuantile(Tensor.of(new double[] {0, 0.5, 1, 2}, 4)).toDoubles())
        .containsExactly(none, 0, all, Double.NaN);
    refused(() -> Special.polygamma(-1, zeros), "order: expected an integer >= 0, got -1");
  }

  @Test
  void derivativesAreThoseOfDifferences() {
    Tensor positive = Tensor.of(new double[] {0.3, 1, 2.5, 10}, 4);
    Tensor real = Tensor.of(new double[] {-6, -1.5, 0.3, 2.5}, 4);
    Tensor probabilities = Tensor.of(new double[] {0.01, 0.3, 0.75}, 3);
    Map.of("erf", real, "erfc", real, "erfcx", real.narrow(0, 1, 3), "normalCdf", real)
        .forEach((name, at) -> assertGradient(FUNCTIONS.get(name), at));
    Map.of("logNormalCdf", real, "besselI0e", real, "logGamma", positive, "digamma", positive)
        .forEach((name, at) -> assertGradient(FUNCTIONS.get(name), at));
    Map.of("trigamma", positive, "erfInverse", probabilities, "normalQuantile", probabilities)
        .forEach((name, at) -> assertGradient(FUNCTIONS.get(name), at));
    assertGradient(x -> Special.gammaCdf(positive, x), positive);
  }

  @Test
  void derivativesHoldInTheTails() {
    assertValues(slope(Special::softplus, -800, 800), 0, 1);
    assertValues(slope(Special::logSigmoid, -800, 800), 1, 0);
    // φ(x) / Φ(x) → -x + 1/-x - 2/(-x)³ + 10/(-x)⁵ for x → -∞
    double far = 40 + 1 / 40.0 - 2 / Math.pow(40, 3) + 10 / Math.pow(40, 5);
    assertThat(slope(Special::logNormalCdf, -40).item()).isCloseTo(far, within(1e-7));
    assertValues(slope(x -> Special.xlogy(Tensor.zeros(DType.FLOAT64, 1), x), 2), 0);
  }

  private static Tensor slope(UnaryOperator<Tensor> function, double... at) {
    return Gradients.valueAndGradient(function, Tensor.of(at, at.length)).gradient();
  }

  @Test
  void clampMovesToTheNearerEnd() {
    Tensor x = Tensor.of(new double[] {-3, 0.25, 7, Double.NaN}, 4);
    assertThat(Special.clamp(x, -1, 2).toDoubles()).containsExactly(-1, 0.25, 2, Double.NaN);
    assertValues(slope(at -> Special.clamp(at, -1, 2), -3, 0.25, 7), 0, 1, 0);
    refused(() -> Special.clamp(x, 2, 1), "clamp: expected ends in order, got 2.0 and 1.0");
  }

  @Test
  void floorIsBelow() {
    Tensor x = Tensor.of(new double[] {-0.5, 0.5, 3, 1e300}, 4);
    assertThat(Special.floor(x).toDoubles()).containsExactly(-1, 0, 3, 1e300);
  }

  @Test
  void reluBackwardIsItsDerivative() {
    Tensor x = Tensor.of(new double[] {-1, 0, 2}, 3);
    Tensor delta = Tensor.of(new double[] {5, 6, 7}, 3);
    assertValues(Special.reluBackward(delta, x.relu()), 0, 0, 7);
    Tensor tracked = Gradients.track(x);
    assertValues(Gradients.of(tracked.relu().mul(delta), tracked).get(0), 0, 0, 7);
  }

  @Test
  void productsAreWrittenIntoMemoryThatIsThere() {
    Tensor a = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
    Tensor out = Tensor.full(DType.FLOAT64, 9, 2, 3);
    Special.productInto(out.narrow(1, 1, 2), a, Tensor.of(new double[] {5, 6}, 1, 2));
    assertValues(out, 9, 5, 12, 9, 15, 24);
    refused(() -> Special.productInto(out, a, a), "out: expected shape [2, 2], got float64 [2, 3]");
  }
}
