package org.jeffreys.cli.sample;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jeffreys.cli.report.Axis;
import org.jeffreys.cli.report.Chart;
import org.jeffreys.cli.report.Hue;
import org.jeffreys.cli.report.Look;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.Loo;

/** Charts of what a program makes of its data. */
final class FitCharts {
  private static final int SETS = 50;
  private static final int POINTS = 80;
  private static final double MARGIN = 0.05;

  /** How far the axis goes beyond the data, in their range, for replicates with long tails. */
  private static final double REACH = 0.5;

  private FitCharts() {}

  /** A function of the values of a data set, at points. */
  private interface Curve {
    double[] of(double[] sorted, double[] points);
  }

  /** The shares of values up to a point. */
  static Chart ecdf(ObservedFit.SiteFit site) {
    return overlay(
        site,
        site.name() + ", cumulative",
        "The share of values up to each point, in the data and in replicated data.",
        Axis.linear("share").range(0, 1),
        FitCharts::shares);
  }

  /** Densities by normal kernels. */
  static Chart density(ObservedFit.SiteFit site) {
    return overlay(
        site,
        site.name(),
        "The density of values, smoothed alike, in the data and in replicated data.",
        Axis.linear("density").range(0, Double.NaN),
        FitCharts::kernels);
  }

  private static Chart overlay(
      ObservedFit.SiteFit site, String title, String description, Axis vertical, Curve curve) {
    List<Doubles> sets = some(site.replicated());
    double[] points = points(site, sets);
    double[] x = new double[sets.size() * (points.length + 1)];
    double[] y = new double[x.length];
    for (int set = 0; set < sets.size(); set++) {
      double[] values = curve.of(sorted(sets.get(set)), points);
      int at = set * (points.length + 1);
      System.arraycopy(points, 0, x, at, points.length);
      System.arraycopy(values, 0, y, at, points.length);
      x[at + points.length] = Double.NaN;
      y[at + points.length] = Double.NaN;
    }
    return Chart.titled(title, description)
        .axes(Axis.linear(site.name()), vertical)
        .line(
            sets.size() + " replicates",
            Doubles.of(x),
            Doubles.of(y),
            Look.of(Hue.SKY).size(1).opacity(0.35))
        .line(
            "data",
            Doubles.of(points),
            Doubles.of(curve.of(sorted(site.observed()), points)),
            Look.of(Hue.INK).size(2.5))
        .build();
  }

  private static List<Doubles> some(List<Doubles> all) {
    int count = Math.min(SETS, all.size());
    return IntStream.range(0, count).mapToObj(i -> all.get(i * all.size() / count)).toList();
  }

  private static double[] sorted(Doubles values) {
    double[] sorted = values.toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /** Evenly over the data and what is near them. */
  private static double[] points(ObservedFit.SiteFit site, List<Doubles> sets) {
    double low = site.observed().min();
    double high = site.observed().max();
    double range = high > low ? high - low : 1;
    double least =
        sets.stream().mapToDouble(Doubles::min).filter(Double::isFinite).min().orElse(low);
    double most =
        sets.stream().mapToDouble(Doubles::max).filter(Double::isFinite).max().orElse(high);
    double from = Math.max(Math.min(low, least), low - REACH * range) - MARGIN * range;
    double to = Math.min(Math.max(high, most), high + REACH * range) + MARGIN * range;
    double[] points = new double[POINTS + 1];
    Arrays.setAll(points, i -> from + (to - from) * i / POINTS);
    return points;
  }

  private static double[] shares(double[] sorted, double[] points) {
    double[] shares = new double[points.length];
    int below = 0;
    for (int i = 0; i < points.length; i++) {
      while (below < sorted.length && sorted[below] <= points[i]) {
        below++;
      }
      shares[i] = below / (double) sorted.length;
    }
    return shares;
  }

  /** The width is Silverman's: 0.9 min(sd, quartile distance / 1.34) n^(-1/5). */
  private static double[] kernels(double[] sorted, double[] points) {
    int count = sorted.length;
    double mean = Arrays.stream(sorted).average().orElse(0);
    double squares = Arrays.stream(sorted).map(value -> (value - mean) * (value - mean)).sum();
    double sd = Math.sqrt(squares / Math.max(1, count - 1));
    double quartiles = (sorted[3 * (count - 1) / 4] - sorted[(count - 1) / 4]) / 1.34;
    double spread = quartiles > 0 ? Math.min(sd, quartiles) : sd;
    double width = 0.9 * spread * Math.pow(count, -0.2);
    double[] density = new double[points.length];
    if (!(width > 0) || !Double.isFinite(width)) {
      Arrays.fill(density, Double.NaN);
      return density;
    }
    for (int i = 0; i < points.length; i++) {
      double sum = 0;
      for (double value : sorted) {
        double z = (points[i] - value) / width;
        sum += Math.exp(-z * z / 2);
      }
      density[i] = sum / (count * width * Math.sqrt(2 * Math.PI));
    }
    return density;
  }

  /** k̂ of each observation. */
  static Chart pareto(Loo loo, double threshold) {
    Chart.Builder chart =
        Chart.titled(
                "Pareto k",
                "How much each observation moves the posterior; above the line the estimate fails.")
            .axes(Axis.whole("observation"), paretoAxis(loo.khat()));
    int[] good = places(loo, threshold, true);
    int[] bad = places(loo, threshold, false);
    chart.scatter("reliable", numbers(good), khats(loo, good), Look.of(Hue.BLUE).size(5));
    if (bad.length > 0) {
      Look look = Look.of(Hue.VERMILION).size(7);
      chart.scatter("not reliable", numbers(bad), khats(loo, bad), look);
    }
    return chart.horizontalLine("threshold", threshold).build();
  }

  /** From 0 to 1, or further. */
  static Axis paretoAxis(Doubles khats) {
    double most = khats.stream().filter(Double::isFinite).max().orElse(1);
    double least = khats.stream().filter(Double::isFinite).min().orElse(0);
    return Axis.linear("Pareto k")
        .range(Math.min(0, Math.floor(10 * least) / 10), Math.max(1, Math.ceil(10 * most) / 10));
  }

  private static int[] places(Loo loo, double threshold, boolean isGood) {
    return IntStream.range(0, loo.khat().size())
        .filter(i -> loo.khat().get(i) <= threshold == isGood)
        .toArray();
  }

  private static Doubles numbers(int[] places) {
    return Doubles.of(Arrays.stream(places).mapToDouble(i -> i + 1.0));
  }

  private static Doubles khats(Loo loo, int[] places) {
    return Doubles.of(Arrays.stream(places).mapToDouble(i -> loo.khat().get(i)));
  }
}
