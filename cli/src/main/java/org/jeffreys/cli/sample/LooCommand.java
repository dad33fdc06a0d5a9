package org.jeffreys.cli.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.OutOption;
import org.jeffreys.cli.report.TextTable;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.tensor.Scope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jeffreys loo}: which program predicts its data best. */
@Command(
    name = "loo",
    description = {
      "Compare programs by leave-one-out: which is expected to predict new data best?",
      "",
      "Takes the folders of runs of jeffreys sample on the same data. Prints expected log densities, their differences"
          + " to the best with standard errors, and stacking weights; writes report.html, comparison.csv and metrics.json.",
      ""
    })
public final class LooCommand implements Callable<Integer> {
  @Mixin private final CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "FOLDER",
      arity = "1..*",
      description = "Results of jeffreys sample, or the file model.jeffreys in them.")
  private List<Path> folders = List.of();

  @Mixin private final OutOption out = new OutOption();

  /** Made by the registry. */
  public LooCommand() {}

  @Override
  public Integer call() {
    SampleComparison comparison;
    try (Scope scope = Scope.open()) {
      comparison = SampleComparison.read(folders);
    }
    try (OutputFolder folder = out.open("loo")) {
      print(comparison);
      new LooFiles(comparison).write(folder);
      common
          .out()
          .printf(
              Locale.ROOT,
              "%d %s, %d observations; see %s%n",
              comparison.runs().size(),
              comparison.runs().size() == 1 ? "run" : "runs",
              comparison.observations().size(),
              folder.path().resolve("report.html"));
    }
    return 0;
  }

  private void print(SampleComparison comparison) {
    Set<Integer> right =
        IntStream.range(1, LooFiles.HEADER.size()).boxed().collect(Collectors.toSet());
    TextTable table = TextTable.of(right, LooFiles.HEADER);
    comparison.runs().forEach(run -> table.row(LooFiles.cells(run)));
    table.print(common.out());
    comparison.warnings().forEach(warning -> common.out().println("warning: " + warning));
    common.out().flush();
  }
}
