package org.jeffreys.inference.mcmc;

import org.jeffreys.core.Doubles;

/** The kinds of mass matrix that warm-up may find. */
public enum MassShape {
  /** The target's scales, or 1: nothing is found. */
  GIVEN {
    @Override
    MassEstimator estimator(double[] scale) {
      return new NoEstimator(scale);
    }
  },
  /** The variance of each coordinate. */
  DIAGONAL {
    @Override
    MassEstimator estimator(double[] scale) {
      return new VarianceEstimator(scale);
    }
  },
  /** The covariance, for up to some hundred coordinates. */
  DENSE {
    @Override
    MassEstimator estimator(double[] scale) {
      return new CovarianceEstimator(scale, 0);
    }

    @Override
    MassMatrix restore(double[] content, int dimension) {
      return new DenseMass(content);
    }
  },
  /** Dense for up to 50 coordinates, from windows of four draws a coordinate on, else diagonal. */
  AUTO {
    @Override
    MassEstimator estimator(double[] scale) {
      return scale.length <= MOST_DENSE
          ? new CovarianceEstimator(scale, DRAWS_A_COORDINATE * scale.length)
          : new VarianceEstimator(scale);
    }

    @Override
    MassMatrix restore(double[] content, int dimension) {
      return dimension <= MOST_DENSE ? new DenseMass(content) : new DiagonalMass(content);
    }
  },
  /** A diagonal and the few directions that depart most from it. */
  LOW_RANK {
    @Override
    MassEstimator estimator(double[] scale) {
      return new LowRankEstimator(scale);
    }

    @Override
    MassMatrix restore(double[] content, int dimension) {
      return LowRankMass.of(content);
    }
  };

  private static final int MOST_DENSE = 50;
  private static final int DRAWS_A_COORDINATE = 4;

  /** An estimator that has seen nothing. */
  abstract MassEstimator estimator(double[] scale);

  /** Reads {@link MassMatrix#content}. */
  MassMatrix restore(double[] content, int dimension) {
    return new DiagonalMass(content);
  }

  /** The mass matrix before anything was seen. */
  MassMatrix initial(double[] scale) {
    double[] variance = Doubles.of(scale).map(one -> one * one).toArray();
    return switch (this) {
      case GIVEN, DIAGONAL -> new DiagonalMass(variance);
      case DENSE -> new CovarianceEstimator(scale, 0).initial();
      case AUTO -> (scale.length <= MOST_DENSE ? DENSE : DIAGONAL).initial(scale);
      case LOW_RANK -> new LowRankMass(scale, new double[0], new double[0][]);
    };
  }
}
