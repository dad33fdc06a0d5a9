package org.jeffreys.cli;

import java.nio.file.Path;
import org.jeffreys.data.DataFolders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data-dir}. */
public final class DataDirOption {
  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description =
          "Folder of data sets, searched first and then the place of downloads (default: the one"
              + " that JEFFREYS_DATA names is searched, then the user's cache, where downloads go).")
  private @Nullable Path folder;

  /** Made by the command that mixes it in. */
  public DataDirOption() {}

  /** Where data sets are looked for. */
  public DataFolders folders() {
    return DataFolders.of(folder);
  }

  /** Whether the user named a folder. */
  public boolean isNamed() {
    return folder != null;
  }
}
