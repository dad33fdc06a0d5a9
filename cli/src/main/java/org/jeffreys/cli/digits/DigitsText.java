package org.jeffreys.cli.digits;

import static org.jeffreys.cli.report.NumberText.percent;

import java.util.Locale;
import org.jeffreys.cli.report.NumberText;
import org.jeffreys.uncertainty.Proportion;
import org.jeffreys.uncertainty.UncertaintyMeasures;

/** Words and figures of the report. */
final class DigitsText {
  private static final String NONE = "\u2013";

  private DigitsText() {}

  /** A measure as it is spoken of: {@code mutual information}. */
  static String spoken(String measure) {
    return measure.replace('-', ' ');
  }

  /** As {@link #spoken}, as a heading. */
  static String heading(String measure) {
    return Character.toUpperCase(measure.charAt(0)) + spoken(measure).substring(1);
  }

  static String summary(String measure) {
    return measure.equals(ImageScores.DETERMINISTIC)
        ? "Entropy of the softmax of the network without noise"
        : UncertaintyMeasures.named(measure).summary();
  }

  /** The unit in which charts show a measure; empty for a pure number. */
  static String unit(String measure) {
    String unit =
        measure.equals(ImageScores.DETERMINISTIC)
            ? "nats"
            : UncertaintyMeasures.named(measure).unit();
    return unit.equals("1") ? "" : unit;
  }

  /** A share in percent, a dash of none. */
  static String share(Proportion proportion) {
    return proportion.trials() == 0 ? NONE : percent(proportion.value(), 2);
  }

  /** To so many digits after the point, a dash where there is no such number. */
  static String decimals(double value, int digits) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** To so many significant digits, a dash where there is no such number. */
  static String significant(double value, int digits) {
    return Double.isNaN(value) ? NONE : NumberText.significant(value, digits);
  }

  /** {@code 1 image}, {@code 1,234 images}. */
  static String counted(long count, String one, String several) {
    return NumberText.count(count) + " " + (count == 1 ? one : several);
  }

  static String images(long count) {
    return counted(count, "image", "images");
  }

  static String draws(DigitsSettings settings) {
    return counted(settings.draws(), "draw", "draws");
  }
}
