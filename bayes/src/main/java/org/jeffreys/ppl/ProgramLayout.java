package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.distribution.Distribution;
import org.jeffreys.distribution.Enumerable;
import org.jeffreys.distribution.Support;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Where the latent sites of a program lie in its flat vector, in the order of its first run, as
 * numbers without bounds.
 *
 * @param slots of continuous sites and of parameters
 * @param enumerated the sites that are summed out, in order
 * @param nesting the number of plates in the deepest place
 */
public record ProgramLayout(List<Slot> slots, List<String> enumerated, int nesting) {
  /** The most sites that are summed out: tensors have no more axes. */
  private static final int MOST_ENUMERATED = 40;

  /** The draws from the prior, one of which has to make what was observed possible. */
  private static final int SUPPORTS = 200;

  /**
   * A site's part of the vector.
   *
   * @param offset of its first number
   * @param plates the axes of its value in front of the event's, without that of draws
   * @param event the shape of one value
   * @param unbounded the shape of one value as numbers without bounds
   * @param support of the value, in words
   * @param isParameter whether it has no density
   */
  public record Slot(
      String name,
      long offset,
      Shape plates,
      Shape event,
      Shape unbounded,
      String support,
      boolean isParameter) {
    /** The numbers without bounds. */
    public long length() {
      return plates.numElements() * unbounded.numElements();
    }

    /** The shape of a value. */
    public Shape shape() {
      return event.prepend(plates.toArray());
    }

    /** This slot elsewhere. */
    Slot at(long newOffset) {
      return new Slot(name, newOffset, plates, event, unbounded, support, isParameter);
    }

    long[] unboundedShape(long draws) {
      return unbounded.prepend(plates.toArray()).prepend(draws).toArray();
    }
  }

  /** Copies the lists. */
  public ProgramLayout {
    slots = List.copyOf(slots);
    enumerated = List.copyOf(enumerated);
  }

  /** The length of the vector. */
  public int dimension() {
    return (int) slots.stream().mapToLong(Slot::length).sum();
  }

  Axes axes(long draws) {
    return new Axes(draws, enumerated.size(), nesting);
  }

  /**
   * The layout that a program's first run gives; parameters and observations are checked.
   *
   * @throws IllegalArgumentException naming the site that something is wrong with
   */
  static ProgramLayout of(Program program, long seed) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(seed, "first trace");
        Rng other = Rng.of(seed, "second trace")) {
      Trace first = Trace.of(program, 1, rng);
      Trace second = Trace.of(program, 1, other);
      requireSame(first, second);
      first.sites().values().forEach(traced -> check(traced, first.axes(), program));
      List<String> enumerated = enumerated(first);
      Axes axes = new Axes(1, enumerated.size(), first.axes().nesting());
      List<Slot> slots = new ArrayList<>();
      long offset = 0;
      for (TracedSite traced : first.sites().values()) {
        boolean isHere = hasSlot(traced.site()) && !enumerated.contains(traced.site().name());
        if (isHere) {
          Slot slot = slot(traced, offset, axes);
          slots.add(slot);
          offset += slot.length();
        }
      }
      return new ProgramLayout(slots, enumerated, axes.nesting());
    }
  }

  private static boolean hasSlot(Site site) {
    return site.kind() == Site.Kind.PARAMETER || site.isOpen();
  }

  private static void requireSame(Trace first, Trace second) {
    Map<String, String> one = shapes(first);
    Map<String, String> other = shapes(second);
    for (String name : one.keySet()) {
      Check.require(
          one.get(name).equals(other.get(name)),
          "site " + name,
          "the same in each run, " + one.get(name),
          String.valueOf(other.get(name)),
          "visit the same sites whatever their values are");
    }
    other.keySet().removeAll(one.keySet());
    Check.require(
        other.isEmpty(),
        "program",
        "the same sites in each run",
        "more in the second, " + other.keySet(),
        "visit the same sites whatever their values are");
  }

  private static Map<String, String> shapes(Trace trace) {
    Map<String, String> shapes = new LinkedHashMap<>();
    trace
        .sites()
        .forEach(
            (name, traced) ->
                shapes.put(name, traced.site().kind() + " " + Shape.of(traced.value().shape())));
    return shapes;
  }

  private static void check(TracedSite traced, Axes axes, Program program) {
    Site site = traced.site();
    if (site.kind() == Site.Kind.PARAMETER) {
      requireInside(site.name(), site.values(), site.known());
    }
    if (site.distribution() == null) {
      return;
    }
    Distribution law = site.law();
    try {
      law.check();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("site " + site.name() + ", " + e.getMessage(), e);
    }
    Trace.requireFits(site, law, axes.of(site.plates()));
    if (site.value() != null) {
      Trace.requireFits(site, site.known(), axes.of(site.plates()));
      boolean counts = site.kind() != Site.Kind.DETERMINISTIC;
      boolean isInside = law.support().contains(site.known()).all();
      if (counts && !isInside && !isEverInside(site.name(), program)) {
        requireInside(site.name(), law.support(), site.known());
      }
    }
  }

  /**
   * Whether any draw from the prior makes a site's value possible: its support may be that of other
   * sites' values.
   */
  private static boolean isEverInside(String name, Program program) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(0, "supports")) {
      Trace trace = Trace.of(program, SUPPORTS, rng);
      Site site = Check.present(trace.sites().get(name), name).site();
      Tensor inside = site.law().support().contains(site.known());
      if (inside.rank() < trace.axes().rank() || inside.size(0) != SUPPORTS) {
        return inside.all();
      }
      Tensor least = inside.to(DType.FLOAT64).reshape(SUPPORTS, -1).min(1);
      return least.max(0).item() > 0;
    }
  }

  /** Requires values within a support. */
  static void requireInside(String site, Support support, Tensor values) {
    Tensor inside = support.contains(values);
    if (inside.all()) {
      return;
    }
    boolean isNumber = support.eventRank() == 0;
    double[] flags = inside.to(DType.FLOAT64).toDoubles();
    int first = 0;
    while (flags[first] != 0) {
      first++;
    }
    throw Check.failure(
        "site " + site,
        support.text(),
        isNumber
            ? values.to(DType.FLOAT64).toDoubles()[first]
            : "another value, number " + (first + 1));
  }

  private static List<String> enumerated(Trace trace) {
    List<String> names = new ArrayList<>();
    for (TracedSite traced : trace.sites().values()) {
      Site site = traced.site();
      if (hasSlot(site) && site.isLatent() && site.law().support().isDiscrete()) {
        Check.require(
            site.law() instanceof Enumerable,
            "site " + site.name(),
            "a continuous distribution, or one of finitely many values to be summed out",
            site.law().getClass().getSimpleName());
        names.add(site.name());
      }
    }
    Check.require(
        names.size() <= MOST_ENUMERATED,
        "program",
        "at most " + MOST_ENUMERATED + " discrete latent sites",
        names.size(),
        "put repetitions in a plate, or use a HiddenMarkovChain");
    return names;
  }

  private static Slot slot(TracedSite traced, long offset, Axes axes) {
    Site site = traced.site();
    if (site.kind() == Site.Kind.PARAMETER) {
      Support support = Check.present(site.support(), site.name());
      Shape event = Shape.of(site.known().shape());
      Shape unbounded = site.bijector().inverseShape(event);
      return new Slot(site.name(), offset, Shape.of(), event, unbounded, support.text(), true);
    }
    Distribution law = site.law();
    long[] place = axes.of(site.plates()).toArray();
    Shape plates = Shape.of(java.util.Arrays.copyOfRange(place, 1, place.length));
    Shape event = law.eventShape();
    Shape unbounded = site.bijector().inverseShape(event);
    String support = law.support().text();
    return new Slot(site.name(), offset, plates, event, unbounded, support, false);
  }
}
