package org.jeffreys.cli.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.Progress;
import org.jeffreys.cli.SeedOption;
import org.jeffreys.cli.ThreadsOption;
import org.jeffreys.cli.Version;
import org.jeffreys.core.Check;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.inference.Run;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.ModelFile;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.store.SavedTable;
import org.jeffreys.table.Table;
import org.jeffreys.table.TableFit;
import org.jeffreys.table.TableModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jeffreys fit}: learns to predict a column of a table, and writes a model. */
@Command(
    name = "fit",
    description = {
      "Learn to predict a column of a CSV file, and write a model that knows how sure it is.",
      "",
      "Columns may be numbers, dates or categories, with missing values; no option but the target is needed.",
      ""
    })
public final class FitCommand implements Callable<Integer> {
  private static final String SUFFIX = ".run";
  private static final int SAVE_MILLIS = 2000;

  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final TableOptions table = new TableOptions();
  @Mixin private final FitOptions options = new FitOptions();
  @Mixin private final SeedOption seed = new SeedOption();
  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Option(
      names = {"-m", "--method"},
      paramLabel = "NAME",
      defaultValue = TableFit.STANDARD_METHOD,
      description = "How to infer; jeffreys methods lists them (default: ${DEFAULT-VALUE}).")
  private String method = TableFit.STANDARD_METHOD;

  @Option(
      names = "--calibrate",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "none, cross (five more fits), holdout (a tenth of the rows) or auto: cross below 5,000"
              + " rows (default: ${DEFAULT-VALUE}).")
  private TableFit.Calibrating calibrate = TableFit.Calibrating.AUTO;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "model.jeffreys",
      description = "The model file (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("model.jeffreys");

  /** Made by the registry. */
  public FitCommand() {}

  @Override
  public Integer call() {
    InferenceMethods.named(method);
    TableFit fit = options.fit().withMethod(method).withCalibration(calibrate);
    Check.require(!Files.isDirectory(out), "--out", "a file", "the folder " + out);
    Table data = table.read();
    Path work = out.resolveSibling(out.getFileName() + SUFFIX);
    try (OutputFolder folder = OutputFolder.open(work, "--out");
        Progress progress = common.progress()) {
      FolderCheckpoints checkpoints = new FolderCheckpoints(folder, fingerprint(), SAVE_MILLIS);
      progress.start("fitting", 1000, "parts of a thousand");
      Run run =
          Run.of(seed.seed())
              .withThreads(threads.threads())
              .withCheckpoints(checkpoints)
              .withProgress((done, total, note) -> progress.advanceTo(done, note));
      if (!common.quiet() && checkpoints.isResuming()) {
        common.err().println("fit: going on where " + work + " was left");
      }
      long start = System.nanoTime();
      try (TableModel model = fit.fit(data, run)) {
        ModelFile.write(out, new SavedTable(model));
        progress.close();
        checkpoints.clear();
        folder.delete();
        tell(model, (System.nanoTime() - start) * 1e-9);
      }
    }
    return 0;
  }

  private void tell(TableModel model, double seconds) {
    if (!common.quiet()) {
      model.schema().notes().forEach(note -> common.err().println("fit: " + note));
    }
    common
        .out()
        .printf(
            Locale.ROOT,
            "%s from %d columns by %s in %.1f s; see %s%n",
            String.join(", ", model.target().names()),
            model.schema().features().size(),
            model.method(),
            seconds,
            out);
  }

  private String fingerprint() {
    return String.format(
        Locale.ROOT,
        "fit %s data=%s %s method=%s calibrate=%s seed=%d threads=%d %s",
        Version.number(),
        table.digest(),
        table.fingerprint(),
        method,
        calibrate,
        seed.seed(),
        threads.threads(),
        options.fingerprint());
  }
}
