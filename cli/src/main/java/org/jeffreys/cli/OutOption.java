package org.jeffreys.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jeffreys.store.OutputFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --out}, which a command that mixes it in requires. */
public final class OutOption {
  private static final String NAME = "--out";

  @Option(
      names = {"-o", NAME},
      paramLabel = "FOLDER",
      required = true,
      description = "Folder for the results; created if there is none.")
  private @Nullable Path out;

  /** Made by the command that mixes it in. */
  public OutOption() {}

  /** The folder, opened and locked for this run; close it. */
  public OutputFolder open() {
    return OutputFolder.open(Objects.requireNonNull(out, "required by picocli"), NAME);
  }
}
