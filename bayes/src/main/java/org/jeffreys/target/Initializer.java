package org.jeffreys.target;

import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** Where chains and optimisers start. */
public enum Initializer {
  /** Weights and biases uniform on ±1/√fanIn: what PyTorch does. */
  FAN_IN_UNIFORM {
    @Override
    double bound(ParameterSpec spec) {
      return switch (spec.role()) {
        case WEIGHT, BIAS -> 1 / Math.sqrt((double) spec.fanIn());
        case SCALE, NOISE, LIKELIHOOD, RUNNING -> 0;
      };
    }
  },
  /**
   * Weights uniform on ±√(6 / (fanIn + fanOut)), biases zero: what Keras does.
   *
   * @source Glorot and Bengio (2010), AISTATS, eq. 16
   */
  GLOROT_UNIFORM {
    @Override
    double bound(ParameterSpec spec) {
      return spec.role() == ParameterSpec.Role.WEIGHT
          ? Math.sqrt(6.0 / (spec.fanIn() + spec.fanOut()))
          : 0;
    }
  },
  /**
   * Draws from the prior, see {@link BoundPrior#start}: over-dispersed, as convergence diagnostics
   * want.
   */
  PRIOR {
    @Override
    double bound(ParameterSpec spec) {
      return 0;
    }

    @Override
    public Tensor sample(SupervisedTarget target, int draws, Rng rng) {
      return target.boundPrior().start(draws, rng);
    }
  };

  abstract double bound(ParameterSpec spec);

  /**
   * Starting points. A likelihood's parameters start at the location of their prior, scales at 1.
   *
   * @param rng one stream a draw
   * @return @shape [draws, dimension]
   */
  public Tensor sample(SupervisedTarget target, int draws, Rng rng) {
    double[] bound = target.layout().fill(this::bound);
    double[] loc =
        target
            .layout()
            .fill(
                spec ->
                    spec.role() == ParameterSpec.Role.LIKELIHOOD
                        ? target.likelihood().priorOf(spec).loc()
                        : spec.initial());
    DType dtype = target.dtype();
    try (Scope scope = Scope.open()) {
      Tensor unit = rng.uniform(dtype, draws, bound.length).mulInPlace(2).sub(1);
      return scope.keep(
          Tensor.of(dtype, loc, bound.length)
              .addProduct(unit, Tensor.of(dtype, bound, bound.length)));
    }
  }
}
