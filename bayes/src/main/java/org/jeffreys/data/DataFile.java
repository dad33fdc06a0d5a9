package org.jeffreys.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jeffreys.core.Check;

/**
 * A published file, known by its checksum.
 *
 * @param path below a folder of data, with slashes: {@code mnist/t10k-labels-idx1-ubyte.gz}
 * @param addresses where it can be fetched, the first preferred
 * @param sha256 of the bytes as published, in 64 hexadecimal digits
 * @param size in bytes
 */
public record DataFile(String path, List<URI> addresses, String sha256, long size) {
  /** Checks that the path stays below its folder, that there is an address, and the checksum. */
  public DataFile {
    Check.require(
        path.matches("[a-z0-9][a-zA-Z0-9._-]*(/[a-zA-Z0-9][a-zA-Z0-9._-]*)*"),
        "path",
        "a relative path",
        "'" + path + "'");
    addresses = List.copyOf(addresses);
    Check.require(!addresses.isEmpty(), "addresses", "at least one", "none");
    Check.require(sha256.matches("[0-9a-f]{64}"), "sha256", "64 hexadecimal digits", sha256);
    Check.atLeast(size, 1L, "size");
  }

  /** The file itself, below {@code folder}. */
  public Path in(Path folder) {
    return folder.resolve(path);
  }

  /**
   * Reads a file through and compares.
   *
   * @throws java.io.UncheckedIOException with one line, if it is not this file, or cannot be read
   */
  public void verify(Path file) {
    try {
      long got = Files.size(file);
      if (got != size) {
        throw FileFailure.content(path, size + " bytes", got);
      }
      String digest = sha256(file);
      if (!digest.equals(sha256)) {
        throw FileFailure.content(path, "SHA-256 " + sha256, digest);
      }
    } catch (IOException e) {
      throw FileFailure.operation(file, e);
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
