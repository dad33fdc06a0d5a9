package org.jeffreys.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files that appear whole or not at all: written under another name, forced to the disk, and
 * renamed in one step.
 */
public final class WholeFile {
  static final String PARTIAL = ".partial-";
  private static final AtomicLong WRITTEN = new AtomicLong();

  private WholeFile() {}

  /**
   * Writes a file, whose folder is made where there is none; if {@code content} throws, an existing
   * file stays as it was.
   *
   * @throws UncheckedIOException if writing fails
   */
  public static void write(Path file, OutputFolder.Content content) {
    Path folder = folder(file);
    String name = PARTIAL + ProcessHandle.current().pid() + "-" + WRITTEN.incrementAndGet();
    try {
      write(folder.resolve(name), file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + ": expected to write it, got " + OutputFolder.reason(e), e);
    }
  }

  /** As above, by way of a given file on the same disk. */
  static void write(Path partial, Path file, OutputFolder.Content content) throws IOException {
    Files.createDirectories(folder(file));
    try {
      fill(partial, content);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder(folder(file));
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static Path folder(Path file) {
    Path folder = file.getParent();
    return folder == null ? Path.of("") : folder;
  }

  private static void fill(Path partial, OutputFolder.Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      content.writeTo(Channels.newOutputStream(channel));
      channel.force(true);
    }
  }

  /** The rename itself reaches the disk; systems that cannot open a folder do without. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }
}
