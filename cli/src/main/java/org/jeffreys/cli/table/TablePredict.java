package org.jeffreys.cli.table;

import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jeffreys.cli.Progress;
import org.jeffreys.core.Check;
import org.jeffreys.table.CsvReader;
import org.jeffreys.table.Table;
import org.jeffreys.table.TableModel;

/**
 * Predicts the rows of a CSV file by a saved model.
 *
 * @param level of intervals and of sets of classes, in (0, 1)
 * @param calibrated whether what the model learnt from rows it was not fitted to is used
 * @param risk what accepted rows may have at most: the share of wrong labels, or the root mean
 *     square error in units of the target; empty for no decisions
 */
public record TablePredict(double level, boolean calibrated, OptionalDouble risk) {
  /** Checks the level. */
  public TablePredict {
    Check.openUnit(level, "--level");
  }

  /**
   * What came of it.
   *
   * @param numAccepted of the rows; 0 where nothing was to be decided
   * @param notes what training had none like, by what it is
   */
  public record Done(long numRows, long numAccepted, Map<String, Long> notes) {}

  /** The rows of a file, of the types that the model was fitted to. */
  public Table read(TableModel model, Path input) {
    Table table = model.schema().read(input, CsvReader.Settings.standard());
    Check.require(table.numRows() > 0, input.toString(), "at least one row", "none");
    return table;
  }

  /** Writes a row of predictions for each row of a table. */
  public Done write(TableModel model, Table table, Writer out, Progress progress) {
    TableRows rows = new TableRows(model, level, calibrated, risk, out);
    progress.start("predicting", table.numRows(), "rows");
    Map<String, Long> notes = new LinkedHashMap<>();
    for (int[] block : model.blocks(table.numRows())) {
      rows.write(table.rows(block)).notes().forEach(note -> notes.merge(note, 1L, Long::sum));
      progress.advanceTo(block[block.length - 1] + 1L, "");
    }
    return new Done(rows.numRows(), rows.numAccepted(), notes);
  }
}
