package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jeffreys.distribution.Distribution;
import org.jeffreys.distribution.Distributions;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.ppl.AutoGuides;
import org.jeffreys.predict.conformal.Calibrations;
import org.jeffreys.target.Likelihoods;
import org.jeffreys.target.Priors;
import org.jeffreys.tensor.Scope;
import org.junit.jupiter.api.Test;

/** What the documents show is what the code does. */
final class DocumentTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void readmeShowsTheCompiledProgram() throws IOException {
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains(snippet("TableRegression.java", "readme"))
        .contains(snippet("SineRegression.java", "readme"));
  }

  @Test
  void tutorialShowsTheCompiledProgram() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/privacy.md")))
        .contains(snippet("PrivateRegression.java", "tutorial"));
  }

  @Test
  void tutorialOfNoiseShowsTheCompiledPrograms() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/noise.md")))
        .contains(snippet("InputNoise.java", "regression"))
        .contains(snippet("InputNoise.java", "classification"));
  }

  @Test
  void tutorialOfLikelihoodsShowsTheCompiledPrograms() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/likelihoods.md")))
        .contains(snippet("ChooseLikelihood.java", "counts"))
        .contains(snippet("ChooseLikelihood.java", "standardised"));
  }

  /** The tables are copied from the failure of this test. */
  @Test
  void tablesOfLikelihoodsAndPriorsAreThoseOfTheRegistries() throws IOException {
    String likelihoods =
        Likelihoods.all().stream()
            .map(entry -> "| `" + entry.name() + "` | " + entry.summary() + " |\n")
            .collect(Collectors.joining("", "| likelihood | what it is |\n|---|---|\n", ""));
    String priors =
        Priors.all().stream()
            .map(entry -> "| `" + entry.name() + "` | " + entry.summary() + " |\n")
            .collect(Collectors.joining("", "| prior | what it is |\n|---|---|\n", ""));

    assertThat(Files.readString(ROOT.resolve("docs/tutorials/likelihoods.md")))
        .contains(likelihoods)
        .contains(priors);
  }

  @Test
  void tutorialOfVariationalInferenceShowsTheCompiledPrograms() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/variational.md")))
        .contains(snippet("VariationalRegression.java", "name"))
        .contains(snippet("VariationalRegression.java", "parts"))
        .contains(snippet("VariationalRegression.java", "centred"));
  }

  @Test
  void posteriorsShowTheCompiledProgram() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/posteriors.md")))
        .contains(snippet("PosteriorSamplers.java", "fit"))
        .contains(snippet("PosteriorSamplers.java", "own"));
  }

  @Test
  void servingShowsTheCompiledProgram() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/predict.md")))
        .contains(snippet("ServeClassifier.java", "serve"))
        .contains(snippet("ServeClassifier.java", "save"));
  }

  @Test
  void digitsShowTheCompiledProgram() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/digits.md")))
        .contains(snippet("DigitClassifier.java", "network"))
        .contains(snippet("DigitClassifier.java", "fit"));
  }

  @Test
  void tutorialOfTheVaeShowsTheCompiledProgram() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/vae.md")))
        .contains(snippet("DigitVae.java", "model"));
  }

  @Test
  void calibrationShowsTheCompiledPrograms() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/calibration.md")))
        .contains(snippet("Calibrate.java", "split"))
        .contains(snippet("Calibrate.java", "cross"))
        .contains(snippet("Calibrate.java", "sets"))
        .contains(snippet("Calibrate.java", "stream"))
        .contains(snippet("Calibrate.java", "score"));
  }

  @Test
  void ensemblesShowTheCompiledProgram() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/ensembles.md")))
        .contains(snippet("Ensembles.java", "anchored"));
  }

  /** The table is copied from the failure of this test. */
  @Test
  void calibrationsTableIsThatOfTheRegistry() throws IOException {
    String table =
        Calibrations.all().stream()
            .map(entry -> "| `" + entry.name() + "` | " + entry.summary() + " |\n")
            .collect(Collectors.joining("", "| calibration | what it is |\n|---|---|\n", ""));

    assertThat(Files.readString(ROOT.resolve("docs/tutorials/calibration.md"))).contains(table);
  }

  @Test
  void tutorialOfLaplaceShowsTheCompiledProgram() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/laplace.md")))
        .contains(snippet("LaplaceRegression.java", "fit"))
        .contains(snippet("LaplaceRegression.java", "stream"));
  }

  @Test
  void tutorialOfPyTorchShowsTheCompiledProgram() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/pytorch.md")))
        .contains(snippet("PyTorchWeights.java", "read"))
        .contains(snippet("PyTorchWeights.java", "laplace"))
        .contains(snippet("PyTorchWeights.java", "swag"))
        .contains(snippet("PyTorchWeights.java", "dropout"));
  }

  /** The table is copied from the failure of this test. */
  @Test
  void methodsTableIsThatOfTheRegistry() throws IOException {
    String table =
        InferenceMethods.all().stream()
            .map(entry -> "| `" + entry.name() + "` | " + entry.summary() + " |\n")
            .collect(Collectors.joining("", "| method | what it is |\n|---|---|\n", ""));

    assertThat(Files.readString(ROOT.resolve("README.md"))).contains(table);
  }

  @Test
  void programsShowTheCompiledProgram() throws IOException {
    String factory = snippet("GroupedCounts.java", "factory").stripTrailing().stripIndent();
    assertThat(Files.readString(ROOT.resolve("docs/tutorials/programs.md")))
        .contains(snippet("StraightLinePosterior.java", "line"))
        .contains(snippet("SeedRegression.java", "svi"))
        .contains(factory.indent(2))
        .contains(snippet("GroupedCounts.java", "khat"))
        .contains(snippet("GroupedCounts.java", "predict"))
        .contains(snippet("GroupedCounts.java", "group"));
  }

  /** The table is copied from the failure of this test. */
  @Test
  void guidesTableIsThatOfTheRegistry() throws IOException {
    String table =
        AutoGuides.all().stream()
            .map(
                entry ->
                    String.format(
                        "| `%s` | %s | `%s` |\n",
                        entry.name(), entry.summary(), entry.guide().getClass().getSimpleName()))
            .collect(Collectors.joining("", "| guide | what it is | class |\n|---|---|---|\n", ""));

    assertThat(Files.readString(ROOT.resolve("docs/tutorials/programs.md"))).contains(table);
  }

  /** The table is copied from the failure of this test. */
  @Test
  void distributionsTableIsThatOfTheRegistry() throws IOException {
    String head =
        """
        | distribution | class and parameters | values | draws have gradients | what it is |
        |---|---|---|---|---|
        """;
    String table;
    try (Scope scope = Scope.open()) {
      table =
          Distributions.all().stream()
              .map(DocumentTest::row)
              .collect(Collectors.joining("", head, ""));
    }

    assertThat(Files.readString(ROOT.resolve("docs/tutorials/distributions.md"))).contains(table);
  }

  private static String row(Distributions.Entry entry) {
    Distribution made = entry.made();
    String components =
        Arrays.stream(entry.type().getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.joining(", "));
    return String.format(
        "| `%s` | `%s(%s)` | %s | %s | %s |\n",
        entry.name(),
        entry.type().getSimpleName(),
        components,
        made.support(),
        made.isReparameterised() ? "yes" : "",
        entry.summary());
  }

  private static String snippet(String file, String name) throws IOException {
    Path source = ROOT.resolve("examples/src/main/java/org/jeffreys/examples").resolve(file);
    String text = Files.readString(source);
    int start = text.indexOf('\n', text.indexOf("// [" + name)) + 1;
    int end = text.lastIndexOf('\n', text.indexOf("// " + name + "]"));
    return text.substring(start, end).stripIndent();
  }
}
