package org.jeffreys.tape;

/** What groups of numbers are reduced to. */
public enum Reduction {
  /** Their sum. */
  SUM,
  /** The logarithm of the sum of their exponentials. */
  LOG_SUM_EXP,
  /** The greatest; the derivative is shared where several are. */
  MAX,
  /** The least; the derivative is shared where several are. */
  MIN
}
