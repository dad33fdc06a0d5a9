package org.jeffreys.uncertainty;

/**
 * The Brier score of several classes, and its parts: with y = 1 for the class that came true and 0
 * else, summed over classes and averaged over rows, in [0, 2].
 *
 * <pre>{@code
 * brier = Σₖ mean (pₖ - yₖ)² = reliability - resolution + uncertainty + withinBins
 * reliability = Σₖ Σᵦ nᵦ/n (p̄ₖᵦ - ȳₖᵦ)²      resolution = Σₖ Σᵦ nᵦ/n (ȳₖᵦ - ȳₖ)²      uncertainty = Σₖ ȳₖ (1 - ȳₖ)
 * withinBins = Σₖ Σᵦ nᵦ/n (Varᵦ(pₖ) - 2 Covᵦ(pₖ, yₖ))
 * }</pre>
 *
 * <p>The identity is exact, up to rounding. Murphy's three parts alone add up only where all
 * probabilities in a bin are equal; the fourth is what that leaves out, and may be negative.
 *
 * @param value the score
 * @param reliability how far probabilities are from frequencies; 0 is best
 * @param resolution how far frequencies in bins are from the overall ones; great is best
 * @param uncertainty that of the labels alone
 * @param withinBins the spread of probabilities within bins, less what of it came true
 * @source Murphy (1973), A new vector partition of the probability score; Stephenson, Coelho and
 *     Jolliffe (2008), Two extra components in the Brier score decomposition
 */
public record Brier(
    double value, double reliability, double resolution, double uncertainty, double withinBins) {

  /**
   * That of some predictions; each class is binned by its own probability.
   *
   * @param numBins at least 1
   */
  public static Brier of(LabelledProbs predictions, Binning binning, int numBins) {
    Binning.checkCount(numBins);
    Sums sums = new Sums();
    for (int k = 0; k < predictions.numClasses(); k++) {
      sums.add(predictions, k, binning, numBins);
    }
    double n = predictions.numRows();
    return new Brier(
        sums.value / n,
        sums.reliability / n,
        sums.resolution / n,
        sums.uncertainty / n,
        sums.withinBins / n);
  }

  /** The parts, times the number of rows, summed over the classes so far. */
  private static final class Sums {
    private double value;
    private double reliability;
    private double resolution;
    private double uncertainty;
    private double withinBins;

    void add(LabelledProbs predictions, int k, Binning binning, int numBins) {
      int n = predictions.numRows();
      double[] probs = new double[n];
      for (int row = 0; row < n; row++) {
        probs[row] = predictions.prob(row, k);
      }
      int[] bins = binning.assign(probs, numBins);
      double[] counts = new double[numBins];
      double[] meanProb = new double[numBins];
      double[] frequency = new double[numBins];
      double hits = 0;
      for (int row = 0; row < n; row++) {
        double hit = predictions.label(row) == k ? 1 : 0;
        counts[bins[row]]++;
        meanProb[bins[row]] += probs[row];
        frequency[bins[row]] += hit;
        hits += hit;
      }
      uncertainty += hits * (1 - hits / n);
      for (int b = 0; b < numBins; b++) {
        meanProb[b] /= Math.max(1, counts[b]);
        frequency[b] /= Math.max(1, counts[b]);
        reliability += counts[b] * square(meanProb[b] - frequency[b]);
        resolution += counts[b] * square(frequency[b] - hits / n);
      }
      for (int row = 0; row < n; row++) {
        double hit = predictions.label(row) == k ? 1 : 0;
        double distance = probs[row] - meanProb[bins[row]];
        value += square(probs[row] - hit);
        withinBins += distance * (distance - 2 * (hit - frequency[bins[row]]));
      }
    }
  }

  private static double square(double x) {
    return x * x;
  }
}
