package org.jeffreys.target;

import java.util.Locale;
import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.Psis;
import org.jeffreys.predict.Estimate;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A guide at the parameters that were found. Holds memory until closed.
 *
 * @param target the guide and what it stands for
 * @param parameters φ, @shape [1, number of parameters]
 * @param elbos the bound as it was estimated in each step, in nats; empty where none was climbed
 */
public record VariationalFit(VariationalTarget target, Tensor parameters, Doubles elbos)
    implements AutoCloseable {
  /**
   * Independent draws from the guide, in memory of the innermost scope.
   *
   * @param seed the same one gives the same draws
   * @return @shape [draws, dimension]
   */
  public Tensor draws(long numDraws, long seed) {
    Check.atLeast(numDraws, 1L, "numDraws");
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(seed, "guide")) {
      return scope.keep(target.sample(parameters, numDraws, rng));
    }
  }

  /** The logarithms of the importance weights of the same draws, up to no constant. */
  public Doubles logWeights(long numDraws, long seed) {
    Check.atLeast(numDraws, 1L, "numDraws");
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(seed, "guide")) {
      return Doubles.of(target.weighted(parameters, numDraws, rng).logWeight().toDoubles());
    }
  }

  /**
   * The evidence lower bound in nats, by all data.
   *
   * @param numDraws at least 2; they give the standard error
   */
  public Estimate elbo(int numDraws, long seed) {
    Check.atLeast(numDraws, 2, "numDraws");
    Doubles each = logWeights(numDraws, seed);
    double mean = each.mean();
    double squares = each.map(x -> (x - mean) * (x - mean)).stream().sum();
    return new Estimate(mean, Math.sqrt(squares / (numDraws - 1.0) / numDraws));
  }

  /** How far the guide's draws can be taken for the posterior's, by their importance. */
  public Psis psis(int numDraws, long seed) {
    return Psis.of(logWeights(numDraws, seed).toArray());
  }

  /** Words of warning where k̂ says that the guide is not to be trusted; empty else. */
  public Optional<String> warning(int numDraws, long seed) {
    Psis psis = psis(numDraws, seed);
    return psis.isReliable()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s: a guide not to be trusted: k-hat is %.2f for %d draws, above %.2f; take a"
                    + " richer guide, or NUTS",
                target.name(),
                psis.khat(),
                numDraws,
                Psis.threshold(numDraws)));
  }

  @Override
  public void close() {
    parameters.close();
  }
}
