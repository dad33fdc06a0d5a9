package org.jeffreys.ppl;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.distribution.Bijector;
import org.jeffreys.distribution.Distribution;
import org.jeffreys.distribution.Support;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Where a program names something.
 *
 * @param name unique in a program
 * @param distribution of sampled and observed sites; null for others
 * @param value of sites that have one: observed ones, and latent ones that are held; null else
 * @param support of parameters; null for others
 * @param plates the open plates, outermost first
 * @param place the shape of its values without the event's axes: [draws, plates…]
 * @param factor what the log probability is multiplied by
 * @param mask truths of the elements that count; null for all
 */
public record Site(
    String name,
    Kind kind,
    @Nullable Distribution distribution,
    @Nullable Tensor value,
    @Nullable Support support,
    List<Plate> plates,
    Shape place,
    double factor,
    @Nullable Tensor mask) {
  /** What a site is. */
  public enum Kind {
    /** A random variable. */
    LATENT,
    /** A random variable whose value is known. */
    OBSERVED,
    /** A value computed from others. */
    DETERMINISTIC,
    /** A term of the log density. */
    FACTOR,
    /** A number to be learnt, without a density. */
    PARAMETER
  }

  /** Copies the plates. */
  public Site {
    plates = List.copyOf(plates);
  }

  /** The distribution of a site that has one. */
  public Distribution law() {
    return Check.present(distribution, name);
  }

  /** The value of a site that has one. */
  public Tensor known() {
    return Check.present(value, name);
  }

  /** The bijector from all real vectors to the values of a random variable or parameter. */
  Bijector bijector() {
    return values().toAllReals();
  }

  /** Where the values of a random variable or parameter lie. */
  Support values() {
    return kind == Kind.PARAMETER ? Check.present(support, name) : law().support();
  }

  /** Whether it is a random variable that is not observed. */
  public boolean isLatent() {
    return kind == Kind.LATENT;
  }

  /** Whether it is a random variable that has no value yet. */
  public boolean isOpen() {
    return isLatent() && value == null;
  }

  /** This site as another kind, with a value. */
  public Site as(Kind newKind, @Nullable Tensor newValue) {
    return new Site(name, newKind, distribution, newValue, support, plates, place, factor, mask);
  }

  /** A latent site of another name and distribution at the same place. */
  public Site latent(String newName, Distribution other) {
    return new Site(newName, Kind.LATENT, other, null, null, plates, place, factor, mask);
  }

  /** This site with its log probability multiplied by a number more. */
  public Site times(double more) {
    return new Site(name, kind, distribution, value, support, plates, place, factor * more, mask);
  }

  /** This site where truths hold. */
  public Site where(Tensor truths) {
    Tensor both = mask == null ? truths : mask.and(truths);
    return new Site(name, kind, distribution, value, support, plates, place, factor, both);
  }
}
