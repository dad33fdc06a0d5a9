package org.jeffreys.predict;

import java.util.function.Supplier;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jspecify.annotations.Nullable;

/**
 * Numbers estimated from draws, one for each row and output; immutable.
 *
 * <p>Where standard errors cost more than the estimates they are computed when first asked for.
 * Until then the draws stay in memory.
 *
 * @shape value, standardError [rows, outputs], row-major
 */
public final class Estimates {
  private final Doubles value;
  private @Nullable Supplier<Doubles> toCome;
  private @Nullable Doubles standardError;

  private Estimates(
      Doubles value, @Nullable Doubles standardError, @Nullable Supplier<Doubles> toCome) {
    this.value = value;
    this.standardError = standardError;
    this.toCome = toCome;
  }

  /**
   * Estimates with their errors.
   *
   * @throws IllegalArgumentException if there are not as many errors as values
   */
  public Estimates(Doubles value, Doubles standardError) {
    this(value, checked(value, standardError), null);
  }

  /** Estimates whose errors are computed when first asked for, at most once. */
  static Estimates withErrors(Doubles value, Supplier<Doubles> standardError) {
    return new Estimates(value, null, standardError);
  }

  private static Doubles checked(Doubles value, Doubles standardError) {
    Check.require(
        standardError.size() == value.size(),
        "standardError",
        value.size() + " numbers, one a value",
        standardError.size());
    return standardError;
  }

  /** The estimates. */
  public Doubles value() {
    return value;
  }

  /** Their Monte Carlo standard errors, see {@link Estimate}. */
  public synchronized Doubles standardError() {
    if (toCome != null) {
      standardError = checked(value, toCome.get());
      toCome = null;
    }
    return Check.present(standardError, "standardError");
  }

  /** The number of estimates. */
  public int size() {
    return value.size();
  }

  /** The estimate at {@code index} of the row-major order. */
  public Estimate get(int index) {
    return new Estimate(value.get(index), standardError().get(index));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Estimates that
        && value.equals(that.value)
        && standardError().equals(that.standardError());
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "Estimates[value=" + value + ", standardError=" + standardError() + "]";
  }
}
