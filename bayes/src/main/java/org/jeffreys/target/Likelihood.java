package org.jeffreys.target;

import java.util.List;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.ObservationModel;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How targets are distributed around a network's outputs, independently for each example. Data: no
 * tensors are held.
 */
public interface Likelihood {
  /** The parameters that are inferred with the network's; empty where all is fixed. */
  List<ParameterSpec> parameters();

  /** The prior of a parameter of this likelihood. */
  NormalPrior.Normal priorOf(ParameterSpec parameter);

  /**
   * Checks that the network's outputs and the targets fit.
   *
   * @throws IllegalArgumentException if they do not
   */
  void check(Shape output, Shape target);

  /**
   * The log probability density of each example's target.
   *
   * @param parameters views of {@link #parameters}
   * @param outputs @shape [draws, batch, output…]
   * @param targets @shape [draws or 1, batch, target…]
   * @return @shape [draws, batch]
   */
  Tensor logProb(Parameters parameters, Tensor outputs, Tensor targets);

  /** The derivative of {@link #logProb} with respect to the outputs, of the outputs' shape. */
  Tensor delta(Parameters parameters, Tensor outputs, Tensor targets);

  /**
   * The derivative of {@link #logProb} with respect to this likelihood's parameters, example by
   * example.
   *
   * @return @shape [draws, batch, number of parameters]; null where there are none
   */
  @Nullable Tensor parameterDeltas(Parameters parameters, Tensor outputs, Tensor targets);

  /**
   * How curved the negative log likelihood of one example typically is in an output: what step
   * sizes go by. 1/scale² for normal noise.
   */
  double curvature();

  /**
   * The distribution of a new observation around each draw's output, as numbers.
   *
   * @param parameters views of the draws' likelihood parameters
   */
  ObservationModel observationModel(Parameters parameters);
}
