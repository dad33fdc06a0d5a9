package org.jeffreys.target;

import java.util.List;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
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
   * Checks the values of targets.
   *
   * @param targets @shape [n, target…], of the shape that {@link #check(Shape, Shape)} accepted
   * @throws IllegalArgumentException if one cannot be
   */
  default void check(Tensor targets) {
    // every real number can be
  }

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
   * The expected information of an observation about the outputs, which generalised Gauss-Newton
   * matrices are made of.
   *
   * <pre>{@code
   * I = E[δ δᵀ], y ~ p(y | outputs)      δ as delta gives it
   * }</pre>
   *
   * @param parameters views of {@link #parameters}
   * @param outputs @shape [draws, batch, outputs]
   * @return @shape [draws, batch, outputs, outputs], positive semidefinite
   */
  Tensor information(Parameters parameters, Tensor outputs);

  /**
   * This with sensible starting values for targets of a size that is not known beforehand: what is
   * learned or put out is expected around what the targets alone suggest, whatever their units. A
   * learned scale of noise is expected near a tenth of the targets' spread, between a hundredth and
   * all of it; a count near its mean. What is fixed stays as it is.
   *
   * @param targets @shape [n, target…]
   */
  default Likelihood scaledTo(Tensor targets) {
    return this;
  }

  /**
   * How curved the negative log likelihood of one example typically is in an output: what step
   * sizes go by. 1/scale² for normal noise.
   */
  double curvature();

  /**
   * In how many examples of each draw the most probable class is the target.
   *
   * @return @shape [draws], int64; null where targets are no classes
   */
  default @Nullable Tensor numHits(Tensor outputs, Tensor targets) {
    return null;
  }

  /**
   * The distribution of new observations, as numbers.
   *
   * @param parameters views of the draws' likelihood parameters; of one draw where all share them
   * @param outputs what the network put out
   * @param numChains the number of chains that the draws come from; as many as draws where those
   *     are independent
   * @param logWeights of the draws, up to a constant; null where all weigh the same
   */
  Prediction predict(
      Parameters parameters, Outputs outputs, int numChains, @Nullable Doubles logWeights);
}
