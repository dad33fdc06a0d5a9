package org.jeffreys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  enum Ending {
    WELL,
    ARGUMENT,
    ORDER,
    DIVERGED,
    FILE,
    MEMORY,
    NATIVES,
    BUG
  }

  /** A command with every mixin that ends as it is told to. */
  @Command(name = "wave", description = "Ends as it is told to.")
  static final class Wave implements Callable<Integer> {
    @Mixin private final CommonOptions common = new CommonOptions();
    @Mixin private final SeedOption seed = new SeedOption();
    @Mixin private final ThreadsOption threads = new ThreadsOption();
    @Mixin private final DeviceOption device = new DeviceOption();
    @Mixin private final OutOption out = new OutOption();

    @Option(names = "--chains", defaultValue = "4")
    private int chains;

    @Option(names = "--rate", defaultValue = "0.5")
    @SuppressWarnings("UnusedVariable") // only parsed
    private double rate;

    @Option(names = "--end", defaultValue = "well")
    private Ending end = Ending.WELL;

    @Override
    public Integer call() throws IOException {
      Check.atLeast(chains, 1, "--chains");
      try (var folder = out.open("wave");
          var progress = common.progress()) {
        progress.start("waving", 2, "waves");
        progress.advanceTo(2, "");
        folder.writeText("hello.txt", "hello");
        end();
      }
      common.out().println(seed.seed() + " " + threads.threads() + " " + device.device());
      return 0;
    }

    private void end() throws IOException {
      switch (end) {
        case WELL -> {}
        case ARGUMENT -> throw Check.failure("scale", "a finite value > 0", -0.1);
        case ORDER -> throw new IllegalStateException("model: expected a fit, got none");
        case DIVERGED ->
            throw new NumericalException("step 7: log density is NaN\nat stepSize 0.05");
        case FILE -> throw new UncheckedIOException(new NoSuchFileException("train.csv"));
        case MEMORY -> throw new OutOfMemoryError("Java heap space");
        case NATIVES -> throw new UnsatisfiedLinkError("no jnitorch in java.library.path");
        case BUG -> throw new IndexOutOfBoundsException("Index 3 out of bounds for length 3");
      }
    }
  }

  private int run(String... args) {
    return Main.run(
        List.of(Wave.class), args, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  @Test
  void runsACommand(@TempDir Path folder) {
    int code =
        run(
            "wave",
            "--seed",
            "7",
            "--threads",
            "3",
            "--device=cpu",
            "--out",
            folder.resolve("x").toString());
    assertThat(code).isZero();
    assertThat(out).hasToString("7 3 cpu" + System.lineSeparator());
    assertThat(err.toString()).startsWith("waving: 2 of 2 waves");
    assertThat(folder.resolve("x/hello.txt")).hasContent("hello");
  }

  @Test
  void quietIsQuiet(@TempDir Path folder) {
    assertThat(run("wave", "--quiet", "--out", folder.toString())).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void explainsItself() {
    assertThat(run()).isZero();
    assertThat(out.toString()).contains("Usage: jeffreys").contains("wave").contains("--version");
    assertThat(run("--version")).isZero();
    assertThat(out.toString())
        .containsPattern("jeffreys \\d+\\.\\d+\\.\\d+\\S*\\R")
        .contains("Java " + System.getProperty("java.version"));
    assertThat(run("wave", "--help")).isZero();
    assertThat(out.toString()).contains("--stacktrace").contains("--quiet").contains("--threads=N");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theRegisteredCommandsExplainThemselves() {
    PrintWriter writer = new PrintWriter(out, true);
    assertThat(Main.run(new String[] {"--help"}, writer, writer)).isZero();
    for (Class<?> command : Commands.all()) {
      assertThat(out.toString()).contains(command.getAnnotation(Command.class).name());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wav            | jeffreys: expected one of [wave], got 'wav'; did you mean wave?
          --vresion      | jeffreys: expected a known option, got --vresion; did you mean --version?
          wave --chian=3 | jeffreys wave: expected a known option, got --chian; did you mean --chains?
          wave -o x --xyzzy | jeffreys wave: expected a known option, got --xyzzy; see jeffreys wave --help
          wave -o x more | jeffreys wave: expected options only, got 'more'; see jeffreys wave --help
          wave --out     | --out: expected a path, got nothing
          wave -o x --seed abc  | --seed: expected an integer, got 'abc'
          wave -o x --rate abc  | --rate: expected a number, got 'abc'
          wave -o x --seed 1 --seed 2 | --seed: expected at most once, got it twice; leave one out
          wave -o x --chains 0  | --chains: expected an integer >= 1, got 0
          wave -o x --end soon  | --end: expected one of [well, argument, order, diverged, file, memory, natives, bug], got 'soon'
          """)
  void saysInOneLineWhatIsWrongWithAnArgument(String args, String message) {
    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(err).hasToString(message + System.lineSeparator());
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          argument | 2 | scale: expected a finite value > 0, got -0.1
          order    | 1 | model: expected a fit, got none
          diverged | 1 | step 7: log density is NaN at stepSize 0.05
          file     | 1 | train.csv: expected a file, got none
          memory   | 1 | memory: expected the run to fit, got out of memory with a heap of
          natives  | 1 | native libraries: expected libtorch for
          bug      | 1 | jeffreys: expected no IndexOutOfBoundsException, got Index 3 out of bounds for length 3; this is a bug: report it with the output of --stacktrace
          """)
  void saysInOneLineWhyItFailed(String end, int code, String message, @TempDir Path folder) {
    assertThat(run("wave", "-q", "-o", folder.toString(), "--end", end)).isEqualTo(code);
    assertThat(err.toString()).startsWith(message).hasLineCount(1);
    err.getBuffer().setLength(0);
    assertThat(run("wave", "-q", "-o", folder.toString(), "--end", end, "--stacktrace"))
        .isEqualTo(code);
    assertThat(err.toString())
        .startsWith(message)
        .contains("at org.jeffreys.cli.MainTest$Wave.end");
  }

  @Test
  void refusesAFileAsFolder(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "");
    assertThat(run("wave", "--out", file.toString())).isEqualTo(2);
    assertThat(err)
        .hasToString("--out: expected a folder, got the file " + file + System.lineSeparator());
  }
}
