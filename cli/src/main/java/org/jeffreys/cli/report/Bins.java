package org.jeffreys.cli.report;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jeffreys.core.Doubles;

/**
 * Bins of a histogram; values beyond its ends count in the outermost ones.
 *
 * @param edges ends of the bins, ascending, one more than there are bins
 */
public record Bins(Doubles edges) {
  /** Bins of equal width. */
  public static Bins linear(double from, double to, int count) {
    double end = to > from ? to : from + 1;
    return new Bins(
        Doubles.of(
            IntStream.rangeClosed(0, count).mapToDouble(i -> from + (end - from) * i / count)));
  }

  /** Bins of equal ratio, from a power of ten on. */
  public static Bins logarithmic(int fromExponent, double to, int perDecade) {
    double decades = Math.log10(to) - fromExponent;
    int count = (int) Math.ceil(decades * perDecade);
    return new Bins(
        Doubles.of(
            IntStream.rangeClosed(0, count)
                .mapToDouble(i -> Math.pow(10, fromExponent + decades * i / count))));
  }

  /** Bins around multiples of {@code 1 / denominator} in [0, to], each of as many of them. */
  public static Bins shares(int denominator, double to, int mostBins) {
    int greatest = (int) Math.floor(to * denominator + 1e-9);
    int multiples = greatest / mostBins + 1;
    int count = greatest / multiples + 1;
    return new Bins(
        Doubles.of(
            IntStream.rangeClosed(0, count).mapToDouble(i -> (i * multiples - 0.5) / denominator)));
  }

  /** The share of the values that each bin holds, in percent. */
  public Doubles percentages(double[] values) {
    double[] inner = edges.stream().skip(1).limit(edges.size() - 2L).toArray();
    double[] percent = new double[edges.size() - 1];
    for (double value : values) {
      int place = Arrays.binarySearch(inner, value);
      percent[place >= 0 ? place + 1 : -place - 1] += 100.0 / values.length;
    }
    return Doubles.of(percent);
  }
}
