package org.jeffreys.predict;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.Convergence;

/**
 * Whether the chains agree on a prediction: the diagnostics of the mean function's draws, which
 * unlike those of weights are not troubled by a network's symmetries. Weights of draws do not
 * enter.
 *
 * <p>A number is NaN where nothing can be said: all draws of a mean are equal, or a chain has fewer
 * than 6 (4 for R-hat). So are then the extremes over rows; leave such rows out with {@link #rows}.
 *
 * @param numOutputs the number of outputs of a row
 * @param rhat see {@link org.jeffreys.diagnostic.Rhat}
 * @param essBulk see {@link org.jeffreys.diagnostic.EffectiveSampleSize#bulk}
 * @param essTail see {@link org.jeffreys.diagnostic.EffectiveSampleSize#tail}
 * @shape rhat, essBulk, essTail [rows, outputs], row-major
 */
public record PredictionDiagnostics(
    int numOutputs, Doubles rhat, Doubles essBulk, Doubles essTail) {

  /** Checks that there is the same number of each, for whole rows. */
  public PredictionDiagnostics {
    Check.atLeast(numOutputs, 1, "numOutputs");
    Check.require(
        rhat.size() % numOutputs == 0, "rhat", "a multiple of " + numOutputs, rhat.size());
    String expected = rhat.size() + " numbers, as of rhat";
    Check.require(essBulk.size() == rhat.size(), "essBulk", expected, essBulk.size());
    Check.require(essTail.size() == rhat.size(), "essTail", expected, essTail.size());
  }

  /** The diagnostics of a prediction. */
  public static PredictionDiagnostics of(SampledPrediction prediction) {
    int numOutputs = prediction.numOutputs();
    Convergence[] all = new Convergence[prediction.numRows() * numOutputs];
    Arrays.setAll(
        all,
        k -> Convergence.of(prediction.mixture(k / numOutputs, k % numOutputs).meansByChain()));
    return new PredictionDiagnostics(
        numOutputs,
        Doubles.of(Arrays.stream(all).mapToDouble(Convergence::rhat)),
        Doubles.of(Arrays.stream(all).mapToDouble(Convergence::essBulk)),
        Doubles.of(Arrays.stream(all).mapToDouble(Convergence::essTail)));
  }

  /**
   * Those of the given rows only.
   *
   * @throws IllegalArgumentException if no row is given, or one does not exist
   */
  public PredictionDiagnostics rows(int... rows) {
    Check.atLeast(rows.length, 1, "number of rows");
    return new PredictionDiagnostics(
        numOutputs, select(rhat, rows), select(essBulk, rows), select(essTail, rows));
  }

  /** The greatest R-hat: below 1.01 the chains agree everywhere. */
  public double maxRhat() {
    return rhat.max();
  }

  /** The least bulk effective sample size. */
  public double minEssBulk() {
    return essBulk.min();
  }

  /** The least tail effective sample size. */
  public double minEssTail() {
    return essTail.min();
  }

  private Doubles select(Doubles values, int[] rows) {
    return Doubles.of(
        IntStream.of(rows)
            .map(row -> Check.index(row, values.size() / numOutputs, "row"))
            .flatMap(row -> IntStream.range(row * numOutputs, (row + 1) * numOutputs))
            .mapToDouble(values::get));
  }
}
