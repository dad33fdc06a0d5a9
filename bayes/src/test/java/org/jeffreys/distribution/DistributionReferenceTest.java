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
import java.util.Set;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against {@code log-densities.csv}, which says how its values were made. */
@ExtendWith(NativeMemory.class)
final class DistributionReferenceTest {
  /** Sums that are short enough to be read. */
  private static final Set<String> EXACT =
      Set.of("categorical", "delta", "discrete-uniform", "ordered-logistic", "uniform");

  /** Made of others, or with references among those of vectors. */
  private static final Set<String> ELSEWHERE =
      Set.of("masked", "mixture", "mixture-of", "ordered-probit", "transformed", "zero-inflated");

  record Reference(String name, String parameters, double value, double logProb) {}

  static List<Reference> references() throws IOException {
    var file =
        Objects.requireNonNull(
            DistributionReferenceTest.class.getResourceAsStream("log-densities.csv"));
    try (var lines = new BufferedReader(new InputStreamReader(file, UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", 4))
          .map(
              cells ->
                  new Reference(
                      cells[0],
                      cells[1],
                      Double.parseDouble(cells[2]),
                      Double.parseDouble(cells[3])))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void densitiesAreTheReferences(Reference reference) {
    List<Tensor> parameters =
        Arrays.stream(reference.parameters().split(";", -1))
            .map(cell -> Gradients.track(Parameters.number(Double.parseDouble(cell))))
            .toList();
    Distribution made = entry(reference.name()).maker().of(parameters);
    made.check();
    Tensor value = Gradients.track(Parameters.number(reference.value()));
    Tensor density = made.logProb(value);
    assertThat(density.item()).isCloseTo(reference.logProb(), within(tolerance(reference)));
    Gradients.of(density, parameters.toArray(Tensor[]::new))
        .forEach(gradient -> assertThat(gradient.isFinite().all()).isTrue());
  }

  /** Terms of the size of a parameter, or of a value that is counted, cancel. */
  private static double tolerance(Reference reference) {
    double greatest = Math.max(1, Math.abs(reference.logProb()));
    return 3e-12 * greatest;
  }

  private static Distributions.Entry entry(String name) {
    return Distributions.all().stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyDistributionOfNumbersHasReferences() throws IOException {
    List<String> expected =
        Distributions.all().stream()
            .filter(entry -> entry.made().eventShape().rank() == 0)
            .map(Distributions.Entry::name)
            .filter(name -> !EXACT.contains(name) && !ELSEWHERE.contains(name))
            .toList();
    assertThat(references()).extracting(Reference::name).containsAll(expected);
  }

  @Test
  void classesAreThoseOfTheirProbabilities() {
    Categorical classes = Categorical.of(2, 0, 6);
    assertThat(classes.logProb(classes.values()).toDoubles())
        .containsExactly(
            new double[] {Math.log(0.25), Double.NEGATIVE_INFINITY, Math.log(0.75)}, within(1e-15));
    assertThat(DiscreteUniform.of(-2, 4).logProb(Parameters.number(4)).item())
        .isEqualTo(-Math.log(7));
    assertThat(Uniform.of(-1, 3).logProb(Parameters.number(3)).item()).isEqualTo(-Math.log(4));
    assertThat(Delta.of(2).logProb(Parameters.number(2)).item()).isZero();
    assertThat(Delta.of(2).logProb(Parameters.number(2.5)).item())
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  /** σ(a) - σ(b) at a = -99, b = -100 is e^-99 - e^-100 to all digits, and likewise above. */
  @Test
  void orderedClassesKeepTheirDigitsFarOut() {
    double between = -99 + Math.log(-Math.expm1(-1));
    Tensor cutpoints = Tensor.of(new double[] {0, 1}, 2);
    for (double predictor : new double[] {100, -99}) {
      OrderedLogistic classes = new OrderedLogistic(Parameters.number(predictor), cutpoints);
      assertThat(classes.logProb(Parameters.number(1)).item()).isCloseTo(between, within(1e-12));
    }
  }

  @Test
  void singlePrecisionStaysSingle() {
    Tensor probs = Tensor.of(new float[] {0.25f, 0.75f}, 2);
    Categorical classes = Categorical.ofProbs(probs);
    assertThat(classes.values().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(classes.logProb(classes.values()).dtype()).isEqualTo(DType.FLOAT32);
  }
}
