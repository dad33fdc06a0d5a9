package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A layer without parameters that brings its own reverse mode, example by example. */
interface ParameterFree extends PerExampleRule {
  @Override
  default List<ParameterSpec> parameters() {
    return List.of();
  }

  @Override
  default void gradient(Visit visit, Tensor delta, Parameters gradient) {
    // no parameters
  }

  @Override
  default @Nullable Tensor squaredNorm(Visit visit, Tensor delta) {
    return null;
  }
}
