package org.jeffreys.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/**
 * One run's claim on a folder, against other processes (a file lock) and against this one (a set).
 *
 * <p>The set is asked first: on POSIX systems closing any channel of the lock file gives up the
 * lock of the whole process, so that a second attempt in this process must never open the file. The
 * lock lies behind the file's content, which names the process that holds it.
 */
final class FolderLock implements AutoCloseable {
  static final String FILE = ".lock";
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;
  private boolean held = true;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Takes the lock of a folder, given as its real path and as the caller wrote it. */
  static FolderLock take(Path folder, Path asWritten, String name) {
    if (!HELD.add(folder)) {
      throw busy(asWritten, name, "another run of this process");
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Optional<Object> opened = identity(folder);
      FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
      if (lock == null) {
        throw busy(asWritten, name, holder(folder));
      }
      if (!Files.exists(folder.resolve(FILE)) || !identity(folder).equals(opened)) {
        throw busy(asWritten, name, "a run that just ended");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              ("process " + ProcessHandle.current().pid() + "\n")
                  .getBytes(StandardCharsets.UTF_8)));
      return new FolderLock(folder, channel);
    } catch (AccessDeniedException e) {
      giveUp(folder, channel);
      throw Check.failure(name, "a folder that can be written to", asWritten);
    } catch (IOException e) {
      giveUp(folder, channel);
      throw new UncheckedIOException(
          name + ": expected a lock on " + asWritten + ", got " + OutputFolder.reason(e), e);
    } catch (IllegalStateException e) {
      giveUp(folder, channel);
      throw e;
    }
  }

  /**
   * What the folder's lock file is now: its last holder may have deleted the one that was opened.
   * Only asked for, never opened.
   */
  private static Optional<Object> identity(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    return Files.exists(file)
        ? Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
        : Optional.empty();
  }

  /** Deletes the file while it is held. */
  synchronized void deleteFile() throws IOException {
    if (held) {
      Files.deleteIfExists(folder.resolve(FILE));
    }
  }

  synchronized boolean isHeld() {
    return held;
  }

  @Override
  public synchronized void close() {
    if (held) {
      held = false;
      giveUp(folder, channel);
    }
  }

  private static void giveUp(Path folder, @Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(folder);
    }
  }

  private static String holder(Path folder) {
    try {
      String text = Files.readString(folder.resolve(FILE)).strip();
      return text.isEmpty() ? "another process" : text;
    } catch (IOException e) {
      return "another process";
    }
  }

  private static IllegalStateException busy(Path folder, String name, String holder) {
    return new IllegalStateException(
        name
            + ": expected a folder no other run is writing to, got "
            + folder
            + ", in use by "
            + holder
            + "; wait for it or choose another folder");
  }
}
