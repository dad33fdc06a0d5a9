package org.jeffreys.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The command {@code jeffreys}.
 *
 * <p>Exit codes: 0 done, 2 an argument is wrong, 1 anything else. An error is one line on standard
 * error; {@code --stacktrace} adds where it came from.
 */
@Command(
    name = "jeffreys",
    description = "Bayesian deep learning: models whose predictions carry honest uncertainty.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "jeffreys COMMAND --help explains a command."})
public final class Main implements Callable<Integer> {
  @Mixin private final CommonOptions common = new CommonOptions();

  @CommandLine.Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean version;

  /** Made by picocli. */
  Main() {}

  /** Runs the command and leaves the JVM with its exit code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, UTF_8), true);
    PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, UTF_8), true);
    int code = run(args, out, err);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs the command and returns its exit code. */
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    return run(Commands.all(), args, out, err);
  }

  static int run(
      List<Class<? extends Callable<Integer>>> commands,
      String[] args,
      PrintWriter out,
      PrintWriter err) {
    boolean stacktrace = Arrays.asList(args).contains(CommonOptions.STACKTRACE);
    CommandLine line = new CommandLine(new Main());
    commands.forEach(line::addSubcommand);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setUsageHelpLongOptionsMaxWidth(28);
    line.setParameterExceptionHandler(
        (e, given) -> report(e, UsageMessage.of(e), CommandLine.ExitCode.USAGE, stacktrace, err));
    line.setExecutionExceptionHandler((e, command, parsed) -> report(e, stacktrace, err));
    try {
      return line.execute(args);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
      return report(e, stacktrace, err);
    }
  }

  /** Without a subcommand: what there is. */
  @Override
  public Integer call() {
    common.command().usage(common.out());
    return CommandLine.ExitCode.OK;
  }

  private static int report(Throwable e, boolean stacktrace, PrintWriter err) {
    int code =
        e instanceof IllegalArgumentException
            ? CommandLine.ExitCode.USAGE
            : CommandLine.ExitCode.SOFTWARE;
    return report(e, FailureMessage.of(e), code, stacktrace, err);
  }

  private static int report(
      Throwable e, String message, int code, boolean stacktrace, PrintWriter err) {
    err.println(message.strip().replaceAll("\\s*\\R\\s*", " "));
    if (stacktrace) {
      e.printStackTrace(err);
    }
    err.flush();
    return code;
  }
}
