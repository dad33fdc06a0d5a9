package org.jeffreys.ppl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;

/** One run of a guide at given parameters: its sites are drawn, or given. */
final class GuideRun implements Handler.Next {
  /** The numbers without bounds that a parameter is made of, by name. */
  interface Source {
    /** Those of a parameter. @shape [1, unbounded…] */
    Tensor of(String name);
  }

  /** The value of a random variable. */
  interface Draw {
    /** That of a site. @shape [draws, plates…, event…] */
    Tensor at(Site site, Axes axes);
  }

  private final Axes axes;
  private final Source source;
  private final Draw draw;
  private final Map<String, TracedSite> latents = new LinkedHashMap<>();

  GuideRun(Axes axes, Source source, Draw draw) {
    this.axes = axes;
    this.source = source;
    this.draw = draw;
  }

  @Override
  public Tensor at(Site site) {
    return switch (site.kind()) {
      case LATENT -> {
        Tensor value = site.value() == null ? draw.at(site, axes) : site.known();
        latents.put(site.name(), new TracedSite(site, value));
        yield value;
      }
      case PARAMETER -> DensityRun.parameter(site, source.of(site.name()), axes);
      case DETERMINISTIC -> site.known();
      case OBSERVED, FACTOR ->
          throw Check.failure(
              "guide", "random variables and parameters", site.kind() + " " + site.name());
    };
  }

  /** The random variables, in order. */
  Map<String, TracedSite> latents() {
    return latents;
  }

  Map<String, Tensor> values() {
    Map<String, Tensor> values = new LinkedHashMap<>();
    latents.forEach((name, traced) -> values.put(name, traced.value()));
    return values;
  }

  /** The log density of all random variables but some. @shape [draws] */
  Tensor logProb(Set<String> without) {
    Tensor total = Tensor.zeros(DType.FLOAT64, axes.draws());
    for (TracedSite traced : latents.values()) {
      Site site = traced.site();
      if (!without.contains(site.name())) {
        Tensor own = Scores.of(site, site.law().logProb(traced.value()), axes);
        total = total.add(own.reshape(-1));
      }
    }
    return total;
  }
}
