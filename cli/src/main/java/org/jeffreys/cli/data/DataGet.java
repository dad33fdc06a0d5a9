package org.jeffreys.cli.data;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.DataDirOption;
import org.jeffreys.cli.Progress;
import org.jeffreys.core.Check;
import org.jeffreys.data.DataFile;
import org.jeffreys.data.DataFolders;
import org.jeffreys.data.Datasets;
import org.jeffreys.data.Download;
import org.jeffreys.data.ImageSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeffreys data get}: fetches data sets. */
@Command(
    name = "get",
    description = {
      "Fetch data sets, and check that they are what was published.",
      "",
      "What is here already is left alone. A download that was interrupted goes on where it was. A proxy is"
          + " set by JEFFREYS_JAVA_OPTS='-Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT'.",
      ""
    })
final class DataGet implements Callable<Integer> {
  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final DataDirOption dataDir = new DataDirOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "Data sets, as 'jeffreys data list' names them.")
  private List<String> names = List.of();

  @Option(
      names = "--mirror",
      paramLabel = "URL",
      description =
          "Fetch from URL/NAME/FILE, laid out as a folder of data, and not from the public"
              + " addresses; checksums hold all the same.")
  private @Nullable String mirror;

  /** Made by picocli. */
  DataGet() {}

  @Override
  public Integer call() {
    List<ImageSource> sources = names.stream().distinct().map(Datasets::named).toList();
    DataFolders folders = dataDir.folders();
    Download download = new Download(Download.Settings.DEFAULT);
    try (Progress progress = common.progress()) {
      for (ImageSource source : sources) {
        common
            .out()
            .println(
                source.name()
                    + ": licence "
                    + source.licence().name()
                    + ", "
                    + source.licence().text()
                    + (source.files().isEmpty() ? "; generated, nothing to fetch" : ""));
        for (DataFile file : source.files()) {
          Path path = get(mirrored(file, mirror), folders, download, progress);
          progress.close();
          common.out().println(file.path() + ": " + path.toAbsolutePath());
        }
      }
    }
    return 0;
  }

  private Path get(DataFile file, DataFolders folders, Download download, Progress progress) {
    // A folder that was named is to hold the files itself.
    Optional<Path> elsewhere =
        dataDir.isNamed()
            ? Optional.empty()
            : folders.find(file.path()).filter(path -> !path.startsWith(folders.downloads()));
    if (elsewhere.isPresent()) {
      verify(file, elsewhere.get());
      return elsewhere.get();
    }
    progress.start(file.path(), Math.max(1, file.size() >> 10), "KiB");
    return download.fetch(
        file, folders.downloads(), (done, note) -> progress.advanceTo(done >> 10, note));
  }

  private static void verify(DataFile file, Path path) {
    try {
      file.verify(path);
    } catch (UncheckedIOException e) {
      throw new IllegalStateException(
          e.getMessage() + "; remove or replace " + path.toAbsolutePath(), e);
    }
  }

  private static DataFile mirrored(DataFile file, @Nullable String mirror) {
    if (mirror == null) {
      return file;
    }
    String base = mirror.endsWith("/") ? mirror : mirror + "/";
    return new DataFile(
        file.path(), List.of(address(base + file.path())), file.sha256(), file.size());
  }

  private static URI address(String text) {
    String expected = "an address that starts with http:// or https://";
    try {
      URI address = new URI(text);
      Check.require(
          text.matches("https?://.*") && address.getHost() != null,
          "--mirror",
          expected,
          "'" + text + "'");
      return address;
    } catch (URISyntaxException e) {
      throw Check.failure("--mirror", expected, "'" + text + "'");
    }
  }
}
