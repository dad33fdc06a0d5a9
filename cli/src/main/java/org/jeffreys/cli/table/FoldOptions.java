package org.jeffreys.cli.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jeffreys.cli.FileDigest;
import org.jeffreys.core.Check;
import org.jeffreys.table.CsvReader;
import org.jeffreys.table.Table;
import org.jeffreys.table.TableSplit;
import org.jeffreys.table.TableTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rows are learnt from, and which are predicted. */
final class FoldOptions {
  private static final int STANDARD_FOLDS = 10;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description = "Divide the rows into this many parts; each is predicted once (default: 10).")
  private @Nullable Integer folds;

  @Option(
      names = "--fold-mask",
      paramLabel = "FILE",
      description =
          "A CSV file with a column a fold, 1 for its test rows and 0 for its training rows.")
  private @Nullable Path mask;

  @Option(
      names = "--test",
      paramLabel = "SHARE",
      description = "Predict this share of the rows once, such as 0.2, in place of folds.")
  private @Nullable Double test;

  @Option(
      names = "--time",
      paramLabel = "COLUMN",
      description =
          "Predict later rows from earlier ones, by this column: of --test the latest, else block"
              + " after block.")
  private @Nullable String time;

  /** Made by the command that mixes it in. */
  FoldOptions() {}

  /** The divisions of a task's rows. */
  List<TableSplit> splits(TableTask task, long seed) {
    check();
    if (mask != null) {
      CsvReader.Settings settings = CsvReader.Settings.standard();
      return TableSplit.ofMask(CsvReader.of(settings).read(mask), task);
    }
    Table table = task.table();
    if (test != null) {
      Check.openUnit(test, "--test");
      return List.of(
          time == null
              ? TableSplit.random(task.strata(), 0, test, seed)
              : TableSplit.inTime(TableSplit.times(table, time), 0, test));
    }
    int count = folds == null ? STANDARD_FOLDS : folds;
    int least = time == null ? 2 : 1;
    int most = time == null ? table.numRows() : table.numRows() - 1;
    Check.require(
        count >= least && count <= most,
        "--folds",
        "an integer in [" + least + ", " + most + "], as there are " + table.numRows() + " rows",
        count);
    return time == null
        ? TableSplit.folds(task.strata(), count, seed)
        : TableSplit.foldsInTime(TableSplit.times(table, time), count);
  }

  private void check() {
    Check.require(
        mask == null || (folds == null && test == null && time == null),
        "--fold-mask",
        "no other way to divide the rows",
        folds != null ? "--folds" : test != null ? "--test" : "--time");
    Check.require(test == null || folds == null, "--test", "one of --test and --folds", "both");
    Check.require(
        mask == null || Files.isRegularFile(mask), "--fold-mask", "a file", String.valueOf(mask));
  }

  /** How it is done, in a few words. */
  String text(int numSplits) {
    String what =
        test != null
            ? "a held-out share of " + test
            : numSplits + (numSplits == 1 ? " fold" : " folds");
    return time == null ? what : what + " in the order of " + time;
  }

  /** All of it that results depend on. */
  String fingerprint() {
    check();
    return String.format(
        Locale.ROOT,
        "folds=%s mask=%s test=%s time=%s",
        folds == null ? STANDARD_FOLDS : folds,
        mask == null ? "none" : FileDigest.of(mask),
        test,
        time);
  }
}
