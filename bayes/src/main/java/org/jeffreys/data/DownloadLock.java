package org.jeffreys.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to download into a folder: against other threads by a lock in memory, which comes
 * first, since closing any channel of a file gives up its locks on POSIX systems; against other
 * processes by a lock of the file {@code .download.lock}, which stays, since to delete it would
 * free the way for a third one.
 */
final class DownloadLock implements AutoCloseable {
  private static final String FILE = ".download.lock";
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel channel;

  private DownloadLock(ReentrantLock threads, FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  /** Takes the lock; calls {@code waiting} before it waits for another process or thread. */
  static DownloadLock take(Path folder, Runnable waiting) throws IOException {
    ReentrantLock threads = LOCKS.computeIfAbsent(folder.toRealPath(), path -> new ReentrantLock());
    if (!threads.tryLock()) {
      waiting.run();
      threads.lock();
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        waiting.run();
        channel.lock();
      }
      return new DownloadLock(threads, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      threads.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      threads.unlock();
    }
  }
}
