package org.jeffreys.cli.sine;

import java.io.Writer;
import java.util.List;
import org.jeffreys.cli.report.ChartSvg;
import org.jeffreys.cli.report.CsvRows;
import org.jeffreys.predict.Interval;
import org.jeffreys.store.OutputFolder;

/**
 * The files of a run.
 *
 * @param settings what was asked for
 * @param data the problem
 * @param plan how it was sampled
 * @param result what came out
 */
record SineFiles(SineSettings settings, SineData data, SinePlan plan, SineResult result) {
  void write(OutputFolder folder) {
    SineCharts charts = new SineCharts(data, result);
    ChartSvg stills = new ChartSvg();
    folder.writeText("predictions.csv", this::predictions);
    folder.writeText("predictive.svg", stills.render(charts.predictive(), 900, 460));
    folder.writeText("standard-deviation.svg", stills.render(charts.deviation(), 900, 400));
    folder.writeText("report.html", new SineReport(settings, plan, result, charts).html());
    folder.writeText("metrics.json", SineMetrics.of(settings, plan, result).json());
  }

  private void predictions(Writer out) {
    CsvRows rows =
        new CsvRows(
            out,
            "x",
            "truth",
            "mean",
            "meanStandardError",
            "std",
            "stdTotal",
            "stdAleatoric",
            "lower50",
            "upper50",
            "lower95",
            "upper95",
            "lower50Total",
            "upper50Total",
            "lower95Total",
            "upper95Total",
            "rhat",
            "essBulk",
            "essTail");
    SineBands bands = result.bands();
    for (int row = 0; row < SineData.GRID; row++) {
      rows.add(SineData.place(row)).add(Math.sin(SineData.place(row)));
      rows.add(bands.mean().value().get(row)).add(bands.mean().standardError().get(row));
      rows.add(bands.epistemic().value().get(row)).add(bands.total().value().get(row));
      rows.add(bands.aleatoric().value().get(row));
      for (Interval interval :
          List.of(bands.half(), bands.most(), bands.halfTotal(), bands.mostTotal())) {
        rows.add(interval.lower().value().get(row)).add(interval.upper().value().get(row));
      }
      rows.add(result.diagnostics().rhat().get(row));
      rows.add(result.diagnostics().essBulk().get(row));
      rows.add(result.diagnostics().essTail().get(row));
      rows.end();
    }
  }
}
