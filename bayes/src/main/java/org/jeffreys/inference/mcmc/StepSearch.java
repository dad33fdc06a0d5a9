package org.jeffreys.inference.mcmc;

/**
 * Finds the step size of one chain by dual averaging, see {@link DualAveraging}: the same on the
 * heap.
 */
final class StepSearch {
  private static final double GAMMA = 0.05;
  private static final double OFFSET = 10;
  private static final double POWER = 0.75;

  private double anchor;
  private double error;
  private double meanLogStep;
  private long count;

  /** Starts anew from a step size. */
  void restart(double stepSize) {
    anchor = Math.log(10 * stepSize);
    error = 0;
    meanLogStep = 0;
    count = 0;
  }

  /**
   * Learns from an iteration.
   *
   * @return the step size to try next
   */
  double update(double acceptance, double wished) {
    count++;
    error += wished - acceptance;
    double logStep = anchor - Math.sqrt((double) count) / (GAMMA * (count + OFFSET)) * error;
    double weight = Math.pow((double) count, -POWER);
    meanLogStep += weight * (logStep - meanLogStep);
    return Math.exp(logStep);
  }

  /** The step size that was found. */
  double found() {
    return Math.exp(meanLogStep);
  }

  double[] content() {
    return new double[] {anchor, error, meanLogStep, count};
  }

  void restore(double[] content) {
    anchor = content[0];
    error = content[1];
    meanLogStep = content[2];
    count = (long) content[3];
  }
}
