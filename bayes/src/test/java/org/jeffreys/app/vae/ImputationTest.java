package org.jeffreys.app.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is filled in, against sums over a grid of the one latent number; the guide is not exact. */
@ExtendWith(NativeMemory.class)
final class ImputationTest {
  private static final int KNOWN = 0b000111;

  private static Tensor mask() {
    return Tensor.ofBytes(DType.UINT8, new byte[] {1, 1, 1, 0, 0, 0}, SmallVae.PIXELS);
  }

  @Test
  void meansAndDeviationsAreThoseOfThePosterior() {
    try (VaeModel model = SmallVae.model(1, 0, 3)) {
      Imputation found = assertPosterior(model, 0);
      assertThat(found.jumps()).isBetween(0.2, 0.97);
      assertThat(found.rHat().max()).isLessThan(1.05);
    }
  }

  /** Of a guide that is far off hardly a proposal is accepted: paths do without. */
  @Tag("slow")
  @Test
  void meansAndDeviationsAreExactWhereTheGuideIsOfNoUse() {
    try (VaeModel model = SmallVae.astray(SmallVae.CLASSES)) {
      Imputation found = assertPosterior(model, 1);
      assertThat(found.jumps()).isLessThan(0.02);
      assertThat(found.moves()).isBetween(0.6, 0.999);
      assertThat(found.rHat().max()).isLessThan(1.05);
    }
  }

  private static Imputation assertPosterior(VaeModel model, int label) {
    try (BinaryImages images = SmallVae.everyImage(label);
        Rng rng = Rng.of(1, "test")) {
      Imputation found = model.impute(images, mask(), new Imputation.Config(300, 30, 100), rng);
      double[][] probs = SmallVae.probs(model, label);
      for (int image = 0; image < SmallVae.ALL; image++) {
        for (int pixel = 0; pixel < SmallVae.PIXELS; pixel++) {
          double mean = found.mean().select(0, image).select(0, pixel).item();
          double deviation = found.deviation().select(0, image).select(0, pixel).item();
          if ((KNOWN >> pixel & 1) == 1) {
            assertThat(mean).isEqualTo(image >> pixel & 1);
            assertThat(deviation).isZero();
          } else {
            int at = pixel;
            double expected = expectation(probs, image, p -> p[at]);
            double square = expectation(probs, image, p -> p[at] * p[at]);
            assertThat(mean).isCloseTo(expected, within(0.01));
            assertThat(deviation).isCloseTo(Math.sqrt(square - expected * expected), within(0.01));
          }
        }
      }
      return found;
    }
  }

  /** Over the latent, given the known pixels of an image. */
  private static double expectation(
      double[][] probs, int image, ToDoubleFunction<double[]> function) {
    double[] prior = SmallVae.prior();
    double weights = 0;
    double sum = 0;
    for (int node = 0; node < prior.length; node++) {
      double weight = prior[node] * SmallVae.likelihood(probs[node], image, KNOWN);
      weights += weight;
      sum += weight * function.applyAsDouble(probs[node]);
    }
    return sum / weights;
  }

  /** Whatever stands at missing places, the same is filled in. */
  @Test
  void missingPixelsAreNotLookedAt() {
    try (VaeModel model = SmallVae.model(2, SmallVae.CLASSES, 3);
        BinaryImages images = SmallVae.everyImage(1);
        BinaryImages black = images.range(0b000101, 1);
        BinaryImages white = images.range(0b111101, 1);
        Rng rng = Rng.of(1, "test");
        Rng same = Rng.of(1, "test")) {
      Imputation.Config config = new Imputation.Config(7, 3, 5);
      Imputation first = model.impute(black, mask(), config, rng);
      Imputation second = model.impute(white, mask(), config, same);
      assertThat(first.mean().toBytes()).isEqualTo(second.mean().toBytes());
      assertThat(first.draws().toBytes()).isEqualTo(second.draws().toBytes());
      assertThat(first.draws().shape()).containsExactly(1, 7, SmallVae.PIXELS);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (VaeModel model = SmallVae.model(1, 0, 3);
        BinaryImages images = SmallVae.everyImage(0);
        Rng rng = Rng.of(1, "test")) {
      Tensor mask = Tensor.ones(DType.UINT8, 5);
      assertThatThrownBy(() -> model.impute(images, mask, Imputation.Config.standard(), rng))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("known: expected uint8 [6], got uint8 [5]");
      assertThatThrownBy(() -> new Imputation.Config(0, 1, 1))
          .hasMessage("numDraws: expected an integer >= 1, got 0");
    }
  }
}
