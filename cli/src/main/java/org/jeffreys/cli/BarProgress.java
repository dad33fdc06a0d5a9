package org.jeffreys.cli;

import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/** Progress as a bar with rate and remaining time, redrawn in place on a terminal. */
final class BarProgress implements Progress {
  private static final int REDRAW_MILLIS = 200;

  private final PrintWriter err;
  private final @Nullable ProgressBarConsumer consumer;
  private @Nullable ProgressBar bar;

  /** A bar on the terminal. */
  BarProgress(PrintWriter err) {
    this(err, null);
  }

  /** A bar drawn by {@code consumer}, or on the terminal if that is null. */
  BarProgress(PrintWriter err, @Nullable ProgressBarConsumer consumer) {
    this.err = err;
    this.consumer = consumer;
  }

  @Override
  public void start(String task, long total, String unit) {
    close();
    err.flush();
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(task + " " + unit)
            .setInitialMax(Check.atLeast(total, 1L, "total"))
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .showSpeed(new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT)));
    bar = (consumer == null ? builder : builder.setConsumer(consumer)).build();
  }

  @Override
  public void advanceTo(long done, String note) {
    if (bar != null) {
      bar.setExtraMessage(" " + note);
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
