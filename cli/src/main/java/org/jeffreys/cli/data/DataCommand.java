package org.jeffreys.cli.data;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jeffreys.cli.CommonOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jeffreys data}: lists, fetches and verifies data sets. */
@Command(
    name = "data",
    description = "List, fetch and verify data sets.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DataList.class, DataGet.class, DataVerify.class})
public final class DataCommand implements Callable<Integer> {
  @Mixin private final CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Made by the registry. */
  public DataCommand() {}

  /** Without a subcommand: what there is. */
  @Override
  public Integer call() {
    Objects.requireNonNull(spec, "set by picocli").commandLine().usage(common.out());
    return 0;
  }
}
