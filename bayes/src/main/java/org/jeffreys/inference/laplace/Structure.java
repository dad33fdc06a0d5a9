package org.jeffreys.inference.laplace;

import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.nn.Network;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.GaussNewton;
import org.jeffreys.target.KroneckerLayer;
import org.jeffreys.target.NetworkJacobian;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** How the curvature is represented, and in which parameters. */
public enum Structure {
  /** The whole matrix. */
  FULL("laplace-full") {
    @Override
    Curvature curvature(GaussNewton sums, Tensor precision, int subnetwork) {
      return new FullCurvature(Scope.release(sums.full()));
    }

    @Override
    void check(Network network) {
      int dimension = network.layout().dimension();
      Check.require(
          dimension <= LARGEST,
          title(),
          "at most " + LARGEST + " parameters",
          dimension,
          "use laplace-kronecker");
    }
  },
  /** Its diagonal. */
  DIAGONAL("laplace-diagonal") {
    @Override
    Curvature curvature(GaussNewton sums, Tensor precision, int subnetwork) {
      return new DiagonalCurvature(Scope.release(sums.diagonal()));
    }

    @Override
    Covariance covariance(PosteriorState state, Network network, int dimension) {
      return DiagonalCovariance.of(state, dimension);
    }
  },
  /** A Kronecker product for each layer. */
  KRONECKER("laplace-kronecker") {
    @Override
    Curvature curvature(GaussNewton sums, Tensor precision, int subnetwork) {
      var factors = sums.kronecker(title());
      factors.forEach(each -> Covariance.release(each.inputs(), each.deltas()));
      return new KroneckerCurvature(factors);
    }

    @Override
    Covariance covariance(PosteriorState state, Network network, int dimension) {
      return KroneckerCovariance.of(state, KroneckerLayer.of(network, title()));
    }

    @Override
    void check(Network network) {
      KroneckerLayer.of(network, title());
    }
  },
  /** The whole matrix of the last layer's parameters; what precedes it stays. */
  LAST_LAYER("laplace-last-layer") {
    @Override
    Curvature curvature(GaussNewton sums, Tensor precision, int subnetwork) {
      return new FullCurvature(Scope.release(sums.full()));
    }

    @Override
    void check(Network network) {
      Check.require(network instanceof Sequential, title(), "a Sequential", network);
    }

    @Override
    NetworkJacobian jacobian(Network network, Tensor position, @Nullable Tensor buffers) {
      return NetworkJacobian.ofLastLayer((Sequential) network, position, buffers);
    }
  },
  /** The whole matrix of the parameters with the largest variances by the diagonal. */
  SUBNETWORK("laplace-subnetwork") {
    @Override
    Curvature curvature(GaussNewton sums, Tensor precision, int subnetwork) {
      int dimension = Math.toIntExact(precision.size(0));
      try (Scope scope = Scope.open()) {
        double[] information = sums.diagonal().add(precision).toDoubles();
        long[] chosen =
            IntStream.range(0, dimension)
                .boxed()
                .sorted((a, b) -> Double.compare(information[a], information[b]))
                .limit(Math.min(subnetwork, dimension))
                .mapToLong(Integer::longValue)
                .sorted()
                .toArray();
        Tensor indices = Tensor.of(chosen, chosen.length);
        return new SubnetworkCurvature(chosen, Scope.release(sums.full(indices)), dimension);
      }
    }

    @Override
    Covariance covariance(PosteriorState state, Network network, int dimension) {
      return SubnetworkCovariance.of(state, dimension);
    }
  };

  /** The most parameters of a matrix that is whole. */
  static final int LARGEST = 5000;

  private final String title;

  Structure(String title) {
    this.title = title;
  }

  /** The name of the method that uses it. */
  String title() {
    return title;
  }

  /** Refuses a network that it cannot serve. */
  void check(Network network) {
    // most serve every network
  }

  NetworkJacobian jacobian(Network network, Tensor position, @Nullable Tensor buffers) {
    return NetworkJacobian.of(network, position, buffers);
  }

  /**
   * The curvature of sums at the maximum.
   *
   * @param precision of the prior in the parameters of the sums
   * @param subnetwork the number of parameters that a subnetwork has
   */
  abstract Curvature curvature(GaussNewton sums, Tensor precision, int subnetwork);

  /**
   * The covariance that was written down.
   *
   * @param dimension the number of the Jacobian's parameters
   * @throws IllegalArgumentException if the state does not fit
   */
  Covariance covariance(PosteriorState state, Network network, int dimension) {
    return FullCovariance.of(state, dimension);
  }
}
