package org.jeffreys.cli.digits;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import org.jeffreys.cli.report.Axis;
import org.jeffreys.cli.report.Chart;
import org.jeffreys.cli.report.Hue;
import org.jeffreys.cli.report.Look;
import org.jeffreys.core.Doubles;
import org.jeffreys.uncertainty.Binning;
import org.jeffreys.uncertainty.LabelledProbs;
import org.jeffreys.uncertainty.Proportion;
import org.jeffreys.uncertainty.ReliabilityCurve;
import org.jeffreys.uncertainty.RiskCoverage;
import org.jeffreys.uncertainty.RocCurve;

/** The charts of what uncertainty is good for: detection, calibration, risk and coverage. */
final class DetectionCharts {
  /** The measures with a curve, of which six can be told apart. */
  static final List<String> CURVES =
      List.of(
          ImageScores.DETERMINISTIC,
          ImageScores.DECIDING,
          "expected-entropy",
          "mutual-information",
          "variation-ratio",
          "energy");

  private static final List<String> KEEPERS =
      List.of(ImageScores.DETERMINISTIC, ImageScores.DECIDING, "mutual-information");

  private static final double RESOLUTION = 1.0 / 300;
  private static final double LEAST_COVERAGE = 0.02;

  private final DigitsSettings settings;
  private final DigitsResult result;

  DetectionCharts(DigitsSettings settings, DigitsResult result) {
    this.settings = settings;
    this.result = result;
  }

  Chart foreign() {
    return roc("Finding foreign images", "foreign images flagged", DigitsDetection::foreignCurve);
  }

  Chart errors() {
    return roc("Finding errors", "errors flagged", DigitsDetection::errorsCurve);
  }

  private Chart roc(String title, String found, BiFunction<DigitsResult, String, RocCurve> curve) {
    Chart.Builder chart =
        Chart.titled(
                title,
                "A curve a measure: what it finds against its false alarms, as the threshold falls."
                    + " The nearer to the upper left corner, the better.")
            .axes(
                Axis.linear("false alarms").in("%").range(0, 100),
                Axis.linear(found).in("%").range(0, 100))
            .line("chance", Doubles.of(0, 100), Doubles.of(0, 100), diagonal());
    for (int i = 0; i < CURVES.size(); i++) {
      List<RocCurve.Point> points =
          thinned(
              curve.apply(result, CURVES.get(i)).points(),
              RocCurve.Point::falsePositiveRate,
              RocCurve.Point::truePositiveRate);
      chart.line(
          DigitsText.spoken(CURVES.get(i)),
          percent(points, RocCurve.Point::falsePositiveRate),
          percent(points, RocCurve.Point::truePositiveRate),
          Look.of(Hue.cycle(i)));
    }
    return chart.build();
  }

  private static Look diagonal() {
    return Look.of(Hue.GREY).stroke(Look.Stroke.DOTTED).size(1);
  }

  private static <T> Doubles percent(List<T> points, ToDoubleFunction<T> share) {
    return Doubles.of(points.stream().mapToDouble(point -> 100 * share.applyAsDouble(point)));
  }

  /** The points that are far enough from the last one, and both ends. */
  private static <T> List<T> thinned(List<T> points, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
    List<T> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      T point = points.get(i);
      boolean end = i == 0 || i == points.size() - 1;
      T last = end ? point : kept.get(kept.size() - 1);
      double step =
          Math.abs(x.applyAsDouble(point) - x.applyAsDouble(last))
              + Math.abs(y.applyAsDouble(point) - y.applyAsDouble(last));
      if (end || step >= RESOLUTION) {
        kept.add(point);
      }
    }
    return kept;
  }

  Chart reliability() {
    Chart.Builder chart =
        Chart.titled(
                "Reliability",
                "How often predictions made with a probability are right: on the diagonal they keep"
                    + " their promise, below it they promise too much.")
            .axes(
                Axis.linear("probability of the prediction").in("%").range(0, 100),
                Axis.linear("of these are right").in("%").range(0, 100))
            .line("calibrated", Doubles.of(0, 100), Doubles.of(0, 100), diagonal());
    reliability(chart, "without draws", result.clean().labelled(), Hue.BLUE);
    String drawn = "mean of " + DigitsText.draws(settings);
    reliability(chart, drawn, result.clean().labelledByDraws(), Hue.VERMILION);
    return chart.build();
  }

  private static void reliability(Chart.Builder chart, String name, LabelledProbs probs, Hue hue) {
    List<ReliabilityCurve.Bin> bins =
        ReliabilityCurve.ofConfidence(probs, Binning.EQUAL_WIDTH, DigitsMetrics.BINS).bins();
    double[] x = new double[3 * bins.size()];
    double[] ends = new double[x.length];
    for (int b = 0; b < bins.size(); b++) {
      Proportion.Bounds bounds = bins.get(b).hits().wilson(0.95);
      x[3 * b] = 100 * bins.get(b).confidence();
      x[3 * b + 1] = x[3 * b];
      ends[3 * b] = 100 * bounds.lower();
      ends[3 * b + 1] = 100 * bounds.upper();
      x[3 * b + 2] = Double.NaN;
      ends[3 * b + 2] = Double.NaN;
    }
    chart
        .line(name + ", 95 %", Doubles.of(x), Doubles.of(ends), Look.of(hue).opacity(0.5))
        .line(
            name,
            percent(bins, ReliabilityCurve.Bin::confidence),
            percent(bins, ReliabilityCurve.Bin::accuracy),
            Look.of(hue));
  }

  Chart riskCoverage() {
    Chart.Builder chart =
        Chart.titled(
                "Risk and coverage",
                "The share of errors among the images that are kept, the most certain first,"
                    + " against the share that is kept.")
            .axes(
                Axis.linear("kept, the most certain first").in("%").range(0, 100),
                Axis.linear("errors among the kept").in("%").range(0, Double.NaN));
    for (int i = 0; i < KEEPERS.size(); i++) {
      List<RiskCoverage.Point> points =
          thinned(
              DigitsDetection.risk(result, KEEPERS.get(i)).points().stream()
                  .filter(point -> point.coverage() >= LEAST_COVERAGE)
                  .toList(),
              RiskCoverage.Point::coverage,
              RiskCoverage.Point::risk);
      chart.line(
          DigitsText.spoken(KEEPERS.get(i)),
          percent(points, RiskCoverage.Point::coverage),
          percent(points, RiskCoverage.Point::risk),
          Look.of(Hue.cycle(i)));
    }
    Proportion kept = Flagged.of(result.clean(), ImageScores.DECIDING, settings.threshold()).low();
    return chart
        .verticalLine("kept at the threshold", 100.0 * kept.trials() / result.clean().size())
        .build();
  }
}
