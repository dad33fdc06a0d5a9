package org.jeffreys.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jeffreys.store.OutputFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --out}. */
public final class OutOption {
  private static final String NAME = "--out";

  @Option(
      names = {"-o", NAME},
      paramLabel = "FOLDER",
      description =
          "Folder for the results; created if there is none (default: out/ and the command's"
              + " name).")
  private @Nullable Path out;

  /** Made by the command that mixes it in. */
  public OutOption() {}

  /**
   * The folder, opened and locked for this run; close it.
   *
   * @param command which names the folder under {@code out} where none is given
   */
  public OutputFolder open(String command) {
    return OutputFolder.open(Objects.requireNonNullElse(out, Path.of("out", command)), NAME);
  }
}
