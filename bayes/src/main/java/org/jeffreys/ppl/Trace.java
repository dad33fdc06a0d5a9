package org.jeffreys.ppl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jeffreys.core.Check;
import org.jeffreys.distribution.Distribution;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The sites of one run of a program, in their order, and the values that they had. */
public final class Trace {
  private static final int DEEPEST = 10;

  private final Axes axes;
  private final Map<String, TracedSite> sites;

  private Trace(Axes axes, Map<String, TracedSite> sites) {
    this.axes = axes;
    this.sites = sites;
  }

  /**
   * Runs a program forward: latent sites are drawn, observed ones are as they are.
   *
   * @param draws the length of axis 0
   * @param rng of one stream, or one a draw
   */
  public static Trace of(Program program, long draws, Rng rng) {
    return of(program, draws, draws == 1 ? 0 : nesting(program), rng);
  }

  /**
   * As {@link #of(Program, long, Rng)}, with axes of plates at first that are known to be needed:
   * what is computed before the first plate meets them.
   */
  static Trace of(Program program, long draws, int nesting, Rng rng) {
    return retried(nesting, deeper -> forward(program, new Axes(draws, 0, deeper), rng));
  }

  /** 0 where it cannot be told by one draw, as of programs that are held at more. */
  private static int nesting(Program program) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(0, "nesting")) {
      return of(program, 1, 0, rng).axes().nesting();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  /** Runs with as many axes of plates as the deepest place needs. */
  private static <T> T retried(int least, Function<Integer, T> run) {
    int nesting = least;
    while (true) {
      try {
        return run.apply(nesting);
      } catch (Context.TooDeep e) {
        nesting = e.nesting();
        Check.require(nesting <= DEEPEST, "plates", "at most " + DEEPEST + " deep", nesting);
      }
    }
  }

  private static Trace forward(Program program, Axes axes, Rng rng) {
    Map<String, TracedSite> sites = new LinkedHashMap<>();
    Context.Subsampling rows = (plate, size, count) -> rows(rng, size, count);
    Handler.Next interpreter =
        site -> {
          Tensor value = forward(site, axes, rng);
          add(sites, new TracedSite(site, value));
          return value;
        };
    try {
      program.run(Context.of(interpreter, axes, DType.FLOAT64, rows));
    } catch (IllegalArgumentException e) {
      throw located(e, sites);
    }
    return new Trace(axes, Collections.unmodifiableMap(sites));
  }

  /** An error of an operation does not tell where in the program it was made. */
  private static IllegalArgumentException located(
      IllegalArgumentException e, Map<String, TracedSite> sites) {
    String message = String.valueOf(e.getMessage());
    boolean tells = message.startsWith("site ") || message.startsWith("plate ");
    if (tells || sites.isEmpty()) {
      return e;
    }
    String last = "";
    for (String name : sites.keySet()) {
      last = name;
    }
    return new IllegalArgumentException(message + "; in the program, after site " + last, e);
  }

  private static void add(Map<String, TracedSite> sites, TracedSite traced) {
    String name = traced.site().name();
    Check.require(
        sites.put(name, traced) == null,
        "site " + name,
        "a name of its own",
        "a second site " + name);
  }

  /** Different rows, in the order of a shuffle. */
  static Tensor rows(Rng rng, long size, long count) {
    long[] all = new long[Math.toIntExact(size)];
    java.util.Arrays.setAll(all, i -> i);
    rng.host(0).shuffle(all);
    return Tensor.of(java.util.Arrays.copyOf(all, Math.toIntExact(count)), count);
  }

  private static Tensor forward(Site site, Axes axes, Rng rng) {
    @Nullable Tensor value = site.value();
    if (value != null) {
      return value;
    }
    Distribution law = site.law();
    Shape shape = axes.of(site.plates());
    requireFits(site, law, shape);
    return law.sample(rng, shape);
  }

  /** Requires parameters that broadcast to the place of a site. */
  static void requireFits(Site site, Distribution law, Shape place) {
    requireFits(site, "parameters", law.batchShape(), place);
  }

  /** Requires the values of an observed site to broadcast to its place. */
  static void requireFits(Site site, Tensor value, Shape place) {
    long[] shape = value.shape();
    int outer = Math.max(0, shape.length - site.law().eventShape().rank());
    requireFits(site, "values", Shape.of(java.util.Arrays.copyOf(shape, outer)), place);
  }

  private static void requireFits(Site site, String what, Shape shape, Shape place) {
    long[] own = shape.toArray();
    long[] expected = place.toArray();
    int offset = expected.length - own.length;
    boolean fits = offset >= 0;
    for (int i = 0; fits && i < own.length; i++) {
      fits = own[i] == 1 || own[i] == expected[offset + i];
    }
    if (!fits) {
      throw Check.failure(
          "site " + site.name(),
          what + " that broadcast to " + Scores.describe(site.plates(), expected),
          shape + "; put repetitions in a plate, or make them one value with iid(…)");
    }
  }

  /** All sites, in order. */
  public Map<String, TracedSite> sites() {
    return sites;
  }

  /** The length of axis 0. */
  public long draws() {
    return axes.draws();
  }

  Axes axes() {
    return axes;
  }

  /**
   * The value of a site. @shape [draws, plates…, event…]
   *
   * @throws IllegalArgumentException if there is none of the name
   */
  public Tensor value(String name) {
    TracedSite traced = sites.get(name);
    if (traced == null) {
      throw Check.failure("site", "one of " + sites.keySet(), "'" + name + "'");
    }
    return traced.value();
  }

  /** The values of latent sites. */
  public Map<String, Tensor> latentValues() {
    Map<String, Tensor> values = new LinkedHashMap<>();
    sites.forEach(
        (name, traced) -> {
          if (traced.site().isLatent()) {
            values.put(name, traced.value());
          }
        });
    return values;
  }

  /** The log density of the values, terms included. @shape [draws] */
  public Tensor logProb() {
    Tensor total = Tensor.zeros(DType.FLOAT64, axes.draws());
    for (TracedSite traced : sites.values()) {
      Tensor term = logProb(traced);
      if (term != null) {
        total = total.add(term.reshape(-1));
      }
    }
    return total;
  }

  private @Nullable Tensor logProb(TracedSite traced) {
    Site site = traced.site();
    return switch (site.kind()) {
      case LATENT, OBSERVED -> Scores.of(site, site.law().logProb(traced.value()), axes);
      case FACTOR -> Scores.of(site, traced.value(), axes);
      case DETERMINISTIC, PARAMETER -> null;
    };
  }
}
