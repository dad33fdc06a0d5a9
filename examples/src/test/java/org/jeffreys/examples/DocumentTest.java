package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jeffreys.inference.InferenceMethods;
import org.junit.jupiter.api.Test;

/** What the documents show is what the code does. */
final class DocumentTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void readmeShowsTheCompiledProgram() throws IOException {
    assertThat(Files.readString(ROOT.resolve("README.md")))
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

  /** The table is copied from the failure of this test. */
  @Test
  void methodsTableIsThatOfTheRegistry() throws IOException {
    String table =
        InferenceMethods.all().stream()
            .map(entry -> "| `" + entry.name() + "` | " + entry.summary() + " |\n")
            .collect(Collectors.joining("", "| method | what it is |\n|---|---|\n", ""));

    assertThat(Files.readString(ROOT.resolve("README.md"))).contains(table);
  }

  private static String snippet(String file, String name) throws IOException {
    Path source = ROOT.resolve("examples/src/main/java/org/jeffreys/examples").resolve(file);
    String text = Files.readString(source);
    int start = text.indexOf('\n', text.indexOf("// [" + name)) + 1;
    int end = text.lastIndexOf('\n', text.indexOf("// " + name + "]"));
    return text.substring(start, end).stripIndent();
  }
}
