package org.jeffreys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.Doubles;
import org.jeffreys.ppl.ObservationBlock;
import org.jeffreys.ppl.Site;
import org.jeffreys.ppl.SiteTensor;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NativeMemory.class)
final class SavedSampleTest {
  @TempDir private Path folder;

  private static Tensor values(long seed, long... shape) {
    Random random = new Random(seed);
    double[] values = new double[(int) Shape.of(shape).numElements()];
    java.util.Arrays.setAll(values, i -> random.nextGaussian());
    return Scope.release(Tensor.of(values, shape));
  }

  /** 2 chains of 5 draws, 4 observations of which one is masked, likelihoods of 3 draws. */
  static SavedSample sample() {
    return new SavedSample(
        "schools, 値",
        "nuts",
        2,
        5,
        List.of(
            new SiteTensor("mu", Site.Kind.LATENT, "real numbers", Shape.of(), values(1, 2, 5)),
            new SiteTensor(
                "prior of θ", Site.Kind.DETERMINISTIC, "", Shape.of(3, 2), values(2, 2, 5, 3, 2))),
        Map.of("lp__", values(3, 2, 5)),
        Map.of("y", values(4, 4, 2), "z", values(5)),
        List.of(
            new ObservationBlock(List.of("y"), Shape.of(4), Doubles.of(0, 1, 3)),
            new ObservationBlock(List.of("z"), Shape.of(), Doubles.of(0))),
        values(6, 2, 3, 4),
        Map.of("seed", 42, "mass", "diagonal"),
        Map.of("version", "1"));
  }

  private static void assertSame(Tensor read, Tensor written) {
    assertThat(read.shape()).isEqualTo(written.shape());
    assertThat(read.toBytes()).isEqualTo(written.toBytes());
  }

  @Test
  void isReadAgainToTheSameBits() throws IOException {
    Path file = folder.resolve("model.jeffreys");
    try (SavedSample written = sample()) {
      ModelFile.write(file, written);
      try (SavedSample read = ModelFile.readSample(file)) {
        assertThat(read.program()).isEqualTo("schools, 値");
        assertThat(read.method()).isEqualTo("nuts");
        assertThat(read.numChains()).isEqualTo(2);
        assertThat(read.numSamples()).isEqualTo(5);
        for (SiteTensor site : written.sites()) {
          assertSame(read.draws(site.name()), site.values());
        }
        assertThat(read.sites().get(1).kind()).isEqualTo(Site.Kind.DETERMINISTIC);
        assertThat(read.sites().get(1).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(read.tensors().keySet()).isEqualTo(written.tensors().keySet());
        written.tensors().forEach((name, each) -> assertSame(of(read, name), each));
        assertThat(read.observations()).isEqualTo(written.observations());
        assertThat(read.observations().get(0).name(2)).isEqualTo("y[4]");
        assertThat(read.settings()).isEqualTo(written.settings());
        assertThat(read.notes()).isEqualTo(written.notes());
        byte[] bytes = Files.readAllBytes(file);
        ModelFile.write(file, read);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThatThrownBy(() -> read.draws("tau"))
            .hasMessage("site: expected one of [mu, prior of θ], got 'tau'");
      }
    }
    assertThatThrownBy(() -> ModelFile.readVae(file))
        .hasMessage(file + ": expected a variational autoencoder, got draws of a program");
  }

  private static Tensor of(SavedSample sample, String name) {
    return java.util.Objects.requireNonNull(sample.tensors().get(name));
  }

  @Test
  void refusesPartsThatDoNotFit() {
    try (SavedSample sample = sample()) {
      assertThatThrownBy(
              () ->
                  new SavedSample(
                      "p",
                      "nuts",
                      2,
                      5,
                      sample.sites(),
                      Map.of("lp__", Tensor.zeros(DType.FLOAT64, 2, 4)),
                      Map.of(),
                      List.of(),
                      null,
                      Map.of(),
                      Map.of()))
          .hasMessageStartingWith("statistics.lp__: expected float64 of shape [2, 5], got ");
      assertThatThrownBy(
              () ->
                  new SavedSample(
                      "p",
                      "nuts",
                      2,
                      5,
                      sample.sites(),
                      Map.of(),
                      sample.data(),
                      sample.observations(),
                      Tensor.zeros(DType.FLOAT64, 2, 5, 3),
                      Map.of(),
                      Map.of()))
          .hasMessageStartingWith("logLikelihood: expected float64 of shape [2, samples, 4], got ");
    }
  }
}
