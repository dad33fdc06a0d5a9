package org.jeffreys.app.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
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
    try (VaeModel model = SmallVae.model(1, 0, 3);
        BinaryImages images = SmallVae.everyImage(0);
        Rng rng = Rng.of(1, "test")) {
      Imputation found = model.impute(images, mask(), new Imputation.Config(300, 30, 300), rng);
      double[][] probs = SmallVae.probs(model, 0);
      double[] prior = SmallVae.prior();
      for (int image = 0; image < SmallVae.ALL; image++) {
        for (int pixel = 0; pixel < SmallVae.PIXELS; pixel++) {
          double mean = found.mean().select(0, image).select(0, pixel).item();
          double deviation = found.deviation().select(0, image).select(0, pixel).item();
          if ((KNOWN >> pixel & 1) == 1) {
            assertThat(mean).isEqualTo(image >> pixel & 1);
            assertThat(deviation).isZero();
            continue;
          }
          double weights = 0;
          double first = 0;
          double second = 0;
          for (int node = 0; node < prior.length; node++) {
            double weight = prior[node] * SmallVae.likelihood(probs[node], image, KNOWN);
            weights += weight;
            first += weight * probs[node][pixel];
            second += weight * probs[node][pixel] * probs[node][pixel];
          }
          double expected = first / weights;
          assertThat(mean).isCloseTo(expected, within(0.01));
          assertThat(deviation)
              .isCloseTo(Math.sqrt(second / weights - expected * expected), within(0.01));
        }
      }
      assertThat(found.acceptance()).isBetween(0.2, 0.97);
    }
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
