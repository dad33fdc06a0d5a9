package org.jeffreys.inference;

import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Draws from a posterior over a flat vector, chain after chain. Holds memory until closed.
 *
 * @param values @shape [chains x samples, dimension]
 * @param numChains the number of chains, each of as many samples
 * @param logWeights one a draw, up to a constant; null where all weigh the same
 */
public record Draws(Tensor values, int numChains, @Nullable Doubles logWeights)
    implements AutoCloseable {
  /** Checks that the parts fit. */
  public Draws {
    Check.require(values.rank() == 2, "values", "shape [draws, dimension]", values);
    Check.atLeast(numChains, 1, "numChains");
    Check.require(
        values.size(0) > 0 && values.size(0) % numChains == 0,
        "values",
        "as many draws of each of " + numChains + " chains",
        values);
    Check.require(
        logWeights == null || logWeights.size() == values.size(0),
        "logWeights",
        "one a draw",
        logWeights == null ? 0 : logWeights.size());
  }

  /** The number of draws of all chains. */
  public int numDraws() {
    return Math.toIntExact(values.size(0));
  }

  /** The number of draws of one chain. */
  public int numSamples() {
    return numDraws() / numChains;
  }

  /** The length of the vector. */
  public int dimension() {
    return Math.toIntExact(values.size(1));
  }

  /** One coordinate of every draw: what diagnostics take. Indexed [chain][sample]. */
  public double[][] coordinate(int index) {
    Check.index(index, dimension(), "index");
    double[] column;
    try (Scope scope = Scope.open()) {
      column = values.select(1, index).toDoubles();
    }
    double[][] chains = new double[numChains][];
    for (int chain = 0; chain < numChains; chain++) {
      chains[chain] =
          java.util.Arrays.copyOfRange(column, chain * numSamples(), (chain + 1) * numSamples());
    }
    return chains;
  }

  @Override
  public void close() {
    values.close();
  }
}
