package org.jeffreys.cli.sine;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Device;

/**
 * What was asked for.
 *
 * @param mode which posterior
 * @param seed of data, starting points and chains
 * @param noise the standard deviation of the data's noise
 * @param epochs passes over the data, on average
 * @param chains the number of chains
 * @param threads the number of threads the chains are spread over
 * @param device where tensors live
 * @param epsilon the privacy that a private run may cost
 * @param delta of the privacy statement
 */
record SineSettings(
    Mode mode,
    long seed,
    double noise,
    int epochs,
    int chains,
    int threads,
    Device device,
    double epsilon,
    double delta) {
  private static final double MOST_NOISE = 1000;
  private static final int MOST_CHAINS = 256;

  /** Which posterior. */
  enum Mode {
    /** A well-chosen posterior by SGLD. */
    POSTERIOR("sgld"),
    /** The setting of the article the command stands for, unchanged. */
    PUBLISHED("private-sgld-as-published"),
    /** A posterior under a stated epsilon. */
    PRIVATE("private-sgld");

    private final String method;

    Mode(String method) {
      this.method = method;
    }

    /** The method's name in the results. */
    String method() {
      return method;
    }

    /** The folder under {@code out} where none is given. */
    String folder() {
      return switch (this) {
        case POSTERIOR -> "sine";
        case PUBLISHED -> "sine-as-published";
        case PRIVATE -> "sine-private";
      };
    }

    /** Whether there is a privacy statement. */
    boolean isPrivate() {
      return this != POSTERIOR;
    }
  }

  SineSettings {
    Check.require(
        noise >= 0 && noise <= MOST_NOISE, "--noise", "a value in [0, " + MOST_NOISE + "]", noise);
    Check.atLeast(epochs, 1, "--epochs");
    Check.require(
        chains >= 1 && chains <= MOST_CHAINS,
        "--chains",
        "an integer in [1, " + MOST_CHAINS + "]",
        chains);
    Check.atLeast(threads, 1, "--threads");
    Check.positive(epsilon, "--epsilon");
    Check.openUnit(delta, "--delta");
  }

  /** All that the run's bits depend on. */
  String fingerprint(String version) {
    return "jeffreys " + version + " " + this + " " + System.getProperty("os.arch");
  }
}
