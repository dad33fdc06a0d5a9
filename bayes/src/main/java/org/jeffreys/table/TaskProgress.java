package org.jeffreys.table;

import java.util.Arrays;
import org.jeffreys.inference.Progress;

/** The progress of several runs, side by side or one after the other, as that of one. */
public final class TaskProgress {
  private static final long PARTS = 1000;

  private final Progress whole;
  private final double[] done;

  /**
   * Of {@code numTasks} runs.
   *
   * @param whole is told parts of a thousand
   */
  public TaskProgress(Progress whole, int numTasks) {
    this.whole = whole;
    this.done = new double[numTasks];
  }

  /** What one of them tells. */
  public Progress of(int task) {
    return (steps, total, note) -> advance(task, total == 0 ? 1 : (double) steps / total);
  }

  private synchronized void advance(int task, double part) {
    // A method of several stages starts again from 0; what was shown stays.
    done[task] = Math.max(done[task], Math.min(1, part));
    double share = Arrays.stream(done).sum() / done.length;
    long ended = Arrays.stream(done).filter(each -> each >= 1).count();
    String note = done.length == 1 ? "" : ended + " of " + done.length + " fits";
    whole.at(Math.round(share * PARTS), PARTS, note);
  }
}
