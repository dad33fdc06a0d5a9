package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A part of a network: a pure function of its parameters and its input, written in tensor
 * operations, so that reverse-mode derivatives are always there. A layer is data (a record or an
 * enum constant) and holds no weights; what is random in it is an argument, see {@link
 * RandomLayer}.
 *
 * <p>Layers that training spends its time in also bring their own rules, see {@link ReverseRule}.
 */
public interface Layer {
  /** The parameter arrays, in the order in which {@link #forward} finds their views. */
  List<ParameterSpec> parameters();

  /**
   * The shape of one example's output.
   *
   * @param input the shape of one example's input
   * @throws IllegalArgumentException if the layer does not take it
   */
  Shape outputShape(Shape input);

  /**
   * The outputs.
   *
   * @param parameters views with the draws axis first
   * @param input @shape [draws or 1, batch, input…]
   * @param pass the layer's noise and statistics
   * @return @shape [draws, batch, output…]; an axis of length 1 stays where nothing depends on
   *     draws
   */
  Tensor forward(Parameters parameters, Tensor input, Pass pass);
}
