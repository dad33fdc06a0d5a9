package org.jeffreys.diagnostic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * Simulation-based calibration: where parameters come from the prior, data from the model and draws
 * from the posterior, the rank of the parameter among the draws is uniform.
 *
 * @param numDraws L, of each posterior, thinned until they are about independent
 * @param ranks of the simulations, each in [0, L]
 * @source Talts, Betancourt, Simpson, Vehtari and Gelman (2018), arXiv:1804.06788
 */
public record SimulationBasedCalibration(int numDraws, List<Integer> ranks) {
  /** Checks and copies the ranks. */
  public SimulationBasedCalibration {
    Check.atLeast(numDraws, 1, "numDraws");
    Check.atLeast(ranks.size(), 1, "number of simulations");
    for (int i = 0; i < ranks.size(); i++) {
      Check.index(ranks.get(i), numDraws + 1, "ranks[" + i + "]");
    }
    ranks = List.copyOf(ranks);
  }

  /**
   * The rank of a parameter: the number of draws below it; among draws that equal it, a random
   * place.
   *
   * @param truth the parameter that the data came from
   * @param draws of its posterior
   * @param rng for places among equals, as of discrete parameters
   */
  public static int rank(double truth, double[] draws, RandomGenerator rng) {
    Check.require(!Double.isNaN(truth), "truth", "a number", truth);
    Check.atLeast(draws.length, 1, "number of draws");
    int below = 0;
    int equal = 0;
    for (double draw : draws) {
      Check.require(!Double.isNaN(draw), "draws", "numbers", draw);
      below += draw < truth ? 1 : 0;
      equal += draw == truth ? 1 : 0;
    }
    return equal == 0 ? below : below + rng.nextInt(equal + 1);
  }

  /**
   * The number of simulations whose rank falls in each of as many bins of equal width.
   *
   * @param numBins a divisor of the number of ranks, L + 1
   */
  public List<Integer> histogram(int numBins) {
    int numRanks = numDraws + 1;
    Check.require(
        numBins >= 1 && numRanks % numBins == 0,
        "numBins",
        "a divisor of the " + numRanks + " ranks",
        numBins,
        "thin to a number of draws that is one less than a multiple of it");
    List<Integer> counts = new ArrayList<>(Collections.nCopies(numBins, 0));
    for (int rank : ranks) {
      int bin = rank / (numRanks / numBins);
      counts.set(bin, counts.get(bin) + 1);
    }
    return Collections.unmodifiableList(counts);
  }

  /**
   * The probability, were ranks uniform, of a histogram as uneven as this one, by the chi-square
   * test; rough below 5 simulations a bin. It sees any unevenness, and none well: see {@link
   * #ecdfPvalue}.
   *
   * @param numBins a divisor of L + 1, at least 2
   */
  public double chiSquarePvalue(int numBins) {
    Check.atLeast(numBins, 2, "numBins");
    double expected = (double) ranks.size() / numBins;
    double statistic = 0;
    for (int count : histogram(numBins)) {
      statistic += (count - expected) * (count - expected) / expected;
    }
    var distribution = new ChiSquaredDistribution(numBins - 1);
    return 1 - distribution.cumulativeProbability(statistic);
  }

  /**
   * The probability, were ranks uniform, of a cumulative distribution that somewhere strays as far
   * as this one: at least α exactly where it stays in {@link #ecdfBand}.
   */
  public double ecdfPvalue() {
    EcdfEnvelope envelope = envelope();
    return envelope.probabilityOfLevel(envelope.level(counts(envelope)));
  }

  /**
   * The band that holds the whole cumulative distribution of uniform ranks with probability 1 - α
   * or a little more.
   *
   * @param alpha α in (0, 1)
   */
  public EcdfBand ecdfBand(double alpha) {
    Check.openUnit(alpha, "alpha");
    EcdfEnvelope envelope = envelope();
    double simulations = ranks.size();
    int[] counts = counts(envelope);
    double[][] found = new double[3][counts.length];
    double level = envelope.levelOfProbability(alpha);
    for (int k = 0; k < counts.length; k++) {
      found[0][k] = envelope.least(k, level) / simulations;
      found[1][k] = counts[k] / simulations;
      found[2][k] = envelope.most(k, level) / simulations;
    }
    return new EcdfBand(
        envelope.points(), Doubles.of(found[0]), Doubles.of(found[1]), Doubles.of(found[2]));
  }

  /**
   * This distribution in the band of another one of as many simulations and draws: the same as by
   * {@link #ecdfBand(double)}, without finding the band again.
   */
  public EcdfBand ecdfIn(EcdfBand band) {
    EcdfEnvelope envelope = envelope();
    Check.require(
        envelope.points().equals(band.points()),
        "band",
        "one of as many simulations and draws",
        band.points().size() + " points");
    double simulations = ranks.size();
    double[] found = Arrays.stream(counts(envelope)).mapToDouble(n -> n / simulations).toArray();
    return new EcdfBand(band.points(), band.lower(), Doubles.of(found), band.upper());
  }

  private EcdfEnvelope envelope() {
    return EcdfEnvelope.of(ranks.size(), numDraws + 1);
  }

  /** The simulations whose rank, as a share of all ranks, is up to each point. */
  private int[] counts(EcdfEnvelope envelope) {
    int[] atRank = new int[numDraws + 2];
    for (int rank : ranks) {
      atRank[rank + 1]++;
    }
    for (int r = 1; r < atRank.length; r++) {
      atRank[r] += atRank[r - 1];
    }
    int[] counts = new int[envelope.points().size()];
    for (int k = 0; k < counts.length; k++) {
      counts[k] = atRank[(int) Math.round(envelope.points().get(k) * (numDraws + 1))];
    }
    return counts;
  }

  /**
   * A cumulative distribution of ranks and where it should lie.
   *
   * @param points shares of all ranks, in (0, 1)
   * @param lower the least share of simulations up to each point that the band holds
   * @param ecdf the share there is
   * @param upper the greatest share that the band holds
   */
  public record EcdfBand(Doubles points, Doubles lower, Doubles ecdf, Doubles upper) {
    /** Whether the band holds it everywhere. */
    public boolean holds() {
      for (int k = 0; k < points.size(); k++) {
        if (ecdf.get(k) < lower.get(k) || ecdf.get(k) > upper.get(k)) {
          return false;
        }
      }
      return true;
    }
  }
}
