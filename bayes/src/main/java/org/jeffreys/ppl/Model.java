package org.jeffreys.ppl;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A program that was looked at once: its sites are known and checked, and it has a log density.
 *
 * <pre>{@code
 * Model model = Model.of(program);
 * }</pre>
 */
public final class Model {
  /** Of plates that look at some of their rows: refused where a density has to be deterministic. */
  static final Context.Subsampling ALL_ROWS =
      (plate, size, count) -> {
        throw new IllegalArgumentException(
            "plate "
                + plate
                + ": expected all "
                + size
                + " rows for a deterministic density, got "
                + count
                + "; use Svi, or drop the subsample");
      };

  private final Program program;
  private final ProgramLayout layout;

  private Model(Program program, ProgramLayout layout) {
    this.program = program;
    this.layout = layout;
  }

  /**
   * A program's model.
   *
   * @throws IllegalArgumentException naming a site whose name, shape, parameters or data are wrong
   */
  public static Model of(Program program) {
    return new Model(program, ProgramLayout.of(program, 0));
  }

  /** The program. */
  public Program program() {
    return program;
  }

  /** Where sites lie in the flat vector. */
  public ProgramLayout layout() {
    return layout;
  }

  /** What depends on what, to be drawn. */
  public ProgramGraph render() {
    return Dependences.graph(this);
  }

  /** The log density, with the Jacobian of the bijectors. */
  public ProgramDensity density() {
    return new ProgramDensity(program, layout, true);
  }

  /**
   * The values of latent sites, parameters and deterministic sites at positions.
   *
   * @param position @shape [draws, dimension]
   * @return each @shape [draws, plates…, event…], in the order of the program
   */
  public Map<String, Tensor> values(Tensor position) {
    int dimension = layout.dimension();
    if (position.rank() != 2 || position.size(1) != dimension) {
      throw Check.failure("position", "shape [draws, " + dimension + "]", position);
    }
    Map<String, Tensor> values = new LinkedHashMap<>();
    DensityRun run = density().run(position, ProgramDensity.FIRST);
    run.sites()
        .forEach(
            (name, traced) -> {
              boolean isSummedOut = layout.enumerated().contains(name);
              boolean isKept =
                  switch (traced.site().kind()) {
                    case LATENT, PARAMETER, DETERMINISTIC -> !isSummedOut;
                    case OBSERVED, FACTOR -> false;
                  };
              if (isKept) {
                values.put(name, withoutEnumerated(traced.value(), run.axes()));
              }
            });
    return values;
  }

  /** As a run forward has it: the axes of sites that are summed out have nothing to say here. */
  private static Tensor withoutEnumerated(Tensor value, Axes axes) {
    if (axes.enumerated() == 0 || value.rank() < axes.rank()) {
      return value;
    }
    long[] shape = value.shape();
    long[] kept = new long[shape.length - axes.enumerated()];
    kept[0] = shape[0];
    System.arraycopy(shape, 1 + axes.enumerated(), kept, 1, kept.length - 1);
    long count = java.util.Arrays.stream(kept).reduce(1, (a, b) -> a * b);
    return count == value.numElements() ? value.reshape(kept) : value;
  }

  /**
   * The position that sites' values have.
   *
   * @param values of all slots, @shape [draws, plates…, event…] each
   * @return @shape [draws, dimension]
   * @throws IllegalArgumentException naming a site whose value lies outside of its support
   */
  public Tensor position(Map<String, Tensor> values) {
    long draws = 1;
    for (ProgramLayout.Slot slot : layout.slots()) {
      Tensor value = Check.present(values.get(slot.name()), slot.name());
      draws = Math.max(draws, value.numElements() / slot.shape().numElements());
    }
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(0, "rows")) {
      return scope.keep(position(trace(program.substitute(values), draws, rng), values));
    }
  }

  private Trace trace(Program changed, long draws, Rng rng) {
    return Trace.of(changed, draws, layout.nesting(), rng);
  }

  /** Bounds may be those that other sites give: they are a run's. */
  private Tensor position(Trace trace, Map<String, Tensor> values) {
    Tensor[] parts = new Tensor[layout.slots().size()];
    for (int i = 0; i < parts.length; i++) {
      ProgramLayout.Slot slot = layout.slots().get(i);
      Tensor value = Check.present(values.get(slot.name()), slot.name());
      Site site = Check.present(trace.sites().get(slot.name()), slot.name()).site();
      ProgramLayout.requireInside(slot.name(), site.values(), value);
      long draws = value.numElements() / slot.shape().numElements();
      Tensor free = site.bijector().inverse(value);
      parts[i] = free.reshape(draws, slot.length()).expand(trace.draws(), slot.length());
    }
    return parts.length == 0 ? Tensor.empty(DType.FLOAT64, trace.draws(), 0) : Tensor.cat(1, parts);
  }

  /** Runs of the program with latent sites from their priors and observations drawn too. */
  public Trace priorPredictive(long draws, Rng rng) {
    return trace(program.with(Handlers.unobserve()), draws, rng);
  }

  /**
   * Runs of the program with latent sites from a posterior and observations drawn anew.
   *
   * @param position draws from the posterior, @shape [draws, dimension]
   * @param rng of one stream, or one a draw
   */
  public Trace posteriorPredictive(Tensor position, Rng rng) {
    return posteriorPredictive(program, position, rng);
  }

  /**
   * As {@link #posteriorPredictive(Tensor, Rng)}, with the same program over other data, such as
   * inputs to predict at.
   */
  public Trace posteriorPredictive(Program other, Tensor position, Rng rng) {
    Map<String, Tensor> latents = new LinkedHashMap<>();
    Map<String, Tensor> values = values(position);
    layout.slots().forEach(slot -> latents.put(slot.name(), values.get(slot.name())));
    Program fitting = other.with((site, next) -> next.at(requireSamePlates(site)));
    Program seen = fitting.with(Handlers.substitute(latents)).with(unobserve(latents));
    return trace(seen, position.size(0), rng);
  }

  /** Draws for the rows of a plate say nothing of other rows. */
  private Site requireSamePlates(Site site) {
    for (ProgramLayout.Slot slot : layout.slots()) {
      if (site.isLatent() && slot.name().equals(site.name())) {
        long fitted = slot.plates().numElements();
        long wanted = site.plates().stream().mapToLong(Plate::length).reduce(1, (a, b) -> a * b);
        Check.require(
            fitted == wanted,
            "site " + site.name(),
            "plates of " + fitted + " rows, as many as its draws are of",
            wanted,
            "draw values of new rows from what they depend on, at a site of another name");
      }
    }
    return site;
  }

  private static Handler unobserve(Map<String, Tensor> latents) {
    Handler all = Handlers.unobserve();
    return (site, next) -> latents.containsKey(site.name()) ? next.at(site) : all.at(site, next);
  }

  /** Positions drawn from the prior. @shape [draws, dimension] */
  public Tensor priorPosition(long draws, Rng rng) {
    try (Scope scope = Scope.open()) {
      Trace trace = trace(program, draws, rng);
      Map<String, Tensor> values = new LinkedHashMap<>();
      layout.slots().forEach(slot -> values.put(slot.name(), trace.value(slot.name())));
      return scope.keep(position(trace, values).to(DType.FLOAT64).copy());
    }
  }
}
