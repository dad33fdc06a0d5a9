package org.jeffreys.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The moments of dropout's factors: Bernoulli, Gaussian, concrete, and of connections. */
@ExtendWith(NativeMemory.class)
final class MaskedLayersTest {
  private static final int COUNT = 200_000;

  /** Mean and variance with their standard errors. */
  private record Moments(double mean, double meanError, double variance, double varianceError) {
    static Moments of(Tensor factors) {
      Tensor values = factors.reshape(-1);
      double mean = values.mean().item();
      Tensor squares = values.sub(mean).square();
      double variance = squares.mean().item();
      double spread = squares.sub(variance).square().mean().item();
      double n = values.numElements();
      return new Moments(mean, Math.sqrt(variance / n), variance, Math.sqrt(spread / n));
    }

    void assertAre(double expectedMean, double expectedVariance) {
      assertThat(mean).isCloseTo(expectedMean, within(5 * meanError));
      assertThat(variance).isCloseTo(expectedVariance, within(5 * varianceError));
    }
  }

  private static Moments of(RandomLayer layer) {
    try (Rng rng = Rng.of(2, "moments")) {
      return Moments.of(layer.drawNoise(DType.FLOAT64, 1, COUNT, Shape.of(1), rng));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.25, 0.1})
  void gaussianDropoutHasTheMomentsOfBernoulliDropout(double rate) {
    double keep = Rng.realisedKeep(1 - rate);
    double bernoulli = keep * (1 / keep) * (1 / keep) - 1;
    assertThat(new GaussianDropout(1 - keep).variance()).isCloseTo(bernoulli, within(1e-12));
    of(new Dropout(rate)).assertAre(1, bernoulli);
    of(new DropConnect(1, 1, rate)).assertAre(1, bernoulli);
    Moments gaussian = of(new GaussianDropout(rate));
    gaussian.assertAre(1, rate / (1 - rate));
    // The variance that a factor of the kept probability alone would have is told apart.
    assertThat(Math.abs(gaussian.variance() - rate)).isGreaterThan(10 * gaussian.varianceError());
    assertThat(GaussianDropout.ofVariance(new GaussianDropout(rate).variance()).rate())
        .isCloseTo(rate, within(1e-15));
  }

  @Test
  void impliedPriorsMakeThePenaltyTheDivergence() {
    // (1 - r) |M / (1 - r)|² / (2 s²) = |M|² / (2 s'²)
    double rate = 0.3;
    double scale = new DropConnect(2, 3, rate).impliedPriorScale(0.8);
    assertThat((1 - rate) * Math.pow(1 / (1 - rate), 2) / (scale * scale))
        .isCloseTo(1 / (0.8 * 0.8), within(1e-12));
    assertThat(scale).isEqualTo(new Dropout(rate).impliedPriorScale(0.8));
  }

  private static Tensor concreteMasks(ConcreteDropout layer) {
    Layer inner = layer.layer();
    Tensor flat = Tensor.of(new double[] {1, 0, logit(layer.initialRate())}, 1, 3);
    assertThat(inner).isEqualTo(new Linear(1, 1));
    try (Rng rng = Rng.of(2, "moments")) {
      Pass pass = Pass.of(List.of(layer.drawNoise(DType.FLOAT64, 1, COUNT, Shape.of(1), rng)));
      Tensor ones = Tensor.ones(DType.FLOAT64, 1, COUNT, 1);
      return layer.forward(ParameterLayout.of(layer.parameters()).views(flat, 0), ones, pass);
    }
  }

  private static double logit(double p) {
    return Math.log(p / (1 - p));
  }

  /** The javadoc's figures, by quadrature over logit u: 0.9987 and 0.101 against 0.111. */
  @Test
  void concreteMasksHaveTheStatedMoments() {
    ConcreteMoments stated = ConcreteMoments.of(logit(0.1), 0.1);
    assertThat(stated.mean()).isCloseTo(0.9987, within(5e-5));
    assertThat(stated.variance()).isCloseTo(0.1011, within(5e-5));
    for (double rate : new double[] {0.1, 0.3, 0.5}) {
      for (double temperature : new double[] {0.1, 0.5}) {
        ConcreteDropout layer = new ConcreteDropout(new Linear(1, 1), 1, rate, temperature);
        ConcreteMoments exact = ConcreteMoments.of(logit(rate), temperature);
        Moments.of(concreteMasks(layer)).assertAre(exact.mean(), exact.variance());
      }
    }
    ConcreteMoments cold = ConcreteMoments.of(logit(0.2), 1e-3);
    assertThat(cold.mean()).isCloseTo(1, within(1e-5));
    assertThat(cold.variance()).isCloseTo(0.25, within(1e-3));
  }

  @Test
  void concreteDivergenceIsTheFormula() {
    ConcreteDropout layer = new ConcreteDropout(new Linear(2, 2), 0.7);
    ParameterLayout layout = ParameterLayout.of(layer.parameters());
    assertThat(layout.slots())
        .extracting(slot -> slot.spec().name() + " " + slot.spec().ownPrior())
        .containsExactly("weight true", "bias false", "rateLogit true");
    assertThat(layout.slots().get(2).spec().initial()).isCloseTo(logit(0.1), within(1e-15));
    double p = 0.2;
    Tensor flat = Tensor.of(new double[] {1, -2, 0.5, 3, 9, 9, logit(p)}, 1, 7);
    double squares = 1 + 4 + 0.25 + 9;
    // The paper's (1 - p) |M|² with its M, which is ours over 1 - p.
    double expected = (1 - p) * squares / ((1 - p) * (1 - p)) / (2 * 0.7 * 0.7);
    double entropy = -p * Math.log(p) - (1 - p) * Math.log(1 - p);
    assertThat(layer.divergence(layout.views(flat, 0)).toDoubles())
        .containsExactly(new double[] {expected - 2 * entropy}, within(1e-12));
  }

  @Test
  void imagesLoseWholeChannels() {
    ConcreteDropout layer = new ConcreteDropout(new Conv2d(3, 2, 1), 1, 0.5, 0.1);
    try (Rng rng = Rng.streams(1, "noise", 2)) {
      assertThat(layer.drawNoise(DType.FLOAT32, 2, 5, Shape.of(7, 4, 3), rng).shape())
          .containsExactly(2, 5, 1, 1, 3);
    }
  }

  /** The uniform number 0 is drawn once in 2^24. */
  @Test
  void derivativesAreFiniteAtTheEdgeOfUniformNumbers() {
    ConcreteDropout layer = new ConcreteDropout(new Linear(2, 1), 1);
    ParameterLayout layout = ParameterLayout.of(layer.parameters());
    Tensor flat = Tensors.uniform(new Random(1), DType.FLOAT32, 1, layout.dimension());
    Tensor uniform = Tensor.of(new float[] {0, 1 - 0x1p-24f}, 1, 1, 2);
    Tensor input = Tensor.ones(DType.FLOAT32, 1, 1, 2);
    var found =
        org.jeffreys.tensor.Gradients.valueAndGradient(
            at -> layer.forward(layout.views(at, 0), input, Pass.of(List.of(uniform))).sum(), flat);
    assertThat(found.value().isFinite().all()).isTrue();
    assertThat(found.gradient().isFinite().all()).isTrue();
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> new GaussianDropout(1))
        .hasMessage("rate: expected a value in [0, 1), got 1.0");
    assertThatThrownBy(() -> GaussianDropout.ofVariance(-1))
        .hasMessage("variance: expected a finite value >= 0, got -1.0");
    assertThatThrownBy(() -> new DropConnect(1, 1, -0.1))
        .hasMessage("rate: expected a value in [0, 1), got -0.1");
    assertThatThrownBy(() -> new DropConnect(2, 1, 0.5).outputShape(Shape.of(3)))
        .hasMessage(
            "input: expected examples of shape [2] for DropConnect[in=2, out=1, rate=0.5], got"
                + " [3]");
    assertThatThrownBy(() -> new ConcreteDropout(Activation.RELU, 1))
        .hasMessage("layer: expected a Linear or Conv2d layer, got relu");
    assertThatThrownBy(() -> new ConcreteDropout(new Linear(1, 1), 1, 0, 0.1))
        .hasMessage("initialRate: expected a value in (0, 1), got 0.0");
  }
}
