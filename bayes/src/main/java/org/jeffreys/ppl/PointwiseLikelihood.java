package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.distribution.Masked;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The log likelihood of each observation of a model: what leave-one-out and WAIC are made of.
 *
 * <pre>{@code
 * log p(y_i | x) = log Σ_z p(y_i, z, x) - log Σ_z p(z, x)      x sites with densities, z summed out
 * }</pre>
 *
 * <p>One element of the plates around an observed site is an observation; the axes of its event are
 * added up. Each counts once: factors, those of plates that may look at some of their rows and
 * those of handlers, are left out, and masked elements are no observations. Observations are
 * independent given x, so that 1 / p(y_i | x) are the right weights of a posterior without one of
 * them; therefore all observed sites that depend on the same element of a discrete site are one
 * observation, as many as that site's plates have elements.
 */
public final class PointwiseLikelihood {
  private static final int TRIAL_DRAWS = 2;

  private final Model model;
  private final List<Part> parts;
  private final Map<String, Doubles> counted;

  /**
   * A block and where it comes from.
   *
   * @param variables the discrete sites that are summed out; empty for none
   */
  private record Part(ObservationBlock block, List<SummedOut.Variable> variables) {}

  private PointwiseLikelihood(Model model, List<Part> parts, Map<String, Doubles> counted) {
    this.model = model;
    this.parts = List.copyOf(parts);
    this.counted = counted;
  }

  /**
   * That of a model; without observed sites it has no observations.
   *
   * @throws IllegalArgumentException naming an observed site whose value or mask depends on latent
   *     ones, or that counts by a factor where discrete sites are summed out
   */
  public static PointwiseLikelihood of(Model model) {
    try (Scope scope = Scope.open()) {
      Tensor trial = Tensor.zeros(DType.FLOAT64, TRIAL_DRAWS, model.layout().dimension());
      DensityRun run = model.density().run(trial, ProgramDensity.WHOLE);
      List<Part> parts = new ArrayList<>();
      List<CoupledSites> components = CoupledSites.of(run);
      components.forEach(each -> each.requireCountsOnce());
      List<CoupledSites> done = new ArrayList<>();
      Map<String, Doubles> counted = new LinkedHashMap<>();
      for (TracedSite traced : observed(run)) {
        requireData(traced, run.axes());
        counted.put(traced.site().name(), counted(traced.site(), run.axes()));
        CoupledSites found =
            components.stream()
                .filter(each -> each.observed().contains(traced.site().name()))
                .findFirst()
                .orElse(null);
        if (found == null) {
          List<String> name = List.of(traced.site().name());
          parts.add(new Part(block(run, name, traced.site().plates()), List.of()));
        } else if (!done.contains(found)) {
          done.add(found);
          parts.add(new Part(block(run, found.observed(), found.plates()), found.variables()));
        }
      }
      return new PointwiseLikelihood(model, parts, counted);
    }
  }

  private static List<TracedSite> observed(DensityRun run) {
    return run.sites().values().stream()
        .filter(traced -> traced.site().kind() == Site.Kind.OBSERVED)
        .toList();
  }

  private static void requireData(TracedSite traced, Axes axes) {
    long[] shape = traced.value().shape();
    int outer = shape.length - traced.site().law().eventShape().rank();
    Check.require(
        isShared(shape, outer, axes),
        "site " + traced.site().name(),
        "an observed value that is the same in all draws",
        "one that depends on latent sites",
        "write it as a factor");
  }

  /** Whether outer axes are of plates only. */
  private static boolean isShared(long[] shape, int outer, Axes axes) {
    int missing = axes.rank() - outer;
    for (int axis = missing; axis < axes.axis(0); axis++) {
      if (shape[axis - missing] > 1) {
        return false;
      }
    }
    return true;
  }

  private static ObservationBlock block(DensityRun run, List<String> sites, List<Plate> plates) {
    Shape shape = Shape.of(plates.stream().mapToLong(Plate::length).toArray());
    double[] counted = new double[Math.toIntExact(shape.numElements())];
    for (String name : sites) {
      Site site = Check.present(run.sites().get(name), name).site();
      double[] flags = flags(site, run.axes());
      int within = flags.length / counted.length;
      for (int i = 0; i < flags.length; i++) {
        counted[i / within] += flags[i];
      }
    }
    return new ObservationBlock(sites, shape, positive(counted));
  }

  private static Doubles counted(Site site, Axes axes) {
    int width = Math.toIntExact(site.law().eventShape().numElements());
    return Doubles.of(
        positive(flags(site, axes)).stream()
            .flatMap(place -> IntStream.range(0, width).mapToDouble(i -> place * width + i)));
  }

  /** The places of positive values. */
  private static Doubles positive(double[] values) {
    return Doubles.of(
        IntStream.range(0, values.length).filter(i -> values[i] > 0).asDoubleStream());
  }

  /** 1 for elements of a site's plates that count, 0 for masked ones. */
  private static double[] flags(Site site, Axes axes) {
    Tensor flags = Tensor.ones(DType.FLOAT64, 1);
    for (Tensor mask : masks(site)) {
      long[] shape = mask.shape();
      Check.require(
          isShared(shape, shape.length, axes),
          "site " + site.name(),
          "a mask that is the same in all draws",
          "one that depends on latent sites");
      flags = flags.mul(mask.to(DType.FLOAT64));
    }
    long[] whole = new Axes(1, axes.enumerated(), axes.nesting()).of(site.plates()).toArray();
    return flags.expand(whole).contiguous().toDoubles();
  }

  private static List<Tensor> masks(Site site) {
    List<Tensor> masks = new ArrayList<>();
    if (site.mask() != null) {
      masks.add(site.mask());
    }
    if (site.law() instanceof Masked masked) {
      masks.add(masked.mask());
    }
    return masks;
  }

  /** The observations, in the order of the program. */
  public List<ObservationBlock> blocks() {
    return parts.stream().map(Part::block).toList();
  }

  /** The number of observations. */
  public int numObservations() {
    return parts.stream().mapToInt(part -> part.block().elements().size()).sum();
  }

  /** What observations are called, such as {@code y[3]}. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (ObservationBlock block : blocks()) {
      for (int i = 0; i < block.elements().size(); i++) {
        names.add(block.name(i));
      }
    }
    return names;
  }

  /**
   * The places of the numbers of an observed site that are not masked, in row-major order of its
   * {@link #data}.
   *
   * @throws IllegalArgumentException if there is no observed site of the name
   */
  public Doubles counted(String site) {
    Doubles found = counted.get(site);
    if (found == null) {
      throw Check.failure("site", "one of " + counted.keySet(), "'" + site + "'");
    }
    return found;
  }

  /**
   * The values of observed sites, masked elements included.
   *
   * @return each @shape [plates outermost first…, event…], float64, in the innermost scope
   */
  public Map<String, Tensor> data() {
    try (Scope scope = Scope.open()) {
      Tensor trial = Tensor.zeros(DType.FLOAT64, 1, model.layout().dimension());
      DensityRun run = model.density().run(trial, ProgramDensity.WHOLE);
      Map<String, Tensor> data = new LinkedHashMap<>();
      for (TracedSite traced : observed(run)) {
        Site site = traced.site();
        Shape event = site.law().eventShape();
        long[] place = run.axes().of(site.plates()).toArray();
        Tensor whole = traced.value().expand(event.prepend(place).toArray());
        long[] own = site.plates().stream().mapToLong(Plate::length).toArray();
        Tensor value = whole.reshape(event.prepend(own).toArray()).to(DType.FLOAT64);
        data.put(site.name(), scope.keep(value.copy()));
      }
      return data;
    }
  }

  /**
   * The log likelihoods at positions.
   *
   * @param position @shape [draws, dimension]
   * @return @shape [draws, observations], in the innermost scope
   */
  public Tensor logProb(Tensor position) {
    Check.require(!parts.isEmpty(), "model", "an observed site", "none");
    try (Scope scope = Scope.open()) {
      DensityRun run = model.density().run(position, ProgramDensity.WHOLE);
      Tensor[] columns = new Tensor[parts.size()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = columns(run, parts.get(i));
      }
      return scope.keep(Tensor.cat(1, columns));
    }
  }

  /** Those of one part. @shape [draws, its observations] */
  private static Tensor columns(DensityRun run, Part part) {
    Tensor all =
        part.variables().isEmpty()
            ? single(run, part.block().sites().get(0))
            : CoupledSites.of(run, part.variables()).logProb();
    ObservationBlock block = part.block();
    long draws = run.axes().draws();
    Tensor rows = all.size(0) == draws ? all : all.expand(shapeOf(all, draws));
    Tensor flat = rows.reshape(draws, block.shape().numElements());
    if (block.isWhole()) {
      return flat;
    }
    long[] places = block.elements().stream().mapToLong(place -> (long) place).toArray();
    return flat.indexSelect(1, Tensor.of(places, places.length));
  }

  private static long[] shapeOf(Tensor tensor, long draws) {
    long[] shape = tensor.shape();
    shape[0] = draws;
    return shape;
  }

  private static Tensor single(DensityRun run, String name) {
    TracedSite traced = Check.present(run.sites().get(name), name);
    Site site = traced.site();
    Tensor padded = Scores.padded(site, site.law().logProb(traced.value()), run.axes());
    return padded.expand(run.axes().of(site.plates()).toArray());
  }
}
