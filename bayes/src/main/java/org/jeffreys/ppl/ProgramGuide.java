package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.distribution.Divergences;
import org.jeffreys.target.VariationalTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A guide that is a program of its own, with a site for each random variable of the model, of the
 * same name, and with parameters; those of the model are learnt with it.
 *
 * <pre>{@code
 * Program guide = m -> {
 *   Tensor loc = m.param("loc", m.number(0), Supports.REAL);
 *   Tensor scale = m.param("scale", m.number(1), Supports.POSITIVE);
 *   m.sample("theta", new Normal(loc, scale));
 * };
 * }</pre>
 *
 * <p>Its draws have to be differentiable functions of the parameters. Plates of one name look at
 * the same rows in both programs.
 */
public final class ProgramGuide implements VariationalTarget {
  private final Model model;
  private final Program guide;
  private final Elbo elbo;
  private final int nesting;
  private final ProgramLayout ofModel;
  private final Map<String, ProgramLayout.Slot> slots = new LinkedHashMap<>();

  private ProgramGuide(Model model, Program guide, Elbo elbo) {
    this.model = model;
    this.guide = guide;
    this.elbo = elbo;
    ProgramLayout layout = ProgramLayout.of(guide, 0);
    this.nesting = layout.nesting();
    List<ProgramLayout.Slot> own = new ArrayList<>(layout.slots());
    List<ProgramLayout.Slot> models = new ArrayList<>(model.layout().slots());
    own.removeIf(slot -> !slot.isParameter());
    models.removeIf(slot -> !slot.isParameter());
    own.forEach(this::place);
    models.forEach(this::place);
    this.ofModel = new ProgramLayout(models, model.layout().enumerated(), model.layout().nesting());
  }

  private void place(ProgramLayout.Slot slot) {
    ProgramLayout.Slot placed = slot.at(numParameters());
    Check.require(
        slots.put(slot.name(), placed) == null,
        "param " + slot.name(),
        "a name of its own",
        "one in the model and in the guide");
  }

  /**
   * The guide of a model.
   *
   * @throws IllegalArgumentException naming a site that one of the programs lacks, that is observed
   *     in the guide, or whose draws are not differentiable
   */
  public static ProgramGuide of(Model model, Program guide, Elbo elbo) {
    Check.require(
        !elbo.sticking() || elbo.order() == 1,
        "ProgramGuide",
        "order 1 for a gradient that sticks the landing",
        elbo.order());
    ProgramGuide target = new ProgramGuide(model, guide, elbo);
    target.requireSites();
    return target;
  }

  /** As {@link #of(Model, Program, Elbo)}, to raise the ELBO by one draw a step. */
  public static ProgramGuide of(Model model, Program guide) {
    return of(model, guide, Elbo.trace(1));
  }

  private void requireSites() {
    Set<String> wanted = new HashSet<>();
    for (ProgramLayout.Slot slot : model.layout().slots()) {
      if (!slot.isParameter()) {
        wanted.add(slot.name());
      }
    }
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(0, "guide sites")) {
      GuideRun run = drawn(source(start(rng)), 1, rng, ProgramDensity.some(rng));
      for (TracedSite traced : run.latents().values()) {
        String name = traced.site().name();
        Check.require(
            traced.site().law().isReparameterised(),
            "guide, site " + name,
            "a distribution of differentiable draws",
            traced.site().law().getClass().getSimpleName(),
            "take another one; discrete sites are summed out without a guide");
        Check.require(
            wanted.remove(name), "guide, site " + name, "a random variable of the model", "none");
      }
    }
    Check.require(
        wanted.isEmpty(), "guide", "all random variables of the model", "none of " + wanted);
  }

  @Override
  public String name() {
    return "ProgramGuide";
  }

  @Override
  public int numParameters() {
    return (int) slots.values().stream().mapToLong(ProgramLayout.Slot::length).sum();
  }

  @Override
  public int dimension() {
    return model.layout().dimension();
  }

  @Override
  public DType dtype() {
    return DType.FLOAT64;
  }

  /** The values that the programs give their parameters. */
  @Override
  public Tensor start(Rng rng) {
    Map<String, TracedSite> sites = new LinkedHashMap<>();
    sites.putAll(Trace.of(model.program(), 1, rng).sites());
    sites.putAll(Trace.of(guide, 1, rng).sites());
    List<Tensor> parts = new ArrayList<>();
    parts.add(Tensor.empty(dtype(), 1, 0));
    slots.forEach(
        (name, slot) -> {
          TracedSite traced = Check.present(sites.get(name), name);
          Tensor free = traced.site().bijector().inverse(traced.value());
          parts.add(free.to(dtype()).reshape(1, slot.length()));
        });
    return Tensor.cat(1, parts.toArray(Tensor[]::new));
  }

  private GuideRun.Source source(Tensor parameters) {
    return name -> DensityRun.part(parameters, Check.present(slots.get(name), name));
  }

  private GuideRun drawn(GuideRun.Source source, long draws, Rng rng, Context.Subsampling rows) {
    return guideRun(
        source, draws, rows, (site, axes) -> site.law().sample(rng, axes.of(site.plates())));
  }

  private GuideRun guideRun(
      GuideRun.Source source, long draws, Context.Subsampling rows, GuideRun.Draw draw) {
    Axes axes = new Axes(draws, 0, nesting);
    GuideRun run = new GuideRun(axes, source, draw);
    guide.run(Context.of(run, axes, dtype(), rows));
    return run;
  }

  /**
   * The model at the guide's values.
   *
   * @param closed the sites whose two terms a closed divergence stands for, to be filled; null for
   *     none
   */
  private DensityRun modelRun(
      GuideRun.Source source,
      long draws,
      Context.Subsampling rows,
      Map<String, TracedSite> given,
      @Nullable Set<String> closed) {
    DensityRun run = new DensityRun(ofModel, draws, slot -> source.of(slot.name()), false);
    Program known =
        model.program().with((site, next) -> known(site, next, run.axes(), given, closed));
    known.run(Context.of(run, run.axes(), dtype(), rows));
    return run;
  }

  private Tensor known(
      Site site,
      Handler.Next next,
      Axes axes,
      Map<String, TracedSite> given,
      @Nullable Set<String> closed) {
    TracedSite drawn = site.isOpen() ? given.get(site.name()) : null;
    if (drawn == null) {
      return next.at(site);
    }
    Tensor value = fitted(site, drawn.value(), axes);
    if (closed != null) {
      var divergence = Divergences.kl(drawn.site().law(), site.law());
      if (divergence.isPresent()) {
        closed.add(site.name());
        next.at(site.as(Site.Kind.FACTOR, divergence.get().neg()));
        return value;
      }
    }
    return next.at(site.as(Site.Kind.LATENT, value));
  }

  /** Plates around a site may be others' in the guide: the axes of the model's are put in. */
  private static Tensor fitted(Site site, Tensor value, Axes axes) {
    long[] place = axes.of(site.plates()).toArray();
    Shape expected = site.law().eventShape().prepend(place);
    Check.require(
        expected.numElements() == value.numElements(),
        "guide, site " + site.name(),
        "values of the model's shape " + expected,
        Shape.of(value.shape()));
    return value.reshape(expected.toArray());
  }

  @Override
  public Bound estimate(Tensor parameters, Rng rng) {
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> leaves = new LinkedHashMap<>();
      GuideRun.Source at = source(parameters);
      slots.keySet().forEach(name -> leaves.put(name, Gradients.track(at.of(name))));
      GuideRun.Source tracked = name -> Check.present(leaves.get(name), name);
      Tensor bound = bound(tracked, at, rng);
      Tensor[] gradients =
          Gradients.of(bound, leaves.values().toArray(Tensor[]::new)).toArray(Tensor[]::new);
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] = gradients[i].reshape(1, -1);
      }
      return new Bound(Gradients.stop(bound).item(), scope.keep(Tensor.cat(1, gradients)));
    }
  }

  private Tensor bound(GuideRun.Source tracked, GuideRun.Source untracked, Rng rng) {
    int draws = elbo.numParticles();
    Context.Subsampling rows = shared(rng);
    GuideRun drawn = drawn(tracked, draws, rng, rows);
    Set<String> closed = new HashSet<>();
    DensityRun seen =
        modelRun(tracked, draws, rows, drawn.latents(), elbo.closed() ? closed : null);
    GuideRun scored = drawn;
    if (elbo.sticking()) {
      Map<String, Tensor> values = drawn.values();
      scored =
          guideRun(
              untracked,
              draws,
              rows,
              (site, axes) -> Check.present(values.get(site.name()), site.name()));
    }
    Tensor bound = elbo.value(seen.logProb().sub(scored.logProb(closed)));
    double value = Gradients.stop(bound).item();
    if (!Double.isFinite(value)) {
      List<TracedSite> sites = new ArrayList<>(drawn.latents().values());
      sites.addAll(seen.sites().values());
      throw new NumericalException("ELBO is " + value + ": " + Explanation.of(sites));
    }
    return bound;
  }

  /** Plates of one name look at the same rows. */
  private static Context.Subsampling shared(Rng rng) {
    Map<String, Tensor> seen = new LinkedHashMap<>();
    return (plate, size, count) ->
        seen.computeIfAbsent(plate, name -> Trace.rows(rng, size, count));
  }

  /**
   * Draws of the model's random variables, for all rows of all plates, and its parameters.
   *
   * @return @shape [draws or 1, plates…, event…] each
   */
  public Map<String, Tensor> values(Tensor parameters, long draws, Rng rng) {
    GuideRun run = drawn(source(parameters), draws, rng, ProgramDensity.WHOLE);
    return seen(parameters, run, draws).values();
  }

  /**
   * What both programs came to.
   *
   * @param values of the model's random variables and parameters
   * @param logProb log p(D, x), @shape [draws]
   */
  private record Seen(Map<String, Tensor> values, Tensor logProb) {}

  private Seen seen(Tensor parameters, GuideRun run, long draws) {
    DensityRun density =
        modelRun(source(parameters), draws, ProgramDensity.WHOLE, run.latents(), null);
    Map<String, Tensor> values = new LinkedHashMap<>();
    model.layout().slots().forEach(slot -> values.put(slot.name(), value(density, slot.name())));
    return new Seen(values, density.logProb());
  }

  private static Tensor value(DensityRun run, String name) {
    return Check.present(run.sites().get(name), name).value();
  }

  @Override
  public Tensor sample(Tensor parameters, long draws, Rng rng) {
    GuideStart.requireGlobal("draws of a flat vector", model);
    return model.position(values(parameters, draws, rng));
  }

  @Override
  public Weighted weighted(Tensor parameters, long draws, Rng rng) {
    GuideStart.requireGlobal("draws of a flat vector", model);
    GuideRun run = drawn(source(parameters), draws, rng, ProgramDensity.WHOLE);
    Seen seen = seen(parameters, run, draws);
    Tensor logWeight = seen.logProb().sub(run.logProb(Set.of()));
    return new Weighted(model.position(seen.values()), logWeight);
  }
}
