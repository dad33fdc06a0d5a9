package org.jeffreys.cli.sine;

/** What a mode takes where nothing is said. */
final class SineDefaults {
  /** The privacy that a private run may cost. */
  static final double EPSILON = 8;

  private SineDefaults() {}

  static double noise(SineSettings.Mode mode) {
    return mode == SineSettings.Mode.PUBLISHED ? 0 : 0.1;
  }

  static int chains(SineSettings.Mode mode) {
    return switch (mode) {
      case POSTERIOR -> 8;
      case PUBLISHED -> 1;
      case PRIVATE -> 4;
    };
  }

  static int epochs(SineSettings.Mode mode) {
    return switch (mode) {
      case POSTERIOR -> 2200;
      case PUBLISHED -> 100;
      case PRIVATE -> 300;
    };
  }
}
