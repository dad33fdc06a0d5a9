package org.jeffreys.distribution;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * Flows one after the other, the order of elements reversed between them, so that those that one
 * flow keeps the next one moves.
 *
 * @param parts of vectors of one length, the first of them first
 */
public record StackedFlow(List<Flow> parts) implements Flow {
  /** Checks number and lengths. */
  public StackedFlow {
    parts = List.copyOf(parts);
    Check.atLeast(parts.size(), 1, "parts");
    List<Integer> sizes = parts.stream().map(Flow::size).distinct().toList();
    Check.require(sizes.size() == 1, "parts", "flows of one size", sizes);
  }

  /** So many flows of one kind. */
  public static StackedFlow of(int count, Flow each) {
    return new StackedFlow(java.util.Collections.nCopies(count, each));
  }

  @Override
  public int size() {
    return parts.get(0).size();
  }

  @Override
  public int parameterCount() {
    return parts.stream().mapToInt(Flow::parameterCount).sum();
  }

  @Override
  public Tensor initial(DType dtype, Rng rng) {
    return Tensor.cat(
        0, parts.stream().map(part -> part.initial(dtype, rng)).toArray(Tensor[]::new));
  }

  @Override
  public Bijector bijector(Tensor parameters) {
    ParameterSlices slices = new ParameterSlices(parameters, parameterCount());
    List<Bijector> bijectors = new ArrayList<>();
    for (Flow part : parts) {
      if (!bijectors.isEmpty()) {
        bijectors.add(PermuteBijector.reverse(size()));
      }
      bijectors.add(part.bijector(slices.next(part.parameterCount())));
    }
    return new ComposeBijector(bijectors);
  }
}
