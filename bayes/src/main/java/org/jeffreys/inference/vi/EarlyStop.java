package org.jeffreys.inference.vi;

import org.jeffreys.core.Check;

/**
 * Ends a climb when the bound rises no more: when its mean over a window of steps has not exceeded
 * the best such mean for some windows.
 *
 * @param window the number of steps that are averaged, at least 1
 * @param patience the number of windows without a best one that end the climb, at least 1
 */
public record EarlyStop(long window, long patience) {
  /** Checks the settings. */
  public EarlyStop {
    Check.atLeast(window, 1L, "window");
    Check.atLeast(patience, 1L, "patience");
  }

  /**
   * How the bound has risen.
   *
   * @param windowSum of the steps since the last whole window
   * @param best the highest mean of a window
   * @param windowsSinceBest the number of windows after that
   */
  public record Progress(double windowSum, double best, long windowsSinceBest) {
    /** Before the first step. */
    public static final Progress NONE = new Progress(0, Double.NEGATIVE_INFINITY, 0);

    /** After a step; {@code step} have been made. */
    Progress after(double elbo, long step, long window) {
      double sum = windowSum + elbo;
      if (step % window != 0) {
        return new Progress(sum, best, windowsSinceBest);
      }
      double mean = sum / window;
      return mean > best ? new Progress(0, mean, 0) : new Progress(0, best, windowsSinceBest + 1);
    }
  }
}
