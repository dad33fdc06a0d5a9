package org.jeffreys.cli;

import org.jeffreys.core.Check;
import picocli.CommandLine.Option;

/** The option {@code --seed}. */
public final class SeedOption {
  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of all randomness, >= 0 (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** Made by the command that mixes it in. */
  public SeedOption() {}

  /** The seed, checked. */
  public long seed() {
    return Check.atLeast(seed, 0L, "--seed");
  }
}
