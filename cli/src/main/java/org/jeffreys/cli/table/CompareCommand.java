package org.jeffreys.cli.table;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.OutOption;
import org.jeffreys.cli.Progress;
import org.jeffreys.cli.SeedOption;
import org.jeffreys.cli.ThreadsOption;
import org.jeffreys.cli.Version;
import org.jeffreys.cli.report.TextTable;
import org.jeffreys.core.Check;
import org.jeffreys.core.Nearest;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.table.LinearBaseline;
import org.jeffreys.table.TableFit;
import org.jeffreys.table.TableLikelihoods;
import org.jeffreys.table.TableScore;
import org.jeffreys.table.TableSplit;
import org.jeffreys.table.TableTask;
import org.jeffreys.table.TargetSchema;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jeffreys compare}: which method predicts a table best. */
@Command(
    name = "compare",
    description = {
      "Compare methods on a CSV file: all learn from the same rows and predict the same others.",
      "",
      "Prints one table, and writes report.html, comparison.csv and fits.csv. A linear model and the same network"
          + " without uncertainty (map) are always among them. A comparison that was interrupted goes on when the same"
          + " command is given again; with more methods it makes only those.",
      ""
    })
public final class CompareCommand implements Callable<Integer> {
  private static final String ALL = "all";
  private static final String DETERMINISTIC = "map";
  private static final double QUICK = 0.2;
  private static final int SAVE_MILLIS = 2000;

  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final TableOptions table = new TableOptions();
  @Mixin private final FitOptions options = new FitOptions();
  @Mixin private final FoldOptions folds = new FoldOptions();
  @Mixin private final SeedOption seed = new SeedOption();
  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final OutOption out = new OutOption();

  @Option(
      names = {"-m", "--methods"},
      paramLabel = "NAME",
      split = ",",
      defaultValue = ALL,
      description = "Which methods, or all; jeffreys methods lists them (default: all).")
  private List<String> names = List.of(ALL);

  @Option(
      names = "--calibrate",
      paramLabel = "HOW",
      defaultValue = "none",
      description =
          "none, cross (five more fits for each), holdout (a tenth of the training rows) or auto"
              + " (default: ${DEFAULT-VALUE}).")
  private TableFit.Calibrating calibrate = TableFit.Calibrating.NONE;

  @Option(names = "--quick", description = "A fifth of the steps: a first look.")
  private boolean quick;

  /** Made by the registry. */
  public CompareCommand() {}

  @Override
  public Integer call() {
    TableFit settings = options.fit();
    TableFit fit =
        settings
            .withCalibration(calibrate)
            .withEffort(quick ? QUICK * settings.effort() : settings.effort());
    checkNames();
    TableTask task = TableTask.of(table.read(), fit.roles());
    TableLikelihoods.of(fit.likelihood(), task.target());
    List<TableSplit> splits = folds.splits(task, seed.seed());
    Comparison comparison =
        new Comparison(fit, task, splits, methods(task.target()), seed.seed(), fingerprint());
    long start = System.nanoTime();
    try (OutputFolder folder = out.open("compare");
        Progress progress = common.progress()) {
      if (!common.quiet()) {
        task.notes().forEach(note -> common.err().println("compare: " + note));
      }
      List<FitOutcome> outcomes = run(comparison, folder, progress);
      ComparisonTable all = new ComparisonTable(comparison.methods(), outcomes);
      if (all.methods().isEmpty()) {
        throw new IllegalArgumentException(all.refusals().get(0).reason());
      }
      String division = folds.text(splits.size());
      new ComparisonFiles(all, outcomes, new ComparisonReport(comparison, all, division))
          .write(folder);
      print(all, common.out());
      String source = division + " of " + task.table().source();
      tell(source, outcomes.size(), (System.nanoTime() - start) * 1e-9, folder);
    }
    return 0;
  }

  private void tell(String source, int numFits, double seconds, OutputFolder folder) {
    common
        .out()
        .printf(
            Locale.ROOT,
            "%s, %d fits in %.1f s; see %s%n",
            source,
            numFits,
            seconds,
            folder.path().resolve("report.html"));
  }

  private List<FitOutcome> run(Comparison comparison, OutputFolder folder, Progress progress) {
    FolderCheckpoints checkpoints =
        new FolderCheckpoints(folder, comparison.fingerprint(), SAVE_MILLIS);
    int finished = comparison.numFinished(folder);
    boolean isResuming = finished > 0 || checkpoints.isResuming();
    if (isResuming && !common.quiet()) {
      common
          .err()
          .println(
              "compare: going on in "
                  + folder.path()
                  + ", where "
                  + finished
                  + " of "
                  + comparison.numFits()
                  + " fits are done");
    }
    progress.start("comparing", 1000, "parts of a thousand");
    List<FitOutcome> outcomes =
        comparison.run(
            folder,
            checkpoints,
            (done, total, note) -> progress.advanceTo(done, note),
            threads.threads());
    progress.close();
    checkpoints.clear();
    return outcomes;
  }

  private void checkNames() {
    List<String> known = new ArrayList<>(List.of(ALL));
    InferenceMethods.all().forEach(entry -> known.add(entry.name()));
    for (String name : names) {
      if (!known.contains(name)) {
        @Nullable String nearest = Nearest.to(name, known);
        throw Check.failure(
            "--methods",
            known.stream().skip(1).collect(Collectors.joining(", ", "all, or some of [", "]")),
            "'" + name + "'" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
      }
    }
  }

  /** The baselines and those that were asked for, in the order of the registry. */
  private List<String> methods(TargetSchema target) {
    Set<String> methods = new LinkedHashSet<>(List.of(LinearBaseline.name(target)));
    for (InferenceMethods.Entry entry : InferenceMethods.all()) {
      boolean isBaseline = entry.name().equals(DETERMINISTIC);
      if (isBaseline || names.contains(ALL) || names.contains(entry.name())) {
        methods.add(entry.name());
      }
    }
    return List.copyOf(methods);
  }

  private static void print(ComparisonTable all, PrintWriter out) {
    List<TableScore> shown = ScoreText.shown(all);
    List<String> header = new ArrayList<>(List.of("method"));
    shown.forEach(score -> header.add(score.title()));
    header.add("s a fit");
    Set<Integer> right =
        IntStream.rangeClosed(1, shown.size() + 1).boxed().collect(Collectors.toSet());
    TextTable text = TextTable.of(right, header);
    for (String method : all.methods()) {
      List<String> cells = new ArrayList<>(List.of(method));
      for (TableScore score : shown) {
        String mark = all.standing(method, score).mark();
        cells.add(ScoreText.mean(score, all.mean(method, score)) + (mark.isEmpty() ? " " : mark));
      }
      cells.add(ScoreText.mean(all.seconds(method)));
      text.row(cells);
    }
    text.print(out);
    out.println(
        "* best; ~ behind it by no more than a standard error of their difference over the folds");
    all.refusals().forEach(each -> out.println(each.method() + " refused: " + each.reason()));
  }

  private String fingerprint() {
    return String.format(
        Locale.ROOT,
        "compare %s data=%s %s calibrate=%s seed=%d %s quick=%s %s",
        Version.number(),
        table.digest(),
        table.fingerprint(),
        calibrate,
        seed.seed(),
        options.fingerprint(),
        quick,
        folds.fingerprint());
  }
}
