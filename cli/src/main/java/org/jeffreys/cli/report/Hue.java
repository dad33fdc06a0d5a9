package org.jeffreys.cli.report;

import java.util.List;

/**
 * Colours that most colour-blind readers tell apart, on white and on black.
 *
 * @source Okabe and Ito (2008), Color Universal Design, without yellow, which white paper swallows
 */
public enum Hue {
  /** Blue. */
  BLUE("#0072B2"),
  /** Vermilion. */
  VERMILION("#D55E00"),
  /** Bluish green. */
  GREEN("#009E73"),
  /** Reddish purple. */
  PURPLE("#CC79A7"),
  /** Orange. */
  ORANGE("#E69F00"),
  /** Sky blue. */
  SKY("#56B4E9"),
  /** Grey, for what is not the point. */
  GREY("#808691"),
  /** The colour of the text: black on light pages, white on dark ones. */
  INK("ink");

  private static final List<Hue> CYCLE = List.of(BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY);

  private final String code;

  Hue(String code) {
    this.code = code;
  }

  /** The colour for the {@code index}-th of several like series; they repeat after six. */
  public static Hue cycle(int index) {
    return CYCLE.get(Math.floorMod(index, CYCLE.size()));
  }

  /** The colour as {@code #RRGGBB}, or {@code ink}. */
  String code() {
    return code;
  }
}
