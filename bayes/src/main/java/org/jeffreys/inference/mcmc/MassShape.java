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
      return new CovarianceEstimator(scale);
    }

    @Override
    MassMatrix restore(double[] content) {
      return new DenseMass(content);
    }
  },
  /** A diagonal and the few directions that depart most from it. */
  LOW_RANK {
    @Override
    MassEstimator estimator(double[] scale) {
      return new LowRankEstimator(scale);
    }

    @Override
    MassMatrix restore(double[] content) {
      return LowRankMass.of(content);
    }
  };

  /** An estimator that has seen nothing. */
  abstract MassEstimator estimator(double[] scale);

  /** Reads {@link MassMatrix#content}. */
  MassMatrix restore(double[] content) {
    return new DiagonalMass(content);
  }

  /** The mass matrix before anything was seen. */
  MassMatrix initial(double[] scale) {
    double[] variance = Doubles.of(scale).map(one -> one * one).toArray();
    return switch (this) {
      case GIVEN, DIAGONAL -> new DiagonalMass(variance);
      case DENSE -> new CovarianceEstimator(scale).initial();
      case LOW_RANK -> new LowRankMass(scale, new double[0], new double[0][]);
    };
  }
}
