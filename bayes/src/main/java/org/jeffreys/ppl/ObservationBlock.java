package org.jeffreys.ppl;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.Shape;

/**
 * Observations side by side: the elements of the plates around an observed site.
 *
 * @param sites whose values one observation is made of: one, or those that depend on a discrete
 *     site that is summed out
 * @param shape of the plates, outermost first
 * @param elements the places of those that count, in row-major order of the shape; others are
 *     masked
 */
public record ObservationBlock(List<String> sites, Shape shape, Doubles elements) {
  /** Copies the names and checks the places. */
  public ObservationBlock {
    sites = List.copyOf(sites);
    Check.atLeast(sites.size(), 1, "sites");
    for (int i = 0; i < elements.size(); i++) {
      double place = elements.get(i);
      double before = i == 0 ? -1 : elements.get(i - 1);
      Check.require(
          place > before && place < shape.numElements() && place == Math.rint(place),
          "elements",
          "ascending places below " + shape.numElements(),
          place);
    }
  }

  /** Whether no element is masked. */
  public boolean isWhole() {
    return elements.size() == shape.numElements();
  }

  /** What an observation is called, such as {@code y[3]}; indices count from 1. */
  public String name(int observation) {
    int place = (int) elements.get(Check.index(observation, elements.size(), "observation"));
    return SiteDraws.name(String.join(" and ", sites), shape.prepend(1).toArray(), place);
  }
}
