package org.jeffreys.uncertainty;

import java.util.ArrayList;
import java.util.List;

/**
 * How often what was said with a probability came true, in bins of that probability.
 *
 * @param bins those that hold a row, from the least probability to the greatest
 */
public record ReliabilityCurve(List<Bin> bins) {

  /** Copies the list. */
  public ReliabilityCurve {
    bins = List.copyOf(bins);
  }

  /**
   * Some rows of like probability.
   *
   * @param least the least probability in the bin
   * @param greatest the greatest
   * @param confidence the mean probability
   * @param hits how many of them came true; its Wilson interval is that of the curve
   */
  public record Bin(double least, double greatest, double confidence, Proportion hits) {

    /** The share that came true. */
    public double accuracy() {
      return hits.value();
    }

    /** How far the share is from the probability; positive where too little was promised. */
    public double gap() {
      return accuracy() - confidence;
    }
  }

  /** That of the most probable class: its probability, and whether it came true. */
  public static ReliabilityCurve ofConfidence(
      LabelledProbs predictions, Binning binning, int numBins) {
    double[] probs = new double[predictions.numRows()];
    for (int row = 0; row < probs.length; row++) {
      probs[row] = predictions.confidence(row);
    }
    return of(probs, predictions.correct(), binning, numBins);
  }

  /** That of one class: its probability, and whether it came true. */
  public static ReliabilityCurve ofClass(
      LabelledProbs predictions, int k, Binning binning, int numBins) {
    double[] probs = new double[predictions.numRows()];
    boolean[] hits = new boolean[probs.length];
    for (int row = 0; row < probs.length; row++) {
      probs[row] = predictions.prob(row, k);
      hits[row] = predictions.label(row) == k;
    }
    return of(probs, hits, binning, numBins);
  }

  /** The number of rows. */
  public int numRows() {
    return bins.stream().mapToInt(bin -> bin.hits().trials()).sum();
  }

  private static ReliabilityCurve of(double[] probs, boolean[] hits, Binning binning, int numBins) {
    int[] assigned = binning.assign(probs, Binning.checkCount(numBins));
    double[] sums = new double[numBins];
    double[] least = new double[numBins];
    double[] greatest = new double[numBins];
    int[] counts = new int[numBins];
    int[] successes = new int[numBins];
    for (int row = 0; row < probs.length; row++) {
      int b = assigned[row];
      least[b] = counts[b] == 0 ? probs[row] : Math.min(least[b], probs[row]);
      greatest[b] = Math.max(greatest[b], probs[row]);
      sums[b] += probs[row];
      counts[b]++;
      successes[b] += hits[row] ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < numBins; b++) {
      if (counts[b] > 0) {
        Proportion proportion = new Proportion(successes[b], counts[b]);
        bins.add(new Bin(least[b], greatest[b], sums[b] / counts[b], proportion));
      }
    }
    return new ReliabilityCurve(bins);
  }
}
