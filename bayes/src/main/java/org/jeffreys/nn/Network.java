package org.jeffreys.nn;

import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** A pure function of a flat parameter tensor and inputs; immutable data that can be saved. */
public interface Network {
  /** The shape of one example's input. */
  Shape inputShape();

  /** The shape of one example's output. */
  Shape outputShape();

  /** Where each parameter array lies in the flat vector. */
  ParameterLayout layout();

  /**
   * The outputs.
   *
   * @param parameters views with the draws axis first
   * @param input @shape [draws or 1, batch, input…]
   * @return @shape [draws, batch, output…]
   */
  Tensor forward(Parameters parameters, Tensor input);

  /** Whether {@link Tape} serves without autograd, so that its recording may be paused. */
  boolean hasOwnRules();

  /** As {@link #forward}, remembering what reverse mode needs. */
  Tape record(Parameters parameters, Tensor input);
}
