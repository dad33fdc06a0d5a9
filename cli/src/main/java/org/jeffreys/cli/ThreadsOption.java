package org.jeffreys.cli;

import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --threads}. */
public final class ThreadsOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that the work is spread over, >= 1 (default: as many as the machine has cores;"
              + " results are the same bits for the same number).")
  private @Nullable Integer threads;

  /** Made by the command that mixes it in. */
  public ThreadsOption() {}

  /** The number of threads, checked. */
  public int threads() {
    return threads == null
        ? Runtime.getRuntime().availableProcessors()
        : Check.atLeast(threads, 1, "--threads");
  }
}
