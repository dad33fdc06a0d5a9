package org.jeffreys.app.sbc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.distribution.Distribution;
import org.jeffreys.distribution.Flat;
import org.jeffreys.distribution.Independent;
import org.jeffreys.distribution.Masked;
import org.jeffreys.distribution.Transformed;
import org.jeffreys.ppl.Handlers;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramLayout;
import org.jeffreys.ppl.Site;
import org.jeffreys.ppl.SiteDraws;
import org.jeffreys.ppl.Trace;
import org.jeffreys.ppl.TracedSite;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** Parameters from the prior of a program, with the data that it gives of them. */
final class SimulatedData {
  private final Program program;
  private final Model model;

  /**
   * A simulation.
   *
   * @param model of the program with the simulated data
   * @param truth the parameters that these came from, as one draw
   */
  record Simulated(Model model, SiteDraws truth) {}

  private SimulatedData(Program program, Model model) {
    this.program = program;
    this.model = model;
  }

  /**
   * Those of a program.
   *
   * @throws IllegalArgumentException naming a site that cannot be drawn from
   */
  static SimulatedData of(Program program) {
    Model model = Model.of(program);
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(0, "sbc-sites")) {
      Trace.of(program, 1, rng).sites().values().forEach(SimulatedData::requireProper);
    }
    return new SimulatedData(program, model);
  }

  private static void requireProper(TracedSite traced) {
    Site site = traced.site();
    String name = "site " + site.name();
    switch (site.kind()) {
      case FACTOR ->
          throw Check.failure(
              name,
              "distributions that parameters and data can be drawn from",
              "a factor; write it as a distribution");
      case PARAMETER ->
          throw Check.failure(name, "a prior to draw from", "a parameter without one; sample it");
      case LATENT, OBSERVED -> {
        Check.require(
            site.kind() == Site.Kind.OBSERVED || !isFlat(site.law()),
            name,
            "a proper prior to draw from",
            "a flat one",
            "give it a distribution");
        Check.require(
            site.factor() == 1, name, "a term that counts once", "a factor of " + site.factor());
      }
      case DETERMINISTIC -> {}
    }
  }

  private static boolean isFlat(Distribution law) {
    if (law instanceof Independent many) {
      return isFlat(many.each());
    }
    if (law instanceof Masked masked) {
      return isFlat(masked.each());
    }
    return law instanceof Flat
        || (law instanceof Transformed transformed && isFlat(transformed.base()));
  }

  /** A simulation, in the innermost scope. */
  Simulated simulate(long seed, int simulation) {
    try (Rng rng = Rng.streams(seed, "sbc-prior", simulation, 1)) {
      Trace trace = model.priorPredictive(1, rng);
      Map<String, Tensor> data = new LinkedHashMap<>();
      Map<String, Tensor> latents = new LinkedHashMap<>();
      for (ProgramLayout.Slot slot : model.layout().slots()) {
        latents.put(slot.name(), trace.value(slot.name()));
      }
      for (TracedSite traced : trace.sites().values()) {
        String name = traced.site().name();
        boolean isData =
            traced.site().isLatent()
                && !latents.containsKey(name)
                && !model.layout().enumerated().contains(name);
        if (isData) {
          data.put(name, traced.value());
        }
      }
      Model posterior = Model.of(program.with(Handlers.unobserve()).condition(data));
      Tensor truth = posterior.position(latents);
      return new Simulated(posterior, SiteDraws.of(posterior, truth, 1));
    }
  }
}
