package org.jeffreys.cli.vae;

import java.util.Locale;
import org.jeffreys.app.vae.Binarisation;
import org.jeffreys.core.Check;

/**
 * What was asked for.
 *
 * @param data the images, by name
 * @param foreign images of other things, by name
 * @param epochs passes over the training images
 * @param hidden units of the hidden layers
 * @param latent dimension of the latent
 * @param conditional whether both networks are told of classes
 * @param binarisation of the images; test images are drawn once
 * @param threads of one operation
 * @param seed of all randomness
 */
record VaeSettings(
    String data,
    String foreign,
    int epochs,
    int hidden,
    int latent,
    boolean conditional,
    Binarisation binarisation,
    int threads,
    long seed) {
  static final int BATCH_SIZE = 100;
  static final double LEARNING_RATE = 1e-3;

  private static final int MOST_UNITS = 100_000;

  VaeSettings {
    Check.atLeast(epochs, 1, "--epochs");
    Check.atLeast(threads, 1, "--threads");
    requireUnits(hidden, "--hidden");
    requireUnits(latent, "--latent");
    Check.require(
        !foreign.equals(data),
        "--ood",
        "images of other things than --data",
        "'" + option(foreign) + "'");
  }

  private static void requireUnits(int units, String name) {
    Check.require(
        units >= 1 && units <= MOST_UNITS, name, "an integer in [1, " + MOST_UNITS + "]", units);
  }

  /** The word of the option. */
  String binarise() {
    return binarisation.name().toLowerCase(Locale.ROOT);
  }

  /** All that the bits of training depend on. */
  String fingerprint(String version) {
    return String.join(
        " ",
        "jeffreys",
        version,
        "vae",
        data,
        Integer.toString(epochs),
        Integer.toString(hidden),
        Integer.toString(latent),
        Boolean.toString(conditional),
        binarise(),
        Integer.toString(threads),
        Long.toString(seed),
        System.getProperty("os.arch"));
  }

  /** The word of the options for a data set. */
  static String option(String name) {
    return name.equals("fashion-mnist") ? "fashion" : name;
  }

  /** The command that repeats the run. */
  String commandLine() {
    return "./jeffreys vae --data "
        + option(data)
        + " --ood "
        + option(foreign)
        + " --epochs "
        + epochs
        + (conditional ? " --conditional" : "")
        + " \\\n  --hidden "
        + hidden
        + " --latent "
        + latent
        + " --binarise "
        + binarise()
        + " --threads "
        + threads
        + " --seed "
        + seed;
  }
}
