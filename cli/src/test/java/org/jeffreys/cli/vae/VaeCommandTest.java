package org.jeffreys.cli.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jeffreys.app.vae.BinaryImages;
import org.jeffreys.cli.Main;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.DataFolders;
import org.jeffreys.data.Datasets;
import org.jeffreys.data.Images;
import org.jeffreys.data.Split;
import org.jeffreys.store.ModelFile;
import org.jeffreys.store.SavedVae;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VaeCommandTest {
  @TempDir private Path folder;

  private record Outcome(int code, String out, String err) {}

  private static Outcome run(Path out, String... args) {
    List<String> all = new ArrayList<>(List.of("vae", "--quiet", "--out", out.toString()));
    all.addAll(List.of(args));
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        Main.run(all.toArray(new String[0]), new PrintWriter(output), new PrintWriter(errors));
    return new Outcome(code, output.toString(), errors.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --epochs 0      | --epochs: expected an integer >= 1, got 0
          --latent 0      | --latent: expected an integer in [1, 100000], got 0
          --hidden 100001 | --hidden: expected an integer in [1, 100000], got 100001
          --data cifar    | --data: expected one of [strokes, letters, mnist, fashion], got 'cifar'
          --ood cifar     | --ood: expected one of [strokes, letters, mnist, fashion], got 'cifar'
          --ood strokes   | --ood: expected images of other things than --data, got 'strokes'
          --binarise grey | --binarise: expected one of [threshold, stochastic], got 'grey'
          --seed -1       | --seed: expected an integer >= 0, got -1
          """)
  void refusesBadInputWithOneLine(String args, String message) {
    Path out = folder.resolve("out");

    Outcome outcome = run(out, args.split(" +"));

    assertThat(outcome).isEqualTo(new Outcome(2, "", message + System.lineSeparator()));
    assertThat(out).doesNotExist();
  }

  @Test
  void saysWhichFileOfMnistIsMissing() {
    Path out = folder.resolve("out");
    Outcome outcome =
        run(out, "--data", "mnist", "--ood", "letters", "--data-dir", folder.toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("mnist", "jeffreys data get").hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void classesAreMixedEvenly() {
    Doubles first = Doubles.of(Math.log(0.1), -1000);
    Doubles second = Doubles.of(Math.log(0.3), -1000);
    Doubles mixed = VaeRun.marginal(List.of(first, second));
    assertThat(mixed.get(0)).isCloseTo(Math.log(0.2), within(1e-12));
    assertThat(mixed.get(1)).isEqualTo(-1000);
  }

  @Tag("slow")
  @Test
  void writesAllItPromises() throws IOException {
    Path out = folder.resolve("out");
    Outcome outcome =
        run(out, "--data", "letters", "--epochs", "3", "--hidden", "32", "--latent", "3");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("elbo", "strokes", "AUROC", "report.html");
    JsonNode metrics = new ObjectMapper().readTree(out.resolve("metrics.json").toFile());
    double elbo = metrics.path("elbo").asDouble();
    assertThat(elbo).isBetween(-260.0, -120.0);
    assertThat(metrics.path("importance").path("bound").asDouble())
        .isGreaterThan(metrics.path("importance").path("elbo").asDouble());
    assertThat(metrics.path("foreign").path("auroc").asDouble()).isBetween(0.3, 1.0);
    assertThat(metrics.path("trainElbo")).hasSize(3);
    assertThat(metrics.path("secondsPerStep").asDouble()).isPositive();
    assertThat(metrics.path("imputation").path("pixelsRight").asDouble()).isBetween(0.7, 1.0);
    assertThat(Files.readAllLines(out.resolve("bounds.csv"))).hasSize(1 + 2000 + 10_000);
    for (String name : List.of("samples", "reconstructions", "interpolations", "completions")) {
      assertThat(out.resolve("pictures/" + name + ".png")).isRegularFile();
    }
    assertThat(Files.readString(out.resolve("report.html"))).contains("ELBO", "filled in");
    savedModelGives(elbo, out.resolve(ModelFile.NAME));
  }

  private static void savedModelGives(double elbo, Path file) {
    try (SavedVae saved = ModelFile.readVae(file);
        Images all = Datasets.named("letters").load(Split.TEST, DataFolders.of(null));
        Images test = all.range(8000, 2000);
        BinaryImages images = BinaryImages.thresholded(test);
        Rng rng = Rng.of(0, "judge")) {
      assertThat(saved.vae().elbo(images, 10, rng).mean()).isEqualTo(elbo);
    }
  }

  @Tag("slow")
  @Test
  void conditionalModelsClassify() throws IOException {
    Path out = folder.resolve("out");
    long live = Tensor.live();
    Outcome outcome =
        run(
            out,
            "--conditional",
            "--epochs",
            "1",
            "--hidden",
            "32",
            "--latent",
            "2",
            "--binarise",
            "stochastic");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(Tensor.live()).isEqualTo(live);
    JsonNode metrics = new ObjectMapper().readTree(out.resolve("metrics.json").toFile());
    assertThat(metrics.path("accuracy").asDouble()).isBetween(0.3, 1.0);
    assertThat(metrics.path("binarisation").asText()).isEqualTo("stochastic");
    try (SavedVae saved = ModelFile.readVae(out.resolve(ModelFile.NAME))) {
      assertThat(saved.classNames()).hasSize(10);
    }
  }
}
