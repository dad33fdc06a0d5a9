package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jeffreys.distribution.Distribution;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Which sites of a program depend on which others, without third sites between them. The program is
 * run once for each site, with what is computed from that site's value recorded and the values of
 * all others cut off from what they were computed from; a site that is summed out is known by its
 * axis.
 *
 * @param sources the sites to be followed
 * @param reached the sites that depend on any of them, to be added to
 */
record Dependences(Set<String> sources, ProgramLayout layout, List<String> reached)
    implements Handler {
  /** All sites, in order, and all edges, in the order of where they begin. */
  static ProgramGraph graph(Model model) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(0, "dependences")) {
      Tensor position = model.priorPosition(1, rng);
      List<Site> sites = new ArrayList<>();
      Handler seen =
          (site, next) -> {
            sites.add(site);
            return next.at(site);
          };
      run(model, position, seen);
      // Programs seldom go on with an observed value, and have many: one run asks for all of them.
      List<String> observed = names(sites, Site.Kind.OBSERVED);
      boolean isUsed = !reached(model, position, Set.copyOf(observed)).isEmpty();
      List<ProgramGraph.Edge> edges = new ArrayList<>();
      for (Site site : sites) {
        boolean isSource =
            site.kind() == Site.Kind.OBSERVED ? isUsed : site.kind() != Site.Kind.FACTOR;
        if (isSource) {
          reached(model, position, Set.of(site.name()))
              .forEach(to -> edges.add(new ProgramGraph.Edge(site.name(), to)));
        }
      }
      return new ProgramGraph(sites.stream().map(ProgramGraph.Node::of).toList(), edges);
    }
  }

  private static List<String> names(List<Site> sites, Site.Kind kind) {
    return sites.stream().filter(site -> site.kind() == kind).map(Site::name).toList();
  }

  private static List<String> reached(Model model, Tensor position, Set<String> sources) {
    List<String> reached = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      run(model, position, new Dependences(sources, model.layout(), reached));
    }
    return reached;
  }

  private static void run(Model model, Tensor position, Handler handler) {
    new ProgramDensity(model.program().with(handler), model.layout(), false)
        .run(position, ProgramDensity.FIRST);
  }

  @Override
  public Tensor at(Site site, Next next) {
    @Nullable Tensor known = site.kind() == Site.Kind.PARAMETER ? null : site.value();
    Tensor value = next.at(site);
    Tensor alone = alone(value);
    boolean byValue = known != null && isReached(known);
    if (byValue || (hasLaw(site) && isReached(site.law(), alone))) {
      reached.add(site.name());
    }
    return sources.contains(site.name()) ? begin(site, value) : alone;
  }

  private static boolean hasLaw(Site site) {
    return site.isLatent() || site.kind() == Site.Kind.OBSERVED;
  }

  /** The value to be followed. Sites summed out keep their axis, others lose theirs. */
  private Tensor begin(Site site, Tensor value) {
    boolean isSummedOut = layout.enumerated().contains(site.name());
    Tensor own = isSummedOut ? Gradients.stop(value) : alone(value);
    return own.dtype().isFloating() ? Gradients.track(own) : own;
  }

  /** Cut off from what it was computed from. */
  private Tensor alone(Tensor value) {
    Tensor first = Gradients.stop(value);
    for (int i = 0; i < layout.enumerated().size(); i++) {
      int axis = layout.axes(1).enumeratedAxis(i, Shape.of(first.shape()));
      first = axis < 0 ? first : first.narrow(axis, 0, 1);
    }
    return first;
  }

  private boolean isReached(Tensor value) {
    return Gradients.isTracked(value) || isReached(Shape.of(value.shape()));
  }

  /** Only sources have kept their axes. */
  private boolean isReached(Shape shape) {
    return layout.axes(1).isEnumerated(shape);
  }

  private boolean isReached(Distribution law, Tensor value) {
    return isReached(law.batchShape()) || Gradients.isTracked(law.logProb(value));
  }
}
