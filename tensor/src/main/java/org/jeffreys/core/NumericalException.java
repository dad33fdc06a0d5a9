package org.jeffreys.core;

/**
 * A computation left the numbers it is defined on: NaN, divergence, a matrix that is not positive
 * definite.
 */
public final class NumericalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception; the message says where, which value, and what to change. */
  public NumericalException(String message) {
    super(message);
  }

  /** As {@link #NumericalException(String)}, with the cause. */
  public NumericalException(String message, Throwable cause) {
    super(message, cause);
  }
}
