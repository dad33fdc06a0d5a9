package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Draws of a site on its own scale.
 *
 * @param name of the site
 * @param kind latent, deterministic or a parameter
 * @param support of its values, in words; empty for deterministic sites
 * @param shape of one draw: the plates it is in, outermost first, and its event
 * @param values @shape [chains, samples, shape…], float64
 */
public record SiteTensor(String name, Site.Kind kind, String support, Shape shape, Tensor values) {
  private static final int ROWS = 1000;

  /**
   * The draws of all latent and deterministic sites, in the order of the program.
   *
   * @param position draws of a density, chain after chain, @shape [chains x samples, dimension]
   * @return with tensors in the innermost scope
   */
  public static List<SiteTensor> of(Model model, Tensor position, int numChains) {
    long numDraws = position.size(0);
    Check.require(
        numDraws % numChains == 0, "draws", "chains of one length", numDraws + " of " + numChains);
    try (Scope scope = Scope.open()) {
      Map<String, SiteTensor> all = new LinkedHashMap<>();
      for (long first = 0; first < numDraws; first += ROWS) {
        long count = Math.min(ROWS, numDraws - first);
        try (Scope inner = Scope.open()) {
          Tensor rows = position.narrow(0, first, count).to(DType.FLOAT64);
          DensityRun run = model.density().run(rows, ProgramDensity.WHOLE);
          for (TracedSite traced : run.sites().values()) {
            if (isKept(model, traced.site())) {
              put(traced, run.axes(), first, numDraws, all);
            }
          }
        }
      }
      List<SiteTensor> cut = new ArrayList<>();
      for (SiteTensor site : all.values()) {
        cut.add(site.inChains(numChains));
      }
      cut.forEach(site -> scope.keep(site.values()));
      return cut;
    }
  }

  private static boolean isKept(Model model, Site site) {
    return switch (site.kind()) {
      case LATENT, PARAMETER, DETERMINISTIC -> !model.layout().enumerated().contains(site.name());
      case OBSERVED, FACTOR -> false;
    };
  }

  private static void put(
      TracedSite traced, Axes axes, long first, long numDraws, Map<String, SiteTensor> all) {
    Site site = traced.site();
    long[] whole = whole(site, traced.value(), axes);
    long[] own = own(site, whole, axes);
    if (first == 0) {
      Tensor empty =
          Scope.release(Tensor.empty(DType.FLOAT64, Shape.of(own).prepend(numDraws).toArray()));
      all.put(
          site.name(),
          new SiteTensor(site.name(), site.kind(), support(site), Shape.of(own), empty));
    }
    Tensor rows = traced.value().expand(whole).reshape(Shape.of(own).prepend(whole[0]).toArray());
    SiteTensor found = Check.present(all.get(site.name()), site.name());
    found.values().narrow(0, first, whole[0]).copyFrom(rows);
  }

  private static String support(Site site) {
    return switch (site.kind()) {
      case LATENT, OBSERVED -> site.law().support().text();
      case PARAMETER -> Check.present(site.support(), site.name()).text();
      case DETERMINISTIC, FACTOR -> "";
    };
  }

  /** With all draws and the whole of plates. */
  private static long[] whole(Site site, Tensor value, Axes axes) {
    long[] place = axes.of(site.plates()).toArray();
    long[] shape = value.shape();
    int missing = Math.max(0, place.length - shape.length);
    long[] whole = Arrays.copyOf(place, Math.max(place.length, shape.length));
    for (int axis = missing; axis < whole.length; axis++) {
      whole[axis] = Math.max(axis < place.length ? place[axis] : 1, shape[axis - missing]);
    }
    return whole;
  }

  /** Without the axes of plates that the site is not in, and of draws. */
  private static long[] own(Site site, long[] whole, Axes axes) {
    LongStream event = Arrays.stream(whole).skip(axes.rank());
    LongStream plates = site.plates().stream().mapToLong(Plate::length);
    long[] own = LongStream.concat(plates, event).toArray();
    boolean isAll = Shape.of(own).numElements() * whole[0] == Shape.of(whole).numElements();
    return isAll ? own : Arrays.copyOfRange(whole, 1, whole.length);
  }

  private SiteTensor inChains(int numChains) {
    long numSamples = values.size(0) / numChains;
    long[] cut = shape.prepend(numChains, numSamples).toArray();
    SiteTensor site = new SiteTensor(name, kind, support, shape, values.reshape(cut));
    values.close();
    return site;
  }
}
