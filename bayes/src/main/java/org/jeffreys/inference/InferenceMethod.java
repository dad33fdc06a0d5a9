package org.jeffreys.inference;

import org.jeffreys.target.SupervisedTarget;

/** A way to infer a network's posterior, with its settings. Data: fitting leaves it unchanged. */
public interface InferenceMethod {
  /** The name under which {@link InferenceMethods} lists it. */
  String name();

  /**
   * Infers the posterior.
   *
   * @throws IllegalArgumentException if the method cannot serve the target; the message says which
   *     can
   * @throws org.jeffreys.core.NumericalException if it diverges; the message says at which step and
   *     what to change
   */
  Posterior fit(SupervisedTarget target, Run run);
}
