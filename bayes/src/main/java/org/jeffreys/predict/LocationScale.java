package org.jeffreys.predict;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;

/** The location and the scale of one observation, one of each a draw. */
final class LocationScale {
  /** Beyond it a variance, e^2s, leaves the range of numbers. */
  private static final double GREATEST = 300;

  private final double[] loc;
  private final double[] scale;
  private final double[] logScale;

  private LocationScale(double[] loc, double[] scale, double[] logScale) {
    this.loc = loc;
    this.scale = scale;
    this.logScale = logScale;
  }

  /** Locations that are outputs, and given scales. */
  static LocationScale of(Outputs outputs, int row, int output, IntToDoubleFunction scaleOf) {
    double[] loc = new double[outputs.numDraws()];
    Arrays.setAll(loc, draw -> outputs.get(draw, row, output));
    double[] scale = new double[loc.length];
    Arrays.setAll(scale, scaleOf);
    return new LocationScale(loc, scale, Arrays.stream(scale).map(Math::log).toArray());
  }

  /**
   * Of outputs whose first half are locations, and the others the logarithms of scales in units of
   * {@code unit}.
   */
  static LocationScale ofHalves(Outputs outputs, int row, int output, double unit) {
    double[] loc = new double[outputs.numDraws()];
    double[] scale = new double[loc.length];
    double[] logScale = new double[loc.length];
    for (int draw = 0; draw < loc.length; draw++) {
      loc[draw] = outputs.get(draw, row, output);
      double relative = outputs.get(draw, row, outputs.width() / 2 + output);
      logScale[draw] = relative + Math.log(unit);
      scale[draw] = unit * Math.exp(relative);
    }
    return new LocationScale(loc, scale, logScale);
  }

  /** The number of observations of a row of {@link #ofHalves}, whose scales are checked. */
  static int numHalves(Outputs outputs, double unit) {
    int width = outputs.width();
    Check.require(
        width % 2 == 0, "outputs", "an even width, a mean and a log scale an observation", width);
    for (int draw = 0; draw < outputs.numDraws(); draw++) {
      for (int row = 0; row < outputs.numRows(); row++) {
        for (int output = width / 2; output < width; output++) {
          requireInRange(outputs.get(draw, row, output) + Math.log(unit), draw, row, output);
        }
      }
    }
    return width / 2;
  }

  private static void requireInRange(double logScale, int draw, int row, int output) {
    if (!(Math.abs(logScale) <= GREATEST)) {
      throw new NumericalException(
          String.format(
              Locale.ROOT,
              "log scale: expected a number in [-300, 300], got %s in draw %d, row %d, output %d;"
                  + " leave out draws that diverged",
              logScale,
              draw,
              row,
              output));
    }
  }

  int size() {
    return loc.length;
  }

  double loc(int draw) {
    return loc[draw];
  }

  double scale(int draw) {
    return scale[draw];
  }

  double logScale(int draw) {
    return logScale[draw];
  }

  /** That of {@code location + factor y}. */
  LocationScale rescaled(double location, double factor) {
    double logFactor = Math.log(factor);
    return new LocationScale(
        Arrays.stream(loc).map(y -> location + factor * y).toArray(),
        Arrays.stream(scale).map(s -> factor * s).toArray(),
        Arrays.stream(logScale).map(s -> s + logFactor).toArray());
  }
}
