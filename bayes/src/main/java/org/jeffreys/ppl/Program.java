package org.jeffreys.ppl;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * A probabilistic model, as a Java program that draws and observes.
 *
 * <pre>{@code
 * Program schools = m -> {
 *   Tensor mu = m.sample("mu", Normal.of(0, 5));
 *   Tensor tau = m.sample("tau", HalfCauchy.of(5));
 *   try (Plate school = m.plate("school", 8)) {
 *     Tensor theta = m.sample("theta", new Normal(mu, tau));
 *     m.observe("y", new Normal(theta, school.rows(sigma)), y);
 *   }
 * };
 * }</pre>
 *
 * <p>It visits the same sites whatever the values are, and keeps nothing. Handlers wrap it; the one
 * that is added last sees a site last.
 */
@FunctionalInterface
public interface Program {
  /** Runs the program. */
  void run(Context m);

  /** The program under a handler. */
  default Program with(Handler handler) {
    return m -> run(m.with(handler));
  }

  /** Sites observed to have given values. */
  default Program condition(Map<String, Tensor> values) {
    return with(Handlers.condition(values));
  }

  /** Latent sites held at given values, which still count with their densities. */
  default Program substitute(Map<String, Tensor> values) {
    return with(Handlers.substitute(values));
  }

  /** Latent sites set from outside: what led to them is cut off, and they have no density. */
  default Program intervene(Map<String, Tensor> values) {
    return with(Handlers.intervene(values));
  }

  /** Latent sites that take the values that a trace has. */
  default Program replay(Trace trace) {
    return substitute(trace.latentValues());
  }

  /**
   * Latent sites that have values drawn anew in each run, and count.
   *
   * @param rng of one stream, or one a draw
   */
  default Program seed(Rng rng) {
    return with(Handlers.seed(rng));
  }

  /** All log probabilities multiplied by a number. */
  default Program scale(double factor) {
    return with(Handlers.scale(factor));
  }

  /** Elements that count; others have log probability 0. */
  default Program mask(Tensor truths) {
    return with(Handlers.mask(truths));
  }

  /** Sites of location and scale, drawn as {@code loc + scale z}: non-centred. */
  default Program nonCentred(String... sites) {
    return with(Handlers.nonCentred(Set.copyOf(Arrays.asList(sites))));
  }

  /**
   * All latent sites of location and scale that depend on other latent sites, non-centred; {@link
   * NonCentring#of} says which they are. It looks at the program once, here.
   */
  default Program nonCentred() {
    return with(Handlers.nonCentred(Set.copyOf(NonCentring.of(this).sites())));
  }
}
