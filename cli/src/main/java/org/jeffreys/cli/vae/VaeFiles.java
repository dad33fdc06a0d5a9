package org.jeffreys.cli.vae;

import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.jeffreys.app.vae.TrainedVae;
import org.jeffreys.cli.Version;
import org.jeffreys.cli.report.CsvRows;
import org.jeffreys.core.Doubles;
import org.jeffreys.store.ModelFile;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.store.SavedVae;

/**
 * The files of a run.
 *
 * @param settings what was asked for
 * @param data the images
 * @param trained the model
 * @param result what came out
 */
record VaeFiles(VaeSettings settings, VaeData data, TrainedVae trained, VaeResult result) {
  void write(OutputFolder folder) {
    List<String> classNames = data.training().classNames();
    SavedVae saved =
        new SavedVae(
            trained.model(),
            settings.conditional() ? classNames : List.of(),
            Map.of(
                "data", settings.data(),
                "binarisation", settings.binarise(),
                "seed", Long.toString(settings.seed()),
                "version", Version.number()));
    folder.write(ModelFile.NAME, out -> ModelFile.write(out, saved));
    folder.writeText("bounds.csv", this::bounds);
    VaePictures pictures = new VaePictures(trained.model(), data.test(), settings.seed());
    pictures.write(folder);
    VaeCharts charts = new VaeCharts(settings, result, classNames);
    folder.writeText("report.html", new VaeReport(settings, data, result, charts, pictures).html());
    folder.writeText("metrics.json", VaeMetrics.of(settings, data, result, pictures).json());
  }

  private void bounds(Writer out) {
    CsvRows rows = new CsvRows(out, "set", "index", "bound");
    write(rows, settings.data(), result.score());
    write(rows, settings.foreign(), result.foreignScore());
  }

  private static void write(CsvRows rows, String set, Doubles scores) {
    for (int row = 0; row < scores.size(); row++) {
      rows.add(set).add(row).add(scores.get(row)).end();
    }
  }
}
