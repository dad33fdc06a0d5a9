package org.jeffreys.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command takes, and where it writes: results to {@link #out}, progress to stderr. */
public final class CommonOptions {
  static final String STACKTRACE = "--stacktrace";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(names = STACKTRACE, description = "With an error, print where it came from.")
  @SuppressWarnings("UnusedVariable") // Main looks for it before parsing
  private boolean stacktrace;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  /** Made by the command that mixes it in. */
  public CommonOptions() {}

  /** Whether progress and notes are unwanted. */
  public boolean quiet() {
    return quiet;
  }

  /** Standard output, for results. */
  public PrintWriter out() {
    return command().getOut();
  }

  /** Standard error, for notes. */
  public PrintWriter err() {
    return command().getErr();
  }

  /** A progress display fit for where standard error goes; close it. */
  public Progress progress() {
    return Progress.to(err(), quiet);
  }

  /** The command this is mixed into. */
  CommandLine command() {
    return Objects.requireNonNull(spec, "mixed in by picocli").commandLine();
  }
}
