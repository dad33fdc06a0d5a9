package org.jeffreys.cli.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.DataDirOption;
import org.jeffreys.cli.report.TextTable;
import org.jeffreys.data.DataFile;
import org.jeffreys.data.DataFolders;
import org.jeffreys.data.Datasets;
import org.jeffreys.data.ImageSource;
import org.jeffreys.data.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jeffreys data list}: what data sets there are, and where. */
@Command(
    name = "list",
    description = "List the data sets: size, licence, and where they are on this machine.")
final class DataList implements Callable<Integer> {
  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final DataDirOption dataDir = new DataDirOption();

  /** Made by picocli. */
  DataList() {}

  @Override
  public Integer call() {
    DataFolders folders = dataDir.folders();
    TextTable table =
        TextTable.of(
            Set.of(1, 2, 3, 4),
            List.of("name", "classes", "train", "test", "download", "licence", "where"));
    for (ImageSource source : Datasets.all()) {
      table.row(
          List.of(
              source.name(),
              String.valueOf(source.numClasses()),
              size(source, Split.TRAIN),
              size(source, Split.TEST),
              download(source),
              source.licence().name(),
              where(source, folders)));
    }
    table.print(common.out());
    return 0;
  }

  private static String size(ImageSource source, Split split) {
    return source.parts().stream()
        .filter(part -> part.split() == split)
        .map(part -> String.format(Locale.ROOT, "%,d", part.size()))
        .findFirst()
        .orElse("-");
  }

  private static String download(ImageSource source) {
    long bytes = source.files().stream().mapToLong(DataFile::size).sum();
    return bytes == 0 ? "-" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /** The folder, and which splits it has unless that is all; nothing is read. */
  private static String where(ImageSource source, DataFolders folders) {
    if (source.files().isEmpty()) {
      return "generated";
    }
    List<ImageSource.Part> here =
        source.parts().stream()
            .filter(
                part ->
                    part.files().stream().allMatch(file -> folders.find(file.path()).isPresent()))
            .toList();
    if (here.isEmpty()) {
      return "absent";
    }
    Path folder =
        folders.find(here.get(0).files().get(0).path()).orElseThrow().toAbsolutePath().getParent();
    String splits =
        here.stream().map(part -> part.split().toString()).collect(Collectors.joining(", "));
    return here.size() == source.parts().size() ? folder + "" : folder + " (" + splits + " only)";
  }
}
