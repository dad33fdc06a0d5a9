package org.jeffreys.app.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.NativeMemory;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds against log p(x) by a sum over a grid of the one latent number. */
@ExtendWith(NativeMemory.class)
final class VaeBoundTest {
  private static final int EVERY_PIXEL = SmallVae.ALL - 1;

  private static double[] exact(VaeModel model, int label) {
    double[][] probs = SmallVae.probs(model, label);
    double[] prior = SmallVae.prior();
    double[] logs = new double[SmallVae.ALL];
    for (int image = 0; image < logs.length; image++) {
      double sum = 0;
      for (int node = 0; node < prior.length; node++) {
        sum += prior[node] * SmallVae.likelihood(probs[node], image, EVERY_PIXEL);
      }
      logs[image] = Math.log(sum);
    }
    return logs;
  }

  /** The bound itself, by the same grid: E_q log p(x | z) - KL. */
  private static double[] exactElbo(VaeModel model, int label) {
    double[][] probs = SmallVae.probs(model, label);
    double[] z = SmallVae.nodes().toDoubles();
    double[] elbo = new double[SmallVae.ALL];
    try (BinaryImages images = SmallVae.everyImage(label)) {
      VaeModel.Encoding guide = model.encode(images);
      double[] loc = guide.loc().toDoubles();
      double[] scale = guide.scale().toDoubles();
      for (int image = 0; image < elbo.length; image++) {
        double mean = 0;
        double weights = 0;
        for (int node = 0; node < z.length; node++) {
          double distance = (z[node] - loc[image]) / scale[image];
          double weight = Math.exp(-distance * distance / 2);
          mean += weight * Math.log(SmallVae.likelihood(probs[node], image, EVERY_PIXEL));
          weights += weight;
        }
        double variance = scale[image] * scale[image];
        double divergence = (loc[image] * loc[image] + variance - 1 - Math.log(variance)) / 2;
        elbo[image] = mean / weights - divergence;
      }
    }
    return elbo;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, SmallVae.CLASSES})
  void boundsHoldAndTighten(int numClasses) {
    int label = Math.max(0, numClasses - 1);
    int draws = 4000;
    try (VaeModel model = SmallVae.model(1, numClasses, 3);
        BinaryImages images = SmallVae.everyImage(label);
        Rng rng = Rng.of(1, "test")) {
      double[] exact = exact(model, label);
      double[] expected = exactElbo(model, label);
      Doubles elbo = model.elbo(images, draws, rng);
      Doubles few = model.importanceBound(images, 5, rng);
      Doubles many = model.importanceBound(images, draws, rng);
      double total = 0;
      double gap = 0;
      for (int image = 0; image < exact.length; image++) {
        total += Math.exp(exact[image]);
        assertThat(expected[image]).isLessThan(exact[image]);
        gap += exact[image] - expected[image];
        assertThat(elbo.get(image)).isCloseTo(expected[image], within(0.15));
        assertThat(many.get(image)).isCloseTo(exact[image], within(0.15));
      }
      assertThat(total).isCloseTo(1, within(1e-5));
      assertThat(gap / exact.length).isGreaterThan(0.1);
      assertThat(elbo.mean()).isCloseTo(Doubles.of(expected).mean(), within(0.01));
      assertThat(many.mean()).isCloseTo(Doubles.of(exact).mean(), within(0.01));
      assertThat(few.mean()).isBetween(elbo.mean() + 0.05, many.mean() - 0.01);
    }
  }

  /** The mean of many one-draw values is that of few, and pieces do not matter. */
  @Test
  void oneDrawIsUnbiased() {
    try (VaeModel model = SmallVae.model(1, 0, 4);
        BinaryImages images = SmallVae.everyImage(0);
        Rng rng = Rng.of(2, "test")) {
      double sum = 0;
      int repeats = 600;
      for (int i = 0; i < repeats; i++) {
        sum += model.elbo(images, 1, rng).mean();
      }
      double expected = Doubles.of(exactElbo(model, 0)).mean();
      assertThat(sum / repeats).isCloseTo(expected, within(0.02));
    }
  }

  @Test
  void classesAreMixedByTheirBounds() {
    try (VaeModel model = SmallVae.model(1, SmallVae.CLASSES, 3);
        BinaryImages images = SmallVae.everyImage(0);
        BinaryImages last = images.labelled(SmallVae.CLASSES - 1);
        Rng rng = Rng.of(1, "test");
        Rng same = Rng.of(1, "test")) {
      assertThat(model.elboByClass(images, 2000, rng)).hasSize(SmallVae.CLASSES);
      double mean = model.elbo(last, 2000, same).mean();
      assertThat(mean).isCloseTo(Doubles.of(exactElbo(model, 2)).mean(), within(0.02));
    }
  }
}
