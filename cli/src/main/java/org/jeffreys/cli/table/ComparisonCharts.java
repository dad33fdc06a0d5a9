package org.jeffreys.cli.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jeffreys.cli.report.Axis;
import org.jeffreys.cli.report.Chart;
import org.jeffreys.cli.report.Hue;
import org.jeffreys.cli.report.Look;
import org.jeffreys.core.Doubles;
import org.jeffreys.table.TableScore;

/** The charts of a comparison: a row a method, in the order of the table. */
final class ComparisonCharts {
  private static final int ROW_HEIGHT = 24;
  private static final int FRAME_HEIGHT = 110;
  private static final double POINT = 9;

  /** How far the axis goes: so many times as far from the best as three quarters of the methods. */
  private static final double REACH = 8;

  private final ComparisonTable table;
  private final List<String> baselines;
  private final String unit;

  /**
   * The charts of a table.
   *
   * @param baselines the methods shown as what others have to beat
   * @param unit of the target; may be empty
   */
  ComparisonCharts(ComparisonTable table, List<String> baselines, String unit) {
    this.table = table;
    this.baselines = List.copyOf(baselines);
    this.unit = unit;
  }

  int height() {
    return FRAME_HEIGHT + ROW_HEIGHT * table.methods().size();
  }

  /** The charts, in the order of the page. */
  List<Chart> all() {
    List<Chart> charts = new ArrayList<>();
    for (TableScore score : ScoreText.shown(table)) {
      boolean twin =
          score == TableScore.COVERAGE_90_CALIBRATED
              || score == TableScore.NLL_CALIBRATED
              || score == TableScore.ECE_CALIBRATED;
      if (!twin) {
        charts.add(score == TableScore.COVERAGE_90 ? coverage() : score(score));
      }
    }
    charts.add(seconds());
    return charts;
  }

  private Chart score(TableScore score) {
    double scale = ScoreText.isShare(score) ? 100 : 1;
    double sign = score.loss(1) < 0 ? -1 : 1;
    double[] values = means(method -> scale * table.mean(method, score).value());
    double cut = cut(Arrays.stream(values).map(value -> sign * value).toArray());
    boolean[] beyond = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      beyond[i] = sign * values[i] > cut;
    }
    Chart.Builder chart =
        Chart.titled(
                Character.toUpperCase(score.title().charAt(0)) + score.title().substring(1),
                "For each method the mean over the folds and its standard error; "
                    + (sign < 0 ? "the more the better." : "the less the better."))
            .axes(Axis.linear(score.title()).in(unit(score)), Axis.names(table.methods()));
    double[] errors = means(method -> scale * table.mean(method, score).standardError());
    spans(chart, values, errors, beyond);
    points(chart, values, beyond, false, "methods", Hue.BLUE);
    points(chart, values, beyond, true, "baselines", Hue.GREY);
    int[] out = IntStream.range(0, values.length).filter(i -> beyond[i]).toArray();
    if (out.length > 0) {
      chart.scatter(
          "beyond the axis",
          Doubles.of(Arrays.stream(out).mapToDouble(i -> sign * cut)),
          Doubles.of(Arrays.stream(out).asDoubleStream()),
          Look.of(Hue.ORANGE).size(POINT));
    }
    return chart.build();
  }

  private String unit(TableScore score) {
    return switch (score) {
      case ACCURACY -> "%";
      case NLL -> "nats";
      case RMSE, MAE, CRPS, INTERVAL_SCORE_90, WIDTH_90, WIDTH_90_CALIBRATED -> unit;
      default -> "";
    };
  }

  /** The greatest loss with a place on the axis; infinite where all have one. */
  private static double cut(double[] losses) {
    double[] sorted = Arrays.stream(losses).filter(Double::isFinite).sorted().toArray();
    if (sorted.length < 3) {
      return sorted.length == 0 ? Double.POSITIVE_INFINITY : sorted[sorted.length - 1];
    }
    double most = sorted[sorted.length * 3 / 4];
    double cut = sorted[0] + REACH * (most - sorted[0]);
    double last = sorted[sorted.length - 1];
    // An infinite loss lies beyond every axis.
    return most == sorted[0] || cut >= last ? last : cut;
  }

  private Chart coverage() {
    Chart.Builder chart =
        Chart.titled(
                "Coverage of 90 % intervals",
                "For each method the share of targets in its 90 % intervals, as inferred and, where"
                    + " the comparison calibrates, after calibration; 90 % is right.")
            .axes(Axis.linear("targets in the interval").in("%"), Axis.names(table.methods()));
    double[] values = means(method -> 100 * table.mean(method, TableScore.COVERAGE_90).value());
    double[] errors =
        means(method -> 100 * table.mean(method, TableScore.COVERAGE_90).standardError());
    boolean[] none = new boolean[values.length];
    spans(chart, values, errors, none);
    points(chart, values, none, false, "as inferred", Hue.BLUE);
    points(chart, values, none, true, "baselines", Hue.GREY);
    if (table.has(TableScore.COVERAGE_90_CALIBRATED)) {
      double[] after =
          means(method -> 100 * table.mean(method, TableScore.COVERAGE_90_CALIBRATED).value());
      chart.scatter(
          "calibrated", Doubles.of(after), places(), Look.of(Hue.VERMILION).size(POINT - 2));
    }
    return chart.verticalLine("90 %", 90).build();
  }

  private Chart seconds() {
    double[] values = means(method -> Math.max(1e-3, table.seconds(method).value()));
    Chart.Builder chart =
        Chart.titled("Time", "For each method the seconds that a fit takes, on average.")
            .axes(Axis.log("seconds a fit").in("s"), Axis.names(table.methods()));
    points(chart, values, new boolean[values.length], false, "methods", Hue.BLUE);
    points(chart, values, new boolean[values.length], true, "baselines", Hue.GREY);
    return chart.build();
  }

  private void spans(Chart.Builder chart, double[] values, double[] errors, boolean[] beyond) {
    int[] some =
        IntStream.range(0, values.length)
            .filter(i -> !beyond[i] && Double.isFinite(errors[i]))
            .toArray();
    if (some.length > 0) {
      chart.spans(
          "standard error",
          Doubles.of(Arrays.stream(some).mapToDouble(i -> values[i] - errors[i])),
          Doubles.of(Arrays.stream(some).mapToDouble(i -> values[i] + errors[i])),
          Doubles.of(Arrays.stream(some).asDoubleStream()),
          Look.of(Hue.SKY).size(3));
    }
  }

  private void points(
      Chart.Builder chart,
      double[] values,
      boolean[] beyond,
      boolean ofBaselines,
      String name,
      Hue hue) {
    int[] some =
        IntStream.range(0, values.length)
            .filter(i -> baselines.contains(table.methods().get(i)) == ofBaselines && !beyond[i])
            .toArray();
    if (some.length > 0) {
      chart.scatter(
          name,
          Doubles.of(Arrays.stream(some).mapToDouble(i -> values[i])),
          Doubles.of(Arrays.stream(some).asDoubleStream()),
          Look.of(hue).size(POINT));
    }
  }

  private Doubles places() {
    return Doubles.of(IntStream.range(0, table.methods().size()).asDoubleStream());
  }

  private double[] means(ToDoubleFunction<String> mean) {
    return table.methods().stream().mapToDouble(mean).toArray();
  }
}
