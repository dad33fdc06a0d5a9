package org.jeffreys.cli.report;

import java.util.Locale;
import org.jeffreys.core.Check;

/**
 * How a series looks.
 *
 * @param hue the colour
 * @param opacity from 0, invisible, to 1
 * @param stroke how lines are drawn
 * @param size width of lines or diameter of points, in pixels
 */
public record Look(Hue hue, double opacity, Stroke stroke, double size) {
  /** How a line is drawn. */
  public enum Stroke {
    /** Without gaps. */
    SOLID,
    /** In dashes. */
    DASHED,
    /** In dots. */
    DOTTED;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the ranges. */
  public Look {
    Check.unit(opacity, "opacity");
    Check.positive(size, "size");
  }

  /** Solid, opaque, 2 pixels. */
  public static Look of(Hue hue) {
    return new Look(hue, 1, Stroke.SOLID, 2);
  }

  /** This look with another opacity. */
  public Look opacity(double opacity) {
    return new Look(hue, opacity, stroke, size);
  }

  /** This look with another way of drawing lines. */
  public Look stroke(Stroke stroke) {
    return new Look(hue, opacity, stroke, size);
  }

  /** This look with another width of lines or diameter of points. */
  public Look size(double size) {
    return new Look(hue, opacity, stroke, size);
  }
}
