package org.jeffreys.inference;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.inference.laplace.BayesianHead;
import org.jeffreys.inference.laplace.LaplacePosterior;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** The registry of kinds of posteriors, which rebuilds them. */
public final class Posteriors {
  private static final List<Kind> ALL =
      List.of(
          new Kind(SampledPosterior.KIND, SampledPosterior::restore),
          new Kind(NoisePosterior.KIND, NoisePosterior::restore),
          new Kind(LaplacePosterior.KIND, LaplacePosterior::restore),
          new Kind(BayesianHead.KIND, BayesianHead::restore));

  /**
   * A kind of posterior.
   *
   * @param name in files
   * @param restore rebuilds one
   */
  public record Kind(String name, Restore restore) {}

  /** Rebuilds a posterior. */
  public interface Restore {
    /**
     * The posterior, which keeps tensors of the state as they are.
     *
     * @throws IllegalArgumentException if the state does not fit the model
     */
    Posterior restore(NetworkModel model, PosteriorState state);
  }

  private Posteriors() {}

  /** All kinds. */
  public static List<Kind> all() {
    return ALL;
  }

  /**
   * The posterior that was written down, to which the tensors that it keeps then belong.
   *
   * @throws IllegalArgumentException if its kind is unknown, or it does not fit the model
   */
  public static Posterior restore(NetworkModel model, PosteriorState state) {
    Kind kind =
        ALL.stream()
            .filter(each -> each.name().equals(state.kind()))
            .findFirst()
            .orElseThrow(
                () ->
                    Check.failure(
                        "posterior",
                        "one of " + ALL.stream().map(Kind::name).toList(),
                        "'" + state.kind() + "'"));
    try (Scope scope = Scope.open()) {
      Posterior posterior = kind.restore().restore(model, state);
      for (Tensor kept : posterior.state().tensors().values()) {
        if (state.tensors().values().stream().anyMatch(given -> given == kept)) {
          Scope.release(kept);
        }
      }
      return posterior;
    }
  }
}
