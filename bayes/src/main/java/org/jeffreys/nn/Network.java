package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A pure function of a flat parameter tensor and inputs; immutable data that can be saved. */
public interface Network {
  /** The shape of one example's input. */
  Shape inputShape();

  /** The shape of one example's output. */
  Shape outputShape();

  /** Where each parameter array lies in the flat vector. */
  ParameterLayout layout();

  /** Where each array of running statistics lies in the flat vector of buffers; often empty. */
  ParameterLayout buffers();

  /** The most values that one layer has for one example: what memory goes by. */
  long widest();

  /** Whether some layer is random. */
  boolean isRandom();

  /**
   * The noise of one pass, of all random layers.
   *
   * @param draws the number of draws, as many as the streams of {@code rng}, unless that has one
   * @param examples the number of examples of a draw that each get noise of their own; 1 for noise
   *     that all examples of a draw share
   * @return one tensor a random layer, each with the draws axis first
   */
  List<Tensor> noise(DType dtype, long draws, long examples, Rng rng);

  /**
   * The divergence of variational layers from their priors.
   *
   * @return @shape [draws]; null where there is no such layer
   */
  @Nullable Tensor divergence(Parameters parameters);

  /**
   * The outputs.
   *
   * @param parameters views with the draws axis first
   * @param input @shape [draws or 1, batch, input…]
   * @param pass noise and running statistics
   * @return @shape [draws, batch, output…]
   */
  Tensor forward(Parameters parameters, Tensor input, Pass pass);

  /** The outputs of the mean function of a network without running statistics. */
  default Tensor forward(Parameters parameters, Tensor input) {
    return forward(parameters, input, Pass.mean());
  }

  /** Whether all derivatives come without autograd, so that its recording may be paused. */
  boolean hasOwnRules();

  /** As {@link #forward}, remembering what reverse mode needs. */
  Tape record(Parameters parameters, Tensor input, Pass pass);
}
