package org.jeffreys.data;

import java.util.Locale;

/** The part of a data set that a model learns from, or the part it is judged by. */
public enum Split {
  /** For learning. */
  TRAIN,
  /** For judging, or for asking what a model makes of something it does not know. */
  TEST;

  /** The name as messages write it: {@code train}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
