package org.jeffreys.cli.data;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.DataDirOption;
import org.jeffreys.data.DataFile;
import org.jeffreys.data.DataFolders;
import org.jeffreys.data.Datasets;
import org.jeffreys.data.ImageSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jeffreys data verify}: compares files with the checksums of what was published. */
@Command(
    name = "verify",
    description = {
      "Compare the files of data sets with their checksums.",
      "",
      "Exit code 1 if a file is wrong or missing; parts that are optional may be missing.",
      ""
    })
final class DataVerify implements Callable<Integer> {
  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final DataDirOption dataDir = new DataDirOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Data sets, as 'jeffreys data list' names them (default: all).")
  private List<String> names = List.of();

  private int numWrong;
  private int numMissing;

  /** Made by picocli. */
  DataVerify() {}

  @Override
  public Integer call() {
    DataFolders folders = dataDir.folders();
    List<ImageSource> sources =
        names.isEmpty() ? Datasets.all() : names.stream().distinct().map(Datasets::named).toList();
    List<String> lacking = new ArrayList<>();
    for (ImageSource source : sources) {
      int before = numWrong + numMissing;
      for (ImageSource.Part part : source.parts()) {
        for (DataFile file : part.files()) {
          common.out().println(verify(file, part.isOptional(), folders));
        }
      }
      if (numWrong + numMissing > before) {
        lacking.add(source.name());
      }
    }
    if (!lacking.isEmpty()) {
      throw new IllegalStateException(
          "verify: expected every file whole, got "
              + numWrong
              + " wrong and "
              + numMissing
              + " missing; run 'jeffreys data get "
              + String.join(" ", lacking)
              + "'");
    }
    return 0;
  }

  private String verify(DataFile file, boolean isOptional, DataFolders folders) {
    Optional<Path> found = folders.find(file.path());
    if (found.isEmpty()) {
      numMissing += isOptional ? 0 : 1;
      return file.path() + ": missing" + (isOptional ? " (optional)" : "");
    }
    try {
      file.verify(found.get());
      return file.path() + ": ok, " + found.get().toAbsolutePath();
    } catch (UncheckedIOException e) {
      numWrong++;
      return e.getMessage() + ", " + found.get().toAbsolutePath();
    }
  }
}
