package org.jeffreys.app.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.Tensors.assertClose;

import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NativeMemory.class)
final class ElboTest {
  private static final double FACTOR = -0.7;

  /** A batch in float64, in which differences are exact enough. */
  private record Example(
      VaeNetworks networks, Tensor position, Tensor pixels, @Nullable Tensor oneHot, Tensor noise) {
    static Example of(int batch, int latent, int numClasses) {
      Random random = new Random(batch);
      VaeNetworks networks = SmallVae.networks(latent, numClasses);
      return new Example(
          networks,
          Tensors.uniform(random, 1, networks.dimension()).mul(0.4),
          Tensors.uniform(random, 1, batch, SmallVae.PIXELS).gt(0).to(DType.FLOAT64),
          networks.oneHot(
              numClasses == 0 ? null : Tensor.full(DType.INT64, 1, batch), DType.FLOAT64),
          Tensors.uniform(random, 1, batch, latent));
    }

    Elbo at(Tensor place) {
      return new Elbo(networks, place, pixels, oneHot, noise);
    }

    double value(Tensor place) {
      Elbo elbo = at(place);
      return elbo.logLikelihood().sub(elbo.divergence()).sum().item();
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 3, 0", "7, 2, 3", "1, 1, 3", "5, 1, 0"})
  void gradientIsThatOfDifferences(int batch, int latent, int numClasses) {
    Example example = Example.of(batch, latent, numClasses);
    int dimension = example.networks().dimension();
    double[] gradient = example.at(example.position()).gradient(FACTOR).toDoubles();
    double step = 1e-6;
    double[] expected = new double[dimension];
    for (int k = 0; k < dimension; k++) {
      double[] up = example.position().toDoubles();
      double[] down = up.clone();
      up[k] += step;
      down[k] -= step;
      double rise =
          example.value(Tensor.of(up, 1, dimension)) - example.value(Tensor.of(down, 1, dimension));
      expected[k] = FACTOR * rise / (2 * step);
    }
    assertThat(gradient).containsExactly(expected, within(1e-6));
  }

  /** Each image has a bound of its own, which the others of the batch leave alone. */
  @Test
  void batchesOnlyAddUp() {
    Example whole = Example.of(7, 2, 0);
    Tensor sum = Tensor.zeros(DType.FLOAT64, 1, whole.networks().dimension());
    for (int i = 0; i < 7; i++) {
      Example one =
          new Example(
              whole.networks(),
              whole.position(),
              whole.pixels().narrow(1, i, 1),
              null,
              whole.noise().narrow(1, i, 1));
      Elbo alone = one.at(whole.position());
      sum.addInPlace(alone.gradient(FACTOR));
      assertClose(
          alone.divergence().squeeze(1),
          whole.at(whole.position()).divergence().select(1, i),
          1e-12);
    }
    assertClose(whole.at(whole.position()).gradient(FACTOR), sum, 1e-12);
  }

  @Test
  void divergenceIsTheMeanLogRatio() {
    long draws = 400_000;
    Tensor outputs = Tensor.of(new double[] {0.7, -1.2, 0.5, -0.9}, 1, 1, 4);
    Guide guide = Guide.of(outputs);
    try (Rng rng = Rng.of(5, "test")) {
      Tensor noise = rng.normal(DType.FLOAT64, 1, draws, 2);
      Tensor logRatio = guide.logRatio(guide.rsample(noise), noise);
      Tensor centred = logRatio.sub(logRatio.mean());
      double error = Math.sqrt(centred.square().mean().item() / draws);
      assertThat(error).isLessThan(0.005);
      double mean = logRatio.mean().item();
      assertThat(guide.divergence().item()).isCloseTo(-mean, within(5 * error));
    }
  }
}
