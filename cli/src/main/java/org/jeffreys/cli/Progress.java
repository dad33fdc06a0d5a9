package org.jeffreys.cli;

import java.io.PrintWriter;

/**
 * How far a loop is, for the one who waits: a bar on a terminal, plain lines in a pipe, or nothing.
 *
 * <p>A task is started, advanced, and ended by the next {@link #start} or by {@link #close}. One
 * thread at a time.
 */
public interface Progress extends AutoCloseable {
  /**
   * Begins a task and ends the one before.
   *
   * @param task what is done, such as {@code sampling}
   * @param total the number of units, >= 1
   * @param unit what is counted, in the plural, such as {@code steps}
   */
  void start(String task, long total, String unit);

  /**
   * Says that {@code done} units of the task are done; cheap enough for each turn of a loop.
   *
   * @param note what else is worth seeing, such as {@code log density -123.4}; may be empty
   */
  void advanceTo(long done, String note);

  /** Ends the task. */
  @Override
  void close();

  /** The display that fits where {@code err} goes: none if {@code quiet}. */
  static Progress to(PrintWriter err, boolean quiet) {
    if (quiet) {
      return new QuietProgress();
    }
    return Terminal.isInteractive()
        ? new BarProgress(err)
        : new LineProgress(err, System::nanoTime);
  }
}
