package org.jeffreys.cli.sine;

import java.util.stream.IntStream;
import org.jeffreys.cli.report.Axis;
import org.jeffreys.cli.report.Chart;
import org.jeffreys.cli.report.Hue;
import org.jeffreys.cli.report.Look;
import org.jeffreys.core.Doubles;
import org.jeffreys.predict.Interval;
import org.jeffreys.predict.SampledPrediction;

/** The charts of a run. */
final class SineCharts {
  /** The grid rows whose traces are shown: the middle of the gap, and of the data. */
  static final int GAP_ROW = 200;

  static final int DATA_ROW = 325;

  private final SineData data;
  private final SineResult result;
  private final Doubles x = SineData.places();

  SineCharts(SineData data, SineResult result) {
    this.data = data;
    this.result = result;
  }

  Chart predictive() {
    SineBands bands = result.bands();
    return withGap(
            Chart.titled(
                    "Predictive distribution",
                    "The mean and its bands, the data and the true sine; there are no data between"
                        + " -1 and 1.")
                .axes(Axis.linear("x"), Axis.linear("y").range(-2, 2)))
        .band(
            "95 % total",
            x, lower(bands.mostTotal()), upper(bands.mostTotal()), Look.of(Hue.SKY).opacity(0.3))
        .band(
            "50 % total",
            x, lower(bands.halfTotal()), upper(bands.halfTotal()), Look.of(Hue.SKY).opacity(0.4))
        .band(
            "95 % epistemic",
            x, lower(bands.most()), upper(bands.most()), Look.of(Hue.BLUE).opacity(0.35))
        .band(
            "50 % epistemic",
            x, lower(bands.half()), upper(bands.half()), Look.of(Hue.BLUE).opacity(0.5))
        .scatter("data", data.x(), data.y(), Look.of(Hue.GREY).opacity(0.5).size(3))
        .line("truth", x, SineData.truth(), Look.of(Hue.VERMILION).stroke(Look.Stroke.DASHED))
        .line("mean", x, bands.mean().value(), Look.of(Hue.INK))
        .zoomable()
        .build();
  }

  Chart deviation() {
    SineBands bands = result.bands();
    return withGap(
            Chart.titled(
                    "Standard deviation",
                    "The epistemic part is what more data would remove; the total adds the noise.")
                .axes(Axis.linear("x"), Axis.log("standard deviation")))
        .line("total", x, bands.total().value(), Look.of(Hue.ORANGE))
        .line("epistemic", x, bands.epistemic().value(), Look.of(Hue.BLUE))
        .zoomable()
        .build();
  }

  Chart convergence() {
    return withGap(
            Chart.titled(
                    "R-hat of the predictions",
                    "How much the chains disagree at each place: 1 is agreement.")
                .axes(Axis.linear("x"), Axis.log("R-hat")))
        .line("R-hat", x, result.diagnostics().rhat(), Look.of(Hue.BLUE))
        .horizontalLine("1.2", 1.2)
        .build();
  }

  /** The prediction at one place, draw by draw, a line a chain. */
  Chart traces(String title, int row) {
    SampledPrediction prediction = result.prediction();
    int samples = prediction.numDraws() / prediction.numChains();
    Doubles index = Doubles.of(IntStream.range(0, samples).mapToDouble(i -> i + 1));
    Chart.Builder chart =
        Chart.titled(
                title, "One line a chain; chains that have mixed look alike, and show no trend.")
            .axes(Axis.linear("draw"), Axis.linear("prediction"));
    for (int chain = 0; chain < prediction.numChains(); chain++) {
      int first = chain * samples;
      Doubles values =
          Doubles.of(
              IntStream.range(0, samples)
                  .mapToDouble(i -> prediction.outputs().get(first + i, row, 0)));
      chart.line("chain " + chain, index, values, Look.of(Hue.cycle(chain)).size(1).opacity(0.8));
    }
    return chart.horizontalLine("truth", Math.sin(SineData.place(row))).zoomable().build();
  }

  private static Chart.Builder withGap(Chart.Builder chart) {
    return chart.shade("no data", -1, 1);
  }

  private static Doubles lower(Interval interval) {
    return interval.lower().value();
  }

  private static Doubles upper(Interval interval) {
    return interval.upper().value();
  }
}
