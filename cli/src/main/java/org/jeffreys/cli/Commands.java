package org.jeffreys.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jeffreys.cli.data.DataCommand;
import org.jeffreys.cli.digits.DigitsCommand;
import org.jeffreys.cli.predict.PredictCommand;
import org.jeffreys.cli.sample.LooCommand;
import org.jeffreys.cli.sample.SampleCommand;
import org.jeffreys.cli.sample.SbcCommand;
import org.jeffreys.cli.sine.SineCommand;
import org.jeffreys.cli.table.CompareCommand;
import org.jeffreys.cli.table.EvaluateCommand;
import org.jeffreys.cli.table.FitCommand;
import org.jeffreys.cli.table.MethodsCommand;
import org.jeffreys.cli.vae.VaeCommand;

/**
 * The subcommands of {@code jeffreys}, in the order of {@code --help}.
 *
 * <p>A subcommand carries picocli's {@code @Command} with a name and a description, mixes in {@link
 * CommonOptions}, and has a constructor without arguments.
 */
public final class Commands {
  private static final List<Class<? extends Callable<Integer>>> ALL =
      List.of(
          FitCommand.class,
          PredictCommand.class,
          EvaluateCommand.class,
          CompareCommand.class,
          MethodsCommand.class,
          SampleCommand.class,
          LooCommand.class,
          SbcCommand.class,
          SineCommand.class,
          DigitsCommand.class,
          VaeCommand.class,
          DataCommand.class);

  private Commands() {}

  /** Every subcommand. */
  public static List<Class<? extends Callable<Integer>>> all() {
    return ALL;
  }
}
