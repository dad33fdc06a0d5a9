package org.jeffreys.cli;

import org.jeffreys.core.Check;
import picocli.CommandLine.Option;

/** The option {@code --threads}. */
public final class ThreadsOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Threads of one tensor operation, >= 1 (default: ${DEFAULT-VALUE}; more slow small work"
              + " down).")
  private int threads;

  /** Made by the command that mixes it in. */
  public ThreadsOption() {}

  /** The number of threads, checked. */
  public int threads() {
    return Check.atLeast(threads, 1, "--threads");
  }
}
