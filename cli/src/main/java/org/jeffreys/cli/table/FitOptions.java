package org.jeffreys.cli.table;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.nn.Activation;
import org.jeffreys.table.Roles;
import org.jeffreys.table.TableFit;
import org.jeffreys.table.TargetKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is predicted, and the network for it. */
final class FitOptions {
  @Option(
      names = {"-t", "--target"},
      required = true,
      paramLabel = "COLUMN",
      split = ",",
      description = "The column to predict: its name, its place from 1, first or last.")
  private List<String> target = List.of();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "What the target is: real, classes or count (default: found out).")
  private @Nullable TargetKind kind;

  @Option(
      names = {"-l", "--likelihood"},
      paramLabel = "NAME",
      defaultValue = TableFit.AUTO,
      description =
          "How targets spread around the network's outputs; jeffreys methods lists them (default:"
              + " by the target).")
  private String likelihood = TableFit.AUTO;

  @Option(
      names = "--weights",
      paramLabel = "COLUMN",
      description = "The column that says how much each row counts.")
  private @Nullable String weights;

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns that are not used.")
  private List<String> ignored = List.of();

  @Option(
      names = "--hidden",
      paramLabel = "UNITS",
      split = ",",
      description = "Units of each hidden layer, such as 100,50 (default: 50,50).")
  private List<Integer> hidden = TableFit.STANDARD_HIDDEN;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      defaultValue = "relu",
      description =
          "After each hidden layer: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Activation activation = TableFit.STANDARD_ACTIVATION;

  @Option(
      names = "--effort",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "What the standard numbers of steps are multiplied by (default: ${DEFAULT-VALUE}).")
  private double effort = 1;

  /** Made by the command that mixes it in. */
  FitOptions() {}

  /** The settings, with the standard method. */
  TableFit fit() {
    Check.positive(effort, "--effort");
    hidden.forEach(units -> Check.atLeast(units, 1, "--hidden"));
    Roles roles =
        new Roles(target, Optional.ofNullable(kind), Optional.ofNullable(weights), ignored);
    return TableFit.of(roles)
        .withLikelihood(likelihood)
        .withNetwork(activation, hidden.toArray(Integer[]::new))
        .withEffort(effort);
  }

  /** All of it that results depend on. */
  String fingerprint() {
    return String.format(
        Locale.ROOT,
        "target=%s kind=%s likelihood=%s weights=%s ignored=%s hidden=%s activation=%s effort=%s",
        target,
        kind,
        likelihood,
        weights,
        ignored,
        hidden,
        activation,
        effort);
  }
}
