package org.jeffreys.data;

/** Whether pictures are turned from dark on light to light on dark, as digits are in data sets. */
public enum Invert {
  /** Pictures stay as they are. */
  NEVER,
  /** Each picture is inverted. */
  ALWAYS,
  /** A picture is inverted where the mean of its outermost pixels is above half of white. */
  AUTO
}
