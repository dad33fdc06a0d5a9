package org.jeffreys.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which the files of data sets are looked for, in order: the one a user names, the
 * one the environment variable {@code JEFFREYS_DATA} names, and the user's cache.
 *
 * @param all in the order of the search, at least one
 * @param downloads where what is fetched goes
 */
public record DataFolders(List<Path> all, Path downloads) {
  /** The environment variable that names a folder of data. */
  public static final String VARIABLE = "JEFFREYS_DATA";

  /** Checks that there is a folder. */
  public DataFolders {
    all = List.copyOf(all);
    Check.require(!all.isEmpty(), "all", "at least one folder", "none");
  }

  /**
   * The folders of this user and machine.
   *
   * @param named what the user asks for, searched first and then the place of downloads; null for
   *     none, and downloads go to the cache
   */
  public static DataFolders of(@Nullable Path named) {
    return of(
        named,
        System.getenv(),
        System.getProperty("os.name", ""),
        Path.of(System.getProperty("user.home", "")));
  }

  static DataFolders of(
      @Nullable Path named, Map<String, String> environment, String system, Path home) {
    List<Path> all = new ArrayList<>();
    if (named != null) {
      all.add(named);
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    if (!variable.isBlank()) {
      all.add(path(variable));
    }
    Path cache = cache(environment, system, home);
    all.add(cache);
    return new DataFolders(all, named == null ? cache : named);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw Check.failure(VARIABLE, "a path", "'" + text + "'");
    }
  }

  /** Where the system wants what can be fetched again. */
  private static Path cache(Map<String, String> environment, String system, Path home) {
    String name = system.toLowerCase(Locale.ROOT);
    Path caches;
    if (name.startsWith("windows")) {
      caches = absolute(environment.get("LOCALAPPDATA"), home.resolve("AppData").resolve("Local"));
    } else if (name.startsWith("mac")) {
      caches = home.resolve("Library").resolve("Caches");
    } else {
      caches = absolute(environment.get("XDG_CACHE_HOME"), home.resolve(".cache"));
    }
    return caches.resolve("jeffreys").resolve("data");
  }

  /** As the XDG specification has it, a relative path counts as none. */
  private static Path absolute(@Nullable String text, Path otherwise) {
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    Path path = path(text);
    return path.isAbsolute() ? path : otherwise;
  }

  /** The first folder's file of that path, as {@code mnist/t10k-labels-idx1-ubyte.gz}. */
  public Optional<Path> find(String path) {
    return all.stream()
        .map(folder -> folder.resolve(path))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * As {@link #find}, for a file that must be there.
   *
   * @throws java.io.UncheckedIOException if none of the folders has it; says how to get it
   */
  public Path require(String path) {
    return find(path)
        .orElseThrow(
            () ->
                FileFailure.content(
                    path,
                    "a file in one of "
                        + all.stream()
                            .map(Path::toString)
                            .collect(Collectors.joining(", ", "[", "]")),
                    "none; run 'jeffreys data get " + path.replaceFirst("/.*", "") + "'"));
  }
}
