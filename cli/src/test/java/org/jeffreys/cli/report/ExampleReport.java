package org.jeffreys.cli.report;

import java.net.URI;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jeffreys.core.Doubles;
import org.jeffreys.store.OutputFolder;

/**
 * A report like that of a real run, of made-up numbers: {@code main} writes it to a folder to look
 * at.
 */
final class ExampleReport {
  private static final double NOISE = 0.1;
  private static final int SAMPLES = 1000;

  private ExampleReport() {}

  public static void main(String[] args) {
    ChartSvg stills = new ChartSvg();
    try (var folder = OutputFolder.open(Path.of(args[0]), "folder")) {
      folder.writeText("report.html", page().htmlWithStills(stills));
      folder.writeText("predictive.svg", stills.render(predictive(), 900, 460));
      folder.writeText("scale.svg", stills.render(scales(), 900, 400));
      folder.writeText("traces.svg", stills.render(traces(), 900, 400));
      folder.writeText("weights.svg", stills.render(weights(), 900, 400));
    }
  }

  static ReportPage page() {
    return ReportPage.titled(
            "Bayesian regression of a noisy sine",
            "A network with two hidden layers, sampled with 4 chains, predicts a sine whose middle"
                + " it has never seen. Outside the data its uncertainty grows, as it should.")
        .keyFigure("Coverage of 95 % intervals", "94.8 %", "on 500 held-out points; 95 % is right")
        .keyFigure("Held-out log density", "0.871", "nats a point; 0.884 with the true curve")
        .keyFigure("R-hat, worst", "1.004", "of predictions; below 1.01 is fine")
        .keyFigure("Effective draws, least", "1,240", "of 4,000")
        .section("Predictions")
        .paragraph(
            Prose.of("The dark bands are ")
                .strong("epistemic")
                .text(": what more data would remove. The light ones add the noise, σ = ")
                .code("0.1")
                .text(". How to read them: ")
                .link("the concepts", URI.create("https://example.org/concepts?a=1&b=2"))
                .text("."))
        .chart(predictive(), 440)
        .chart(scales(), 320)
        .section("Did the chains mix?")
        .paragraph(
            "Four chains from different starting points should be one cloud: <no structure>.")
        .chart(traces(), 340)
        .table(
            Table.of("Diagnostics by quantity", "quantity", "mean", "MCSE", "R-hat", "bulk ESS")
                .row("log density", "-123.4", "0.21", "1.004", "1240")
                .row("prediction at 0", "0.013", "0.002", "1.001", "2210")
                .row("noise scale σ", "0.101", "0.0004", "1.000", "3120"))
        .chart(weights(), 320)
        .section("How to repeat it")
        .listing("jeffreys sine --chains 4 --samples 1000 --seed 7 \\\n  --out runs/sine");
  }

  static Chart predictive() {
    Doubles x = grid(-6, 6, 241);
    Doubles mean = x.map(Math::sin);
    Doubles epistemic = x.map(ExampleReport::epistemic);
    Doubles total = epistemic.map(e -> Math.hypot(e, NOISE));
    Random random = new Random(7);
    Doubles dataX = Doubles.of(random.doubles(SAMPLES, 0, 4).map(u -> u < 2 ? u - 5 : u + 1));
    Doubles dataY = dataX.map(v -> Math.sin(v) + NOISE * random.nextGaussian());
    Look light = Look.of(Hue.SKY);
    Look dark = Look.of(Hue.BLUE);
    return Chart.titled(
            "Posterior predictive",
            "The mean follows the sine where there is data; bands widen in the gap from -3 to 3 and"
                + " beyond the data on both sides.")
        .axes(Axis.linear("x").in("rad"), Axis.linear("y"))
        .shade("no data", -3, 3)
        .band(
            "95 % total",
            x, around(mean, total, -1.96), around(mean, total, 1.96), light.opacity(0.3))
        .band(
            "50 % total",
            x, around(mean, total, -0.674), around(mean, total, 0.674), light.opacity(0.35))
        .band(
            "95 % epistemic",
            x, around(mean, epistemic, -1.96), around(mean, epistemic, 1.96), dark.opacity(0.35))
        .band(
            "50 % epistemic",
            x, around(mean, epistemic, -0.674), around(mean, epistemic, 0.674), dark.opacity(0.5))
        .scatter("training data", dataX, dataY, Look.of(Hue.GREY).opacity(0.55).size(4))
        .line("truth", x, mean, Look.of(Hue.VERMILION).stroke(Look.Stroke.DASHED))
        .line("mean", x, mean.map(v -> 0.97 * v), Look.of(Hue.INK))
        .zoomable()
        .build();
  }

  static Chart scales() {
    Doubles x = grid(-6, 6, 241);
    Doubles epistemic = x.map(ExampleReport::epistemic);
    return Chart.titled(
            "Standard deviation", "The epistemic part is small at the data, large elsewhere.")
        .axes(Axis.linear("x").in("rad"), Axis.log("standard deviation"))
        .shade("no data", -3, 3)
        .line("total", x, epistemic.map(e -> Math.hypot(e, NOISE)), Look.of(Hue.ORANGE))
        .line("epistemic", x, epistemic, Look.of(Hue.BLUE))
        .horizontalLine("σ of the noise", NOISE)
        .build();
  }

  static Chart traces() {
    Chart.Builder chart =
        Chart.titled("Log density of each chain", "Four chains overlap and show no trend.")
            .axes(Axis.linear("step"), Axis.linear("log density").in("nats"));
    Doubles steps = Doubles.of(IntStream.range(0, SAMPLES).mapToDouble(i -> 50.0 * i));
    for (int chain = 0; chain < 4; chain++) {
      Random random = new Random(chain);
      double[] values = new double[SAMPLES];
      double state = 0;
      for (int i = 0; i < SAMPLES; i++) {
        state = 0.8 * state + random.nextGaussian();
        values[i] = -12345 + 4 * state - 300 * Math.exp(-i / 20.0);
      }
      Look look = Look.of(Hue.cycle(chain)).size(1).opacity(0.8);
      chart.line("chain " + (chain + 1), steps, Doubles.of(values), look);
    }
    return chart.verticalLine("end of warm-up", 5000).zoomable().build();
  }

  static Chart weights() {
    Doubles edges = grid(-4, 4, 41);
    DoubleUnaryOperator density = v -> Math.exp(-v * v / 2) / Math.sqrt(2 * Math.PI);
    Doubles heights =
        Doubles.of(
            edges.stream()
                .limit(40)
                .map(v -> density.applyAsDouble(v + 0.1) * (1 + 0.1 * Math.sin(9 * v))));
    Doubles x = grid(-4, 4, 161);
    return Chart.titled(
            "Standardised residuals", "The residuals follow the standard normal density.")
        .axes(Axis.linear("residual / σ"), Axis.linear("density"))
        .histogram("held-out points", edges, heights, Look.of(Hue.SKY).opacity(0.8))
        .line("standard normal", x, x.map(density), Look.of(Hue.VERMILION))
        .build();
  }

  static Doubles grid(double from, double to, int size) {
    return Doubles.of(
        IntStream.range(0, size).mapToDouble(i -> from + (to - from) * i / (size - 1)));
  }

  private static double epistemic(double x) {
    double outside = Math.max(0, Math.max(3 - Math.abs(x), Math.abs(x) - 5));
    return 0.02 + 0.15 * Math.pow(outside, 1.3);
  }

  private static Doubles around(Doubles mean, Doubles scale, double factor) {
    return Doubles.of(
        IntStream.range(0, mean.size()).mapToDouble(i -> mean.get(i) + factor * scale.get(i)));
  }

  static Doubles constant(double value, int size) {
    return Doubles.of(DoubleStream.generate(() -> value).limit(size));
  }
}
