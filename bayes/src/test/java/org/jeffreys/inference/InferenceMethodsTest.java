package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.Unscoped;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.BufferedLayer;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.RandomLayer;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.NormalPrediction;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registered method owes. */
@ExtendWith(NativeMemory.class)
final class InferenceMethodsTest {
  static List<InferenceMethods.Entry> methods() {
    return InferenceMethods.all();
  }

  @Test
  void namesAreUniqueAndReadable() {
    assertThat(InferenceMethods.all())
        .isNotEmpty()
        .extracting(InferenceMethods.Entry::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][a-z0-9-]*"));
    assertThat(InferenceMethods.all())
        .extracting(InferenceMethods.Entry::summary)
        .allMatch(summary -> !summary.isBlank() && !summary.contains("\n"));
  }

  @Test
  void refusesUnknownNames() {
    List<String> names = InferenceMethods.all().stream().map(InferenceMethods.Entry::name).toList();
    assertThatThrownBy(() -> InferenceMethods.named("mop"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("method: expected one of " + names + ", got 'mop'");
  }

  /** A network that has what a method needs. */
  private static Sequential network(InferenceMethods.Entry entry) {
    List<Layer> given =
        List.of(new Linear(2, 50), new BatchNorm(50), Activation.TANH, new Dropout(0.1));
    List<Layer> layers =
        new ArrayList<>(
            given.stream()
                .filter(layer -> isPlain(layer) || entry.needs().isInstance(layer))
                .toList());
    layers.add(new Linear(50, 1));
    assertThat(layers).as(entry.needs().getSimpleName()).anyMatch(entry.needs()::isInstance);
    return entry.needs() == Layer.class
        ? Sequential.dense(Activation.TANH, 2, 3, 1)
        : Sequential.of(Shape.of(2), layers);
  }

  private static boolean isPlain(Layer layer) {
    return !(layer instanceof RandomLayer || layer instanceof BufferedLayer);
  }

  private static SmallRegression regression(InferenceMethods.Entry entry) {
    return SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.fixed(0.3), network(entry));
  }

  /** The truth is sin x + y / 2, learnt from 23 examples with noise 0.3. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("methods")
  void fitsAndPredicts(InferenceMethods.Entry entry) {
    assertThat(InferenceMethods.named(entry.name())).isSameAs(entry);
    try (var regression = regression(entry)) {
      InferenceMethod method = entry.standard().of(regression.target(), 1);
      assertThat(method.name()).isEqualTo(entry.name());
      try (Posterior posterior = method.fit(regression.target(), Run.of(1))) {
        RegressionPrediction prediction =
            posterior.predict(new double[][] {{0, 0}, {1, 1}, {-1, 1}}).regression();
        assertThat(prediction.numRows()).isEqualTo(3);
        assertThat(prediction.numOutputs()).isEqualTo(1);
        boolean isClosedForm = prediction instanceof NormalPrediction;
        assertThat(prediction.numDraws() > 0).isNotEqualTo(isClosedForm);
        double[] truth = {0, Math.sin(1) + 0.5, Math.sin(-1) + 0.5};
        for (int row = 0; row < 3; row++) {
          double spread = prediction.standardDeviation().value().get(row);
          assertThat(spread).isBetween(0.299, 3.0);
          assertThat(prediction.mean().value().get(row)).isCloseTo(truth[row], within(4 * spread));
        }
        assertThatThrownBy(() -> posterior.predict(new double[][] {{0}}))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("inputs[0]: expected 2 values, got 1");
        assertThatThrownBy(() -> posterior.predict(new double[0][]))
            .hasMessage("inputs: expected at least one row, got none");
      }
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("methods")
  void leavesNothingBehindWhereNoScopeIsOpen(InferenceMethods.Entry entry) {
    Unscoped.run(
        () -> {
          try (var regression = regression(entry);
              Posterior posterior = entry.fit(regression.target(), Run.of(1))) {
            assertThat(posterior.predict(new double[][] {{0, 0}}).numRows()).isEqualTo(1);
          }
        });
  }

  /**
   * By few rows and by many, which go different ways; nothing is left behind, see the extension.
   */
  @ParameterizedTest
  @MethodSource("methods")
  void whatIsWrittenDownPredictsTheSameBits(InferenceMethods.Entry entry) {
    double[][] few = {{0.3, -1}, {2, 0.7}};
    double[][] many = new double[331][2];
    for (int i = 0; i < many.length; i++) {
      many[i] = new double[] {Math.sin(i), 2 * Math.cos(3 * i)};
    }
    try (var regression = regression(entry);
        Posterior posterior = shortRun(entry, regression);
        Posterior restored = Written.restored(posterior)) {
      assertThat(restored).isInstanceOf(posterior.getClass());
      assertThat(restored.numDraws()).isEqualTo(posterior.numDraws());
      assertThat(restored.model()).isSameAs(posterior.model());
      for (double[][] inputs : List.of(few, many)) {
        RegressionPrediction expected = posterior.predict(inputs).regression();
        RegressionPrediction found = restored.predict(inputs).regression();
        assertThat(posterior.numDraws()).isEqualTo(Math.max(1, expected.numDraws()));
        assertThat(found.numDraws()).isEqualTo(expected.numDraws());
        assertThat(found.numChains()).isEqualTo(expected.numChains());
        assertThat(found.mean().value()).isEqualTo(expected.mean().value());
        assertThat(found.standardDeviation().value())
            .isEqualTo(expected.standardDeviation().value());
        assertThat(found.quantile(0.9).value()).isEqualTo(expected.quantile(0.9).value());
      }
    }
  }

  private static Posterior shortRun(InferenceMethods.Entry entry, SmallRegression regression) {
    return entry.standard().of(regression.target(), 0.005).fit(regression.target(), Run.of(1));
  }

  @Test
  void methodsRefuseNetworksWithoutTheLayerTheyNeed() {
    try (var regression = SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.fixed(0.3))) {
      for (InferenceMethods.Entry entry : InferenceMethods.all()) {
        if (entry.needs() != Layer.class) {
          assertThatThrownBy(() -> entry.fit(regression.target(), Run.of(1)))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageStartingWith(entry.name() + ": expected a network with a ")
              .hasMessageContaining("; add new ");
        }
      }
    }
  }

  /** θ = (XᵀX / σ² + P)⁻¹ Xᵀy / σ² */
  @Test
  void mapOfALinearModelIsRidgeRegression() {
    var network = Sequential.dense(Activation.RELU, 2, 1);
    try (var regression =
        SmallRegression.of(DType.FLOAT64, 23, GaussianLikelihood.fixed(0.3), network)) {
      Tensor design = Tensor.cat(1, regression.data().inputs(), Tensor.ones(DType.FLOAT64, 23, 1));
      double weight = 2 / (1.5 * 1.5);
      Tensor prior =
          Linalg.diagonalMatrix(Tensor.of(new double[] {weight, weight, 1 / (0.8 * 0.8)}, 3));
      Tensor transposed = design.transpose(0, 1).div(0.09);
      Tensor ridge =
          Linalg.solve(
              transposed.matmul(design).add(prior), transposed.matmul(regression.data().targets()));
      var method = InferenceMethods.map(3000, 0.05);
      try (var posterior = (SampledPosterior) method.fit(regression.target(), Run.of(1))) {
        assertThat(posterior.draws().values().toDoubles())
            .containsExactly(ridge.toDoubles(), within(1e-6));
      }
    }
  }
}
