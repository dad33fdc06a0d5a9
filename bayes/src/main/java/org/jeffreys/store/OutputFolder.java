package org.jeffreys.store;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jeffreys.core.Check;

/**
 * The folder a run writes its results to.
 *
 * <p>It belongs to one run at a time: opening takes a lock (file {@code .lock}, which stays behind
 * and is harmless once nobody holds it). Every file appears whole or not at all: it is written
 * under another name, forced to the disk, and renamed in one step. What an interrupted run left
 * half-written is deleted when the folder is opened again. Several threads may write different
 * files.
 */
public final class OutputFolder implements AutoCloseable {
  private final Path path;
  private final FolderLock lock;
  private final AtomicLong written = new AtomicLong();

  private OutputFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Writes the bytes of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes the whole content; need not close {@code out}. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes the text of a file. */
  @FunctionalInterface
  public interface Text {
    /** Writes the whole text; need not close {@code out}. */
    void writeTo(Writer out) throws IOException;
  }

  /**
   * Creates the folder where it does not exist, and takes its lock.
   *
   * @param path the folder
   * @param name how messages call it, such as {@code --out}
   * @throws IllegalArgumentException if {@code path} is a file or cannot be written to
   * @throws IllegalStateException if another run, of this or another process, has it open
   * @throws UncheckedIOException if the lock or the left-overs of an interrupted run give trouble
   */
  public static OutputFolder open(Path path, String name) {
    Path folder = create(path, name);
    FolderLock lock = FolderLock.take(folder, path, name);
    try {
      deletePartial(folder);
      return new OutputFolder(path, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) e;
    }
  }

  /** The folder, as given to {@link #open}. */
  public Path path() {
    return path;
  }

  /**
   * Writes a file of the given bytes; an existing one is replaced.
   *
   * @param file the name inside the folder, such as {@code metrics.json} or {@code charts/fit.svg}
   * @return the file's path
   */
  public Path write(String file, byte[] bytes) {
    return write(file, (Content) out -> out.write(bytes));
  }

  /** As {@link #write(String, byte[])}, with the text in UTF-8. */
  public Path writeText(String file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #write(String, Content)}, with a buffered writer in UTF-8. */
  public Path writeText(String file, Text text) {
    return write(
        file,
        (Content)
            out -> {
              Writer writer =
                  new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
              text.writeTo(writer);
              writer.flush();
            });
  }

  /**
   * Writes a file piece by piece; if {@code content} throws, an existing file stays as it was.
   *
   * @return the file's path
   * @throws IllegalStateException if the folder is closed
   * @throws UncheckedIOException if writing fails
   */
  public Path write(String file, Content content) {
    Path target = resolve(file);
    if (!lock.isHeld()) {
      throw new IllegalStateException(file + ": expected an open output folder, got a closed one");
    }
    Path partial = path.resolve(WholeFile.PARTIAL + written.incrementAndGet());
    try {
      WholeFile.write(partial, target, content);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + ": expected to write it to " + path + ", got " + reason(e), e);
    }
  }

  /** Gives the folder back; closing twice does nothing. */
  @Override
  public void close() {
    lock.close();
  }

  /**
   * Deletes the folder, which is to hold no more files, and closes it.
   *
   * @throws UncheckedIOException if it cannot be deleted, as where other files are in it
   */
  public void delete() {
    try {
      lock.deleteFile();
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(
          path + ": expected an empty folder to delete, got " + reason(e), e);
    } finally {
      close();
    }
  }

  private Path resolve(String file) {
    Path target = path.resolve(file).normalize();
    boolean inside = target.startsWith(path.normalize()) && !target.equals(path.normalize());
    Check.require(inside, "file", "a name inside the output folder", file);
    String last = String.valueOf(target.getFileName());
    boolean free = !last.equals(FolderLock.FILE) && !last.startsWith(WholeFile.PARTIAL);
    Check.require(free, "file", "a name the folder does not use itself", file);
    return target;
  }

  private static Path create(Path path, String name) {
    boolean file = Files.exists(path) && !Files.isDirectory(path);
    Check.require(!file, name, "a folder", "the file " + path);
    try {
      return Files.createDirectories(path.toAbsolutePath()).toRealPath();
    } catch (IOException e) {
      throw Check.failure(name, "a folder that can be created", path + " (" + reason(e) + ")");
    }
  }

  private static void deletePartial(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder, WholeFile.PARTIAL + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
