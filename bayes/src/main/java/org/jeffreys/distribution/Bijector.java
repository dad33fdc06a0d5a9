package org.jeffreys.distribution;

import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A smooth one-to-one map from x, often all real vectors, to y.
 *
 * <pre>{@code
 * p_Y(y) = p_X(x) / |det ∂y/∂x|
 * }</pre>
 */
public interface Bijector {
  /** The axes of one y that are mapped together; 0 for a map of numbers. */
  int eventRank();

  /** The axes of one x, as many as those of y unless vectors become matrices. */
  default int inverseEventRank() {
    return eventRank();
  }

  /** y of x. @shape [batch…, event…] */
  Tensor forward(Tensor x);

  /** x of y. @shape [batch…, event…] */
  Tensor inverse(Tensor y);

  /**
   * log |det ∂y/∂x|.
   *
   * @param y {@code forward(x)}
   * @return @shape [batch…]
   */
  Tensor logDeterminant(Tensor x, Tensor y);

  /** What x becomes. @shape value [batch…, event…]; logDeterminant [batch…] */
  record Pushed(Tensor value, Tensor logDeterminant) {}

  /** y of x with its log determinant, which may share work. */
  default Pushed pushed(Tensor x) {
    Tensor y = forward(x);
    return new Pushed(y, logDeterminant(x, y));
  }

  /**
   * The shape of x for a y of a shape; the axes in front of the event's stay as they are.
   *
   * @throws IllegalArgumentException if there is no such y
   */
  default Shape inverseShape(Shape y) {
    return y;
  }

  /**
   * The shape of y for an x of a shape; the axes in front of the event's stay as they are.
   *
   * @throws IllegalArgumentException if there is no such x
   */
  default Shape forwardShape(Shape x) {
    return x;
  }
}
