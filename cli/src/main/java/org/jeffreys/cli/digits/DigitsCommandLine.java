package org.jeffreys.cli.digits;

import java.util.regex.Pattern;

/** The command that repeats a run. */
final class DigitsCommandLine {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./-]+");
  private static final int MEGABYTE_BITS = 20;

  private DigitsCommandLine() {}

  static String of(DigitsSettings settings) {
    return "./jeffreys digits --data "
        + settings.data()
        + " --ood "
        + quoted(settings.foreign())
        + " --method "
        + settings.method()
        + " \\\n  --epochs "
        + settings.epochs()
        + " --draws "
        + settings.draws()
        + (settings.independent() ? " --independent" : "")
        + (settings.isThresholdChosen()
            ? " --accuracy " + settings.wantedAccuracy()
            : " --threshold " + settings.threshold())
        + (settings.sameNoise() ? " --same-noise" : "")
        + " \\\n  --memory "
        + (settings.memoryBytes() >> MEGABYTE_BITS)
        + " --threads "
        + settings.threads()
        + " --seed "
        + settings.seed();
  }

  /** A word of a shell. */
  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
