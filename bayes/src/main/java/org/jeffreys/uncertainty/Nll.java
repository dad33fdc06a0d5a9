package org.jeffreys.uncertainty;

import org.jeffreys.core.Check;

/**
 * The mean negative log probability of the classes that came true, in nats.
 *
 * <pre>{@code
 * nll = -1/n Σ log p(label)
 * }</pre>
 *
 * @param value the mean; infinity where the impossible came true
 * @param standardError that of the mean through the choice of rows; NaN of one row or where the
 *     value is infinite
 */
public record Nll(double value, double standardError) {

  /** That of some predictions. */
  public static Nll of(LabelledProbs predictions) {
    double[] logProbs = new double[predictions.numRows()];
    for (int row = 0; row < logProbs.length; row++) {
      logProbs[row] = Math.log(predictions.prob(row, predictions.label(row)));
    }
    return of(logProbs);
  }

  /**
   * That of given log probabilities, which may be of classes too improbable for a probability.
   *
   * @param logProbs the log probability of what came true, one a row
   * @throws IllegalArgumentException if there is none, or one is NaN or positive infinity
   */
  public static Nll of(double[] logProbs) {
    Check.atLeast(logProbs.length, 1, "number of logProbs");
    double sum = 0;
    for (int row = 0; row < logProbs.length; row++) {
      if (!(logProbs[row] < Double.POSITIVE_INFINITY)) {
        throw Check.failure("logProbs[" + row + "]", "a number below infinity", logProbs[row]);
      }
      sum -= logProbs[row];
    }
    double mean = sum / logProbs.length;
    double squares = 0;
    for (double logProb : logProbs) {
      squares += (logProb + mean) * (logProb + mean);
    }
    double size = logProbs.length;
    return new Nll(mean, Math.sqrt(squares / (size - 1) / size));
  }
}
