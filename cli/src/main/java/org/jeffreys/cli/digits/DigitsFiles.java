package org.jeffreys.cli.digits;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jeffreys.cli.report.Chart;
import org.jeffreys.cli.report.ChartSvg;
import org.jeffreys.cli.report.CsvRows;
import org.jeffreys.data.Invert;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.store.ImageFormat;
import org.jeffreys.store.ImageModel;
import org.jeffreys.store.ModelFile;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.uncertainty.AbstentionRule;
import org.jeffreys.uncertainty.PredictiveEntropy;

/**
 * The files of a run.
 *
 * @param settings what was asked for
 * @param data the images
 * @param posterior what was trained
 * @param result what came out
 */
record DigitsFiles(
    DigitsSettings settings, DigitsData data, NoisePosterior posterior, DigitsResult result) {
  void write(OutputFolder folder) {
    folder.writeText("predictions.csv", this::predictions);
    ImageModel saved = saved();
    folder.write(ModelFile.NAME, out -> ModelFile.write(out, saved));
    report(folder);
    folder.writeText("metrics.json", new DigitsMetrics(settings, result).metrics().json());
  }

  private void report(OutputFolder folder) {
    DigitsCharts charts = new DigitsCharts(settings, result);
    DetectionCharts detection = new DetectionCharts(settings, result);
    DigitsPictures pictures = new DigitsPictures(settings, data, result);
    ChartSvg stills = new ChartSvg();
    Chart entropy = charts.entropy(ImageScores.DECIDING, "Predictive entropy by set");
    folder.writeText("entropy.svg", stills.render(entropy, 900, 420));
    folder.writeText("risk-coverage.svg", stills.render(detection.riskCoverage(), 900, 420));
    pictures.write(folder);
    DigitsReport report = new DigitsReport(settings, data, result, charts, detection, pictures);
    folder.writeText("report.html", report.html());
  }

  private ImageModel saved() {
    return new ImageModel(
        posterior,
        settings.method(),
        data.clean().classNames(),
        new ImageFormat(
            data.clean().height(), data.clean().width(), data.clean().channels(), Invert.AUTO),
        new AbstentionRule(new PredictiveEntropy(), settings.threshold()),
        Map.of("data", settings.data(), "seed", Long.toString(settings.seed())));
  }

  private void predictions(Writer out) {
    List<String> measures = result.clean().measures();
    List<String> header =
        new ArrayList<>(
            List.of(
                "set",
                "index",
                "label",
                "predicted",
                "probability",
                "predictedMc",
                "probabilityMc",
                "voteShare"));
    for (String measure : measures) {
      header.add(DigitsMetrics.key(measure));
      if (!measure.equals(ImageScores.DETERMINISTIC)) {
        header.add(DigitsMetrics.key(measure) + "Se");
      }
    }
    header.add("decision");
    CsvRows rows = new CsvRows(out, header.toArray(String[]::new));
    write(rows, "clean", result.clean(), result.clean().size());
    write(rows, "noisy", result.noisy(), result.numNoisy());
    write(rows, "foreign", result.foreign(), result.foreign().size());
  }

  private void write(CsvRows rows, String set, ImageScores scores, int count) {
    List<double[]> columns = new ArrayList<>();
    for (String measure : scores.measures()) {
      columns.add(scores.raw(measure));
      if (!measure.equals(ImageScores.DETERMINISTIC)) {
        columns.add(scores.standardErrors(measure));
      }
    }
    double[] entropy = scores.raw("predictive-entropy");
    boolean known = !set.equals("foreign");
    for (int row = 0; row < count; row++) {
      int predicted = scores.predicted(row);
      int drawn = scores.predictedByDraws(row);
      rows.add(set).add(row).add(known ? Integer.toString(scores.label(row)) : "");
      rows.add(predicted).add(scores.prob(row, predicted));
      rows.add(drawn).add(scores.meanProb(row, drawn)).add(scores.voteShare(row, drawn));
      for (double[] column : columns) {
        rows.add(column[row]);
      }
      rows.add(entropy[row] > settings.threshold() ? "abstain" : "accept").end();
    }
  }
}
