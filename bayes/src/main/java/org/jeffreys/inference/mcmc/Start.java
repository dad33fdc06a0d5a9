package org.jeffreys.inference.mcmc;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.HostStream;

/** Where chains start, on the unconstrained scale. */
public sealed interface Start {
  /** The points that a chain tries until one has a density. */
  int tries();

  /**
   * A point to try.
   *
   * @param stream of the chain's starting points
   */
  double[] point(int chain, int dimension, HostStream stream);

  /** Where it looked for a point, in words. */
  String place();

  /** Points uniform on (-2, 2), up to 100 a chain: as in Stan. */
  static Start uniform() {
    return new Uniform(2, 100);
  }

  /**
   * Random points.
   *
   * @param radius each coordinate is uniform on (-radius, radius)
   * @param tries the points that a chain tries at most
   */
  record Uniform(double radius, int tries) implements Start {
    /** Checks the settings. */
    public Uniform {
      Check.positive(radius, "radius");
      Check.atLeast(tries, 1, "tries");
    }

    @Override
    public double[] point(int chain, int dimension, HostStream stream) {
      double[] point = new double[dimension];
      for (int i = 0; i < dimension; i++) {
        point[i] = radius * (2 * stream.nextDouble() - 1);
      }
      return point;
    }

    @Override
    public String place() {
      return "uniform on (-" + radius + ", " + radius + ")";
    }
  }

  /**
   * Given points.
   *
   * @param points one a chain, or one for all
   */
  record Given(List<Doubles> points) implements Start {
    /** Copies the list. */
    public Given {
      points = List.copyOf(points);
      Check.require(!points.isEmpty(), "points", "at least one", "none");
    }

    @Override
    public int tries() {
      return 1;
    }

    @Override
    public double[] point(int chain, int dimension, HostStream stream) {
      Check.require(
          points.size() == 1 || chain < points.size(),
          "points",
          "one a chain, or one for all",
          points.size());
      Doubles point = points.get(points.size() == 1 ? 0 : chain);
      Check.require(point.size() == dimension, "points", dimension + " values", point.size());
      return point.toArray();
    }

    @Override
    public String place() {
      return "as given";
    }
  }
}
