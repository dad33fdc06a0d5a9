package org.jeffreys.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.nn.VariationalDropout.Sharing;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class VariationalDropoutTest {
  private static final double EULER_GAMMA = 0.57721566490153286;

  /**
   * E log|ε| - E log|√α z| for ε ~ N(1, α), which is the divergence with its constant chosen so
   * that it vanishes as α grows. ε² / α is non-central chi-squared, a Poisson mixture:
   *
   * <pre>{@code
   * KL(α) = E[ψ(1/2 + J) - ψ(1/2)] / 2 = Σⱼ P(J > j) / (2 j + 1),  J ~ Poisson(1 / (2 α))
   * }</pre>
   */
  private static double exactDivergence(double variance) {
    double mean = 1 / (2 * variance);
    double mass = Math.exp(-mean);
    double below = 0;
    double sum = 0;
    for (int j = 0; j < mean + 60 + 12 * Math.sqrt(mean); j++) {
      below += mass;
      sum += Math.max(0, 1 - below) / (2 * j + 1);
      mass *= mean / (j + 1);
    }
    return sum;
  }

  private static double divergence(double logVariance) {
    VariationalDropout one = new VariationalDropout(1, 1);
    Tensor flat = Tensor.of(new double[] {0.7, 0.2, logVariance}, 1, 3);
    return one.divergence(ParameterLayout.of(one.parameters()).views(flat, 0)).item();
  }

  /** E log|ε| by the midpoint rule, to hold the series itself. */
  @Test
  void seriesIsTheExpectation() {
    for (double variance : new double[] {0.05, 0.3, 1, 4}) {
      double scale = Math.sqrt(variance);
      double sum = 0;
      int count = 2_000_000;
      double h = 24.0 / count;
      for (int i = 0; i < count; i++) {
        double z = -12 + (i + 0.5) * h;
        sum += h * Math.log(Math.abs(1 + scale * z)) * Math.exp(-0.5 * z * z);
      }
      double found = sum / Math.sqrt(2 * Math.PI) - Math.log(scale);
      // E log|z| = -(γ + log 2) / 2.
      assertThat(found + (EULER_GAMMA + Math.log(2)) / 2)
          .isCloseTo(exactDivergence(variance), within(1e-5));
    }
  }

  @Test
  void divergenceIsTheExactOneToWithinItsStatedError() {
    double greatest = 0;
    double steepest = 0;
    double h = 1e-3;
    for (double logVariance = -6.4; logVariance < 9; logVariance += 0.05) {
      double error = divergence(logVariance) - exactDivergence(Math.exp(logVariance));
      double next = divergence(logVariance + h) - exactDivergence(Math.exp(logVariance + h));
      greatest = Math.max(greatest, Math.abs(error));
      steepest = Math.max(steepest, Math.abs(next - error) / h);
    }
    assertThat(greatest).isBetween(0.0092, 0.0094);
    assertThat(steepest).isBetween(0.0132, 0.014);
    // Beyond that range: the logarithm on one side, nothing on the other.
    assertThat(divergence(-12)).isCloseTo(6 + (EULER_GAMMA + Math.log(2)) / 2, within(1e-3));
    assertThat(divergence(25)).isCloseTo(0, within(1e-10));
  }

  @Test
  void sharedVariancesCountForEachOfTheirWeights() {
    for (Sharing sharing : Sharing.values()) {
      VariationalDropout layer = new VariationalDropout(5, 3, sharing, 0.2);
      ParameterLayout layout = ParameterLayout.of(layer.parameters());
      double[] initial = layout.fill(ParameterSpec::initial);
      Tensor flat = Tensor.of(initial, 1, initial.length).expand(2, initial.length).copy();
      double expected = 15 * divergence(Math.log(0.2));
      assertThat(layer.divergence(layout.views(flat, 0)).toDoubles())
          .containsExactly(new double[] {expected, expected}, within(1e-12));
    }
  }

  @Test
  void noiseIsLocalInTrainingAndOfTheWeightsInADraw() {
    VariationalDropout layer = new VariationalDropout(5, 3);
    try (Rng rng = Rng.streams(1, "noise", 2)) {
      assertThat(layer.drawNoise(DType.FLOAT64, 2, 7, Shape.of(5), rng).shape())
          .containsExactly(2, 7, 3);
      assertThat(layer.drawNoise(DType.FLOAT64, 2, 1, Shape.of(5), rng).shape())
          .containsExactly(2, 1, 5, 3);
    }
  }

  /** A rectifier's zeros give √0 in every output. */
  @Test
  void derivativesAreFiniteWhereAllInputsAreZero() {
    VariationalDropout layer = new VariationalDropout(3, 2);
    ParameterLayout layout = ParameterLayout.of(layer.parameters());
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Tensor flat = Tensors.uniform(new Random(1), dtype, 1, layout.dimension());
      Tensor input = Tensor.zeros(dtype, 1, 4, 3);
      Pass pass = Pass.of(List.of(Tensors.uniform(new Random(2), dtype, 1, 4, 2)));
      Tensor ofParameters =
          Gradients.valueAndGradient(
                  at -> layer.forward(layout.views(at, 0), input, pass).sum(), flat)
              .gradient();
      // Four examples feed each of two biases; nothing reaches weights and variances.
      Parameters found = layout.views(ofParameters, 0);
      assertThat(found.get("bias").toDoubles()).containsOnly(4);
      assertThat(found.get("weight").toDoubles()).containsOnly(0);
      assertThat(found.get("logVariance").toDoubles()).containsOnly(0);
      Tensor ofInput =
          Gradients.valueAndGradient(
                  at -> layer.forward(layout.views(flat, 0), at, pass).sum(), input)
              .gradient();
      assertThat(ofInput.isFinite().all()).isTrue();
    }
  }

  /** Outputs of one draw for several examples are those of one W: covariance x' α θ² x. */
  @Test
  void drawsCoverExamplesTogether() {
    int count = 100_000;
    VariationalDropout layer = new VariationalDropout(2, 1, Sharing.LAYER, 0.5);
    ParameterLayout layout = ParameterLayout.of(layer.parameters());
    Tensor flat = Tensor.of(new double[] {1.5, -0.5, 0.3, Math.log(0.5)}, 1, 4);
    Tensor input = Tensor.of(new double[] {1, 2, -3, 1}, 1, 2, 2);
    try (Rng rng = Rng.of(1, "noise")) {
      Tensor noise = layer.drawNoise(DType.FLOAT64, count, 1, Shape.of(2), rng);
      Tensor drawn = flat.expand(count, 4).copy();
      Tensor outputs =
          layer.forward(layout.views(drawn, 0), input, Pass.of(List.of(noise))).squeeze(2);
      Tensor centred =
          outputs.sub(layer.forward(layout.views(flat, 0), input, Pass.mean()).squeeze(2));
      Tensor products = centred.select(1, 0).mul(centred.select(1, 1));
      double expected = 0.5 * (1 * 1.5 * 1.5 * -3 + 2 * 0.5 * 0.5 * 1);
      double error = Math.sqrt(products.sub(expected).square().mean().item() / count);
      assertThat(products.mean().item()).isCloseTo(expected, within(5 * error));
    }
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> new VariationalDropout(0, 1))
        .hasMessage("in: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new VariationalDropout(1, 1, Sharing.LAYER, 0))
        .hasMessage("initialVariance: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> new VariationalDropout(2, 1).outputShape(Shape.of(3)))
        .hasMessage(
            "input: expected examples of shape [2] for VariationalDropout[in=2, out=1,"
                + " sharing=WEIGHT, initialVariance=0.1], got [3]");
  }
}
