package org.jeffreys;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Finds the data that is too large for the repository.
 *
 * <p>It lies in the folder named by the system property or environment variable {@code
 * JEFFREYS_DATA}, else in {@code shared/data} beside the project.
 */
public final class TestData {
  private TestData() {}

  /** The file or folder of that path in the data; skips the test, naming it, where it is absent. */
  public static Path require(String path) {
    Path found = folder().resolve(path);
    assumeTrue(
        Files.exists(found),
        () -> path + ": not found in the data; set JEFFREYS_DATA to the folder that holds it");
    return found;
  }

  private static Path folder() {
    return Stream.of(System.getProperty("JEFFREYS_DATA"), System.getenv("JEFFREYS_DATA"))
        .filter(Objects::nonNull)
        .map(Path::of)
        .findFirst()
        .orElseGet(TestData::folderBesideTheProject);
  }

  /** Seen from the project's root or from a module. */
  private static Path folderBesideTheProject() {
    Path fromRoot = Path.of("../shared/data");
    return Files.isDirectory(fromRoot) ? fromRoot : Path.of("../../shared/data");
  }
}
