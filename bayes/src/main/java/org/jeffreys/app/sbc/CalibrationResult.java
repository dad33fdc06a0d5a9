package org.jeffreys.app.sbc;

import java.util.List;
import org.jeffreys.diagnostic.SimulationBasedCalibration;

/**
 * What simulations showed.
 *
 * @param parameters the numbers that were ranked, in the order of the program
 * @param failures why simulations have no ranks, one sentence each
 * @param numFew the simulations with fewer effective draws than there are ranks: theirs are rough
 */
public record CalibrationResult(List<Parameter> parameters, List<String> failures, int numFew) {
  private static final double ALPHA = 0.05;

  /** Copies the lists. */
  public CalibrationResult {
    parameters = List.copyOf(parameters);
    failures = List.copyOf(failures);
  }

  /** The ranks of one number. */
  public record Parameter(String name, SimulationBasedCalibration calibration) {
    /** The mean rank as a share of the draws, 1/2 where all is right; less: draws are too great. */
    public double meanRank() {
      double sum = calibration.ranks().stream().mapToInt(rank -> rank).sum();
      return sum / calibration.ranks().size() / calibration.numDraws();
    }

    /**
     * The variance of ranks over that of uniform ones: 1 where all is right, more where the draws
     * are too close together, less where they are too far apart.
     */
    public double spread() {
      double mean = meanRank() * calibration.numDraws();
      double squares = calibration.ranks().stream().mapToDouble(r -> (r - mean) * (r - mean)).sum();
      double ranks = calibration.numDraws() + 1.0;
      return squares / calibration.ranks().size() / ((ranks * ranks - 1) / 12);
    }
  }

  /** The number of simulations with ranks. */
  public int numSimulations() {
    return parameters.get(0).calibration().ranks().size();
  }

  /**
   * The numbers whose ranks are not uniform: the probability of such ranks is below 5 % over all
   * numbers together (Bonferroni).
   */
  public List<Parameter> failing() {
    return parameters.stream()
        .filter(each -> each.calibration().ecdfPvalue() < ALPHA / parameters.size())
        .toList();
  }
}
