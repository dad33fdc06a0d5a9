package org.jeffreys.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a download so far, and beside them where they came from and in which version: the
 * entity tag, or else the date, that a server is asked for when it is to go on.
 */
final class PartFile {
  private final Path bytes;
  private final Path origin;

  PartFile(Path target) {
    bytes = target.resolveSibling(target.getFileName() + ".part");
    origin = target.resolveSibling(target.getFileName() + ".part.origin");
  }

  Path path() {
    return bytes;
  }

  long size() throws IOException {
    return Files.exists(bytes) ? Files.size(bytes) : 0;
  }

  /** What to send as If-Range to go on from this address; empty if it must start anew. */
  Optional<String> validator(URI address) throws IOException {
    if (size() == 0 || !Files.exists(origin)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(origin);
    boolean same = lines.size() == 2 && lines.get(0).equals(address.toString());
    return same ? Optional.of(lines.get(1)) : Optional.empty();
  }

  /** Starts anew with what an address sends now. */
  FileChannel start(URI address, HttpHeaders headers) throws IOException {
    discard();
    FileChannel channel =
        FileChannel.open(bytes, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Optional<String> tag = headers.firstValue("ETag").filter(value -> !value.startsWith("W/"));
    Optional<String> validator = tag.or(() -> headers.firstValue("Last-Modified"));
    if (validator.isPresent()) {
      Files.write(origin, List.of(address.toString(), validator.get()));
    }
    return channel;
  }

  /** Goes on behind the last byte. */
  FileChannel goOn() throws IOException {
    return FileChannel.open(bytes, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  void discard() throws IOException {
    Files.deleteIfExists(origin);
    Files.deleteIfExists(bytes);
  }
}
