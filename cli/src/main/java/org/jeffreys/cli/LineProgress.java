package org.jeffreys.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jeffreys.core.Check;

/**
 * Progress as plain lines, for pipes and log files.
 *
 * <p>A line appears when 2 s have passed since the last and the task is 1 % further, or when 30 s
 * have passed; and one at the end. So a run of any length writes at most about a hundred lines and
 * one every half minute.
 */
final class LineProgress implements Progress {
  private static final long LEAST_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long MOST_NANOS = Duration.ofSeconds(30).toNanos();

  private final PrintWriter err;
  private final LongSupplier nanoTime;
  private String task = "";
  private String unit = "";
  private String note = "";
  private long total;
  private long done;
  private long startNanos;
  private long shownNanos;
  private long shownDone;

  LineProgress(PrintWriter err, LongSupplier nanoTime) {
    this.err = err;
    this.nanoTime = nanoTime;
  }

  @Override
  public void start(String task, long total, String unit) {
    close();
    this.task = task;
    this.total = Check.atLeast(total, 1L, "total");
    this.unit = unit;
    note = "";
    done = 0;
    shownDone = 0;
    startNanos = nanoTime.getAsLong();
    shownNanos = startNanos;
  }

  @Override
  public void advanceTo(long done, String note) {
    this.done = done;
    this.note = note;
    long now = nanoTime.getAsLong();
    long waited = now - shownNanos;
    boolean further = 100 * (done - shownDone) >= total;
    if (done < total && (waited >= MOST_NANOS || (waited >= LEAST_NANOS && further))) {
      double perSecond = perSecond(now);
      String left = perSecond > 0 ? span((total - done) / perSecond) + " left" : "no end in sight";
      show(ProgressText.rate(perSecond, unit) + ", " + left);
      shownNanos = now;
      shownDone = done;
    }
  }

  @Override
  public void close() {
    if (total > 0) {
      long now = nanoTime.getAsLong();
      String took = "in " + span((now - startNanos) / 1e9);
      show(done > 0 ? ProgressText.rate(perSecond(now), unit) + ", " + took : took);
      total = 0;
    }
  }

  private double perSecond(long now) {
    return done / Math.max(1e-9, (now - startNanos) / 1e9);
  }

  private void show(String pace) {
    String counts = task + ": " + done + " of " + total + " " + unit + ", " + pace;
    err.println(note.isEmpty() ? counts : counts + ", " + note);
    err.flush();
  }

  private static String span(double seconds) {
    return ProgressText.span(seconds);
  }
}
