package org.jeffreys.cli.table;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.report.Metrics;
import org.jeffreys.cli.report.TextTable;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.nn.BufferedLayer;
import org.jeffreys.nn.RandomLayer;
import org.jeffreys.table.TableFit;
import org.jeffreys.table.TableLikelihoods;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jeffreys methods}: the methods of inference and the likelihoods there are. */
@Command(
    name = "methods",
    description = "List the methods of inference, and the likelihoods for tables.")
public final class MethodsCommand implements Callable<Integer> {
  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(names = "--json", description = "Print them as JSON.")
  private boolean json;

  /** Made by the registry. */
  public MethodsCommand() {}

  @Override
  public Integer call() {
    if (json) {
      common.out().print(metrics().json());
      common.out().flush();
    } else {
      print();
    }
    return 0;
  }

  private void print() {
    TextTable methods = TextTable.of(Set.of(), List.of("method", "needs", "what it is"));
    InferenceMethods.all()
        .forEach(entry -> methods.row(List.of(entry.name(), needs(entry), entry.summary())));
    methods.print(common.out());
    common.out().println();
    TextTable likelihoods = TextTable.of(Set.of(), List.of("likelihood", "for", "what it is"));
    TableLikelihoods.all()
        .forEach(entry -> likelihoods.row(List.of(entry.name(), kinds(entry), entry.summary())));
    likelihoods.print(common.out());
    common.out().println();
    common
        .out()
        .println(
            "jeffreys fit uses "
                + TableFit.STANDARD_METHOD
                + " unless --method says otherwise, and the first likelihood that is for the"
                + " target; it adds the layer that a method needs.");
  }

  private Metrics metrics() {
    Metrics metrics = Metrics.empty();
    Metrics methods = metrics.section("methods");
    for (InferenceMethods.Entry entry : InferenceMethods.all()) {
      methods
          .section(entry.name())
          .put("needs", needs(entry))
          .put("summary", entry.summary())
          .put("standard", entry.name().equals(TableFit.STANDARD_METHOD));
    }
    Metrics likelihoods = metrics.section("likelihoods");
    for (TableLikelihoods.Entry entry : TableLikelihoods.all()) {
      likelihoods.section(entry.name()).put("for", kinds(entry)).put("summary", entry.summary());
    }
    return metrics;
  }

  private static String needs(InferenceMethods.Entry entry) {
    if (entry.needs() == RandomLayer.class) {
      return "a random layer";
    }
    return entry.needs() == BufferedLayer.class ? "batch normalisation" : "-";
  }

  private static String kinds(TableLikelihoods.Entry entry) {
    return entry.kinds().stream()
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
