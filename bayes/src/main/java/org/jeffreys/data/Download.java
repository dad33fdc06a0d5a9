package org.jeffreys.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;

/**
 * Fetches published files: to {@code NAME.part} beside the target, where a later attempt or run
 * goes on if the server can, and into place only when the checksum of the whole is right.
 *
 * <p>One process at a time writes to a folder; others wait for it. A proxy is taken from Java's
 * system properties, such as {@code https.proxyHost}.
 */
public final class Download {
  private final Settings settings;
  private final HttpClient client;

  /**
   * Patience.
   *
   * @param connect to reach a server
   * @param idle without a byte, until an attempt is given up
   * @param attempts for each address, at least 1
   * @param backoff before the second attempt; doubles each time
   */
  public record Settings(Duration connect, Duration idle, int attempts, Duration backoff) {
    /** 20 s to connect, 30 s without a byte, 4 attempts an address, 1 s, 2 s and 4 s apart. */
    public static final Settings DEFAULT =
        new Settings(Duration.ofSeconds(20), Duration.ofSeconds(30), 4, Duration.ofSeconds(1));

    /** Checks the number of attempts. */
    public Settings {
      Check.atLeast(attempts, 1, "attempts");
    }
  }

  /** Is told how far a download is. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * Called often.
     *
     * @param done bytes of the file that are here
     * @param note what else is worth knowing, such as a new attempt; may be empty
     */
    void at(long done, String note);
  }

  /** Downloads with the given patience. */
  public Download(Settings settings) {
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(settings.connect());
    ProxySelector proxy = ProxySelector.getDefault();
    client = proxy == null ? builder.build() : builder.proxy(proxy).build();
  }

  /**
   * The file below {@code folder}, fetched unless it is there and whole.
   *
   * @throws UncheckedIOException with one line: no address gave the file, or it could not be
   *     written
   */
  public Path fetch(DataFile file, Path folder, Watcher watcher) {
    Path target = file.in(folder);
    Path parent = Check.present(target.toAbsolutePath().getParent(), "folder");
    try {
      Files.createDirectories(parent);
      try (DownloadLock lock =
          DownloadLock.take(parent, () -> watcher.at(0, "waiting for another download"))) {
        if (!isWhole(file, target)) {
          fetch(file, target, new PartFile(target), watcher);
        }
      }
      watcher.at(file.size(), "");
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(
          target + ": expected to write the download, got " + FileFailure.reason(e), e);
    }
  }

  private static boolean isWhole(DataFile file, Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try {
      file.verify(path);
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private void fetch(DataFile file, Path target, PartFile part, Watcher watcher)
      throws IOException {
    // A run that was killed between the last byte and the move left all there is to fetch.
    if (part.size() == file.size() && isWhole(file, part.path())) {
      land(part, target);
      return;
    }
    List<URI> addresses = new ArrayList<>(file.addresses());
    Map<URI, TransferException> failures = new LinkedHashMap<>();
    for (int attempt = 0; attempt < settings.attempts() && !addresses.isEmpty(); attempt++) {
      if (attempt > 0) {
        pause(attempt);
      }
      for (URI address : List.copyOf(addresses)) {
        try {
          new Transfer(client, settings.idle(), file, part, watcher).run(address);
          land(part, target);
          return;
        } catch (TransferException e) {
          failures.put(address, e);
          watcher.at(part.size(), e.reason());
          if (e.isFinal()) {
            addresses.remove(address);
          }
        }
      }
    }
    throw failure(file, target, failures);
  }

  private static void land(PartFile part, Path target) throws IOException {
    Files.move(part.path(), target, StandardCopyOption.ATOMIC_MOVE);
    part.discard();
  }

  private void pause(int attempt) {
    try {
      Thread.sleep(settings.backoff().toMillis() << Math.min(attempt - 1, 10));
    } catch (InterruptedException e) {
      throw Transfer.interrupted(e);
    }
  }

  private static UncheckedIOException failure(
      DataFile file, Path target, Map<URI, TransferException> failures) {
    List<String> reasons = new ArrayList<>();
    for (Map.Entry<URI, TransferException> failure : failures.entrySet()) {
      if (failure.getValue().isWrongContent()) {
        String message = failure.getValue().reason();
        return new UncheckedIOException(message, new IOException(message));
      }
      reasons.add(failure.getValue().reason() + " from " + failure.getKey().getHost());
    }
    String message =
        file.path()
            + ": expected a download, got "
            + String.join(" and ", reasons)
            + "; try again later, or put the file at "
            + target;
    return new UncheckedIOException(message, new IOException(message));
  }
}
