package org.jeffreys.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jeffreys.core.NumericalException;
import org.jspecify.annotations.Nullable;

/** Says in one line why a command failed. */
final class FailureMessage {
  private FailureMessage() {}

  static String of(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      return "memory: expected the run to fit, got out of memory with a heap of "
          + mebibytes
          + " MiB ("
          + e.getMessage()
          + "); keep fewer draws, or give the same command with JEFFREYS_JAVA_OPTS=-Xmx2g before it, which goes on from"
          + " a checkpoint where there is one";
    }
    if (e instanceof LinkageError) {
      return linkage(e);
    }
    if (e instanceof UncheckedIOException io) {
      String message = io.getMessage();
      boolean own = message != null && !message.equals(String.valueOf(io.getCause()));
      return own ? String.valueOf(message) : file(io.getCause());
    }
    if (e instanceof IOException io) {
      return file(io);
    }
    boolean ours =
        e instanceof IllegalArgumentException
            || e instanceof IllegalStateException
            || e instanceof NumericalException;
    return ours && hasText(e.getMessage()) ? String.valueOf(e.getMessage()) : unexpected(e);
  }

  /** The first cause tells which library or class is missing. */
  private static String linkage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "native libraries: expected libtorch for "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ", got "
        + root.getClass().getSimpleName()
        + ": "
        + root.getMessage()
        + "; add the natives of this platform to the class path";
  }

  private static String file(@Nullable IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": expected a file, got none";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": expected permission to use it, got access denied";
    }
    if (e instanceof FileSystemException other && other.getReason() != null) {
      return other.getFile() + ": expected a file operation to work, got " + other.getReason();
    }
    return "input or output: expected it to work, got " + e;
  }

  private static String unexpected(Throwable e) {
    return "jeffreys: expected no "
        + e.getClass().getSimpleName()
        + ", got "
        + (hasText(e.getMessage()) ? e.getMessage() : "one without a message")
        + "; this is a bug: report it with the output of --stacktrace";
  }

  private static boolean hasText(@Nullable String message) {
    return message != null && !message.isBlank();
  }
}
