package org.jeffreys.examples;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jeffreys.inference.Run;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.store.ModelFile;
import org.jeffreys.store.SavedTable;
import org.jeffreys.table.CsvReader;
import org.jeffreys.table.Table;
import org.jeffreys.table.TableFit;
import org.jeffreys.table.TableModel;

/** Learns a column of a CSV file from the others, and predicts new rows. */
public final class TableRegression {
  private TableRegression() {}

  /**
   * Fits a model to one file, saves it, and prints what it predicts for another.
   *
   * @param data with a column {@code price}
   * @param rows with the same columns, but perhaps the price
   * @param file of the model
   */
  public static void run(Path data, Path rows, Path file, PrintStream out) {
    // [readme
    Table known = CsvReader.standard().read(data);
    try (TableModel model =
        TableFit.of("price").withMethod("anchored-ensemble").fit(known, Run.of(0))) {
      ModelFile.write(file, new SavedTable(model));
      Table fresh = model.schema().read(rows, CsvReader.Settings.standard());
      RegressionPrediction prices = model.predict(fresh).regression(); // in the units of price
      for (int row = 0; row < fresh.numRows(); row++) {
        out.printf(
            Locale.ROOT,
            "%.2f, give or take %.2f, of which %.2f for want of data%n",
            prices.mean().value().get(row),
            prices.standardDeviation().value().get(row),
            prices.epistemic().value().get(row));
      }
    }
    // readme]
  }
}
