package org.jeffreys.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Failures of files of data, in one line that names the file. */
public final class FileFailure {
  private FileFailure() {}

  /** A file whose content is not what it should be. */
  public static UncheckedIOException content(Object file, String expected, Object got) {
    String message = file + ": expected " + expected + ", got " + got;
    return new UncheckedIOException(message, new IOException(message));
  }

  /** A file operation that failed. */
  public static UncheckedIOException operation(Path file, IOException e) {
    return new UncheckedIOException(file + ": expected a readable file, got " + reason(e), e);
  }

  /** Why it failed, in words. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "none";
    }
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    @Nullable String reason =
        e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
