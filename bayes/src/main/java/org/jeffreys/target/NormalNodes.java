package org.jeffreys.target;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.StandardNormal;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Tensor;

/**
 * Equally weighted points that stand for a standard normal vector: an antithetic Latin hypercube.
 * The same count and dimension always give the same points.
 *
 * <pre>{@code
 * E g(ε) ≈ (1/S) Σₛ g(εₛ)      ε ~ N(0, I)      εₛ₊ₛ⸝₂ = -εₛ
 * }</pre>
 *
 * <p>Each coordinate takes the normal quantiles of (i + 1/2) / S once each, stretched to variance
 * 1: functions of one coordinate, and odd functions, are integrated as well as S points can.
 * Coordinates are joined in an order that is chosen, one coordinate after the other, among up to
 * 100 random ones, so that sums and differences of two of them are as normal as possible: what the
 * softmax depends on. Measured against scrambled Sobol points this is as near for two or three
 * coordinates, and nearer for ten or more.
 *
 * @source McKay, Beckman and Conover (1979), Technometrics 21(2) (Latin hypercubes); Owen (2013),
 *     Monte Carlo theory, methods and examples, sections 8.2 and 10.3
 */
public final class NormalNodes {
  /** What the orders tried for all coordinates together amount to. */
  private static final int ORDERS = 3200;

  private static final int MOST_ORDERS = 100;

  /** Where characteristic functions are compared. */
  private static final double[] FREQUENCIES = {1, 2};

  private final int dimension;
  private final double[] values;

  private NormalNodes(int dimension, double[] values) {
    this.dimension = dimension;
    this.values = values;
  }

  /**
   * The points.
   *
   * @param count S, even
   * @param dimension the length of the vector
   */
  public static NormalNodes of(int count, int dimension) {
    Check.atLeast(dimension, 1, "dimension");
    Check.require(count >= 2 && count % 2 == 0, "numNodes", "an even number >= 2", count);
    double[] quantiles = positiveQuantiles(count);
    List<Coordinate> coordinates = new ArrayList<>();
    int tries = Math.max(1, Math.min(MOST_ORDERS, ORDERS / dimension));
    for (int k = 0; k < dimension; k++) {
      HostStream random = HostStream.keyed(0, "normal-nodes", k);
      coordinates.add(best(quantiles, coordinates, tries, random));
    }
    double[] values = new double[Math.multiplyExact(count, dimension)];
    int half = values.length / 2;
    for (int k = 0; k < dimension; k++) {
      for (int i = 0; i < count / 2; i++) {
        double value = coordinates.get(k).values[i];
        values[i * dimension + k] = value;
        values[half + i * dimension + k] = -value;
      }
    }
    return new NormalNodes(dimension, values);
  }

  private static double[] positiveQuantiles(int count) {
    double[] quantiles = new double[count / 2];
    double squares = 0;
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = StandardNormal.quantile((quantiles.length + i + 0.5) / count);
      squares += quantiles[i] * quantiles[i];
    }
    double stretch = Math.sqrt(quantiles.length / squares);
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] *= stretch;
    }
    return quantiles;
  }

  private static Coordinate best(
      double[] quantiles, List<Coordinate> others, int tries, HostStream random) {
    Coordinate best = Coordinate.random(quantiles, random);
    double least = best.misfit(others);
    for (int i = 1; i < tries && least > 0; i++) {
      Coordinate candidate = Coordinate.random(quantiles, random);
      double misfit = candidate.misfit(others);
      if (misfit < least) {
        best = candidate;
        least = misfit;
      }
    }
    return best;
  }

  /** The number of points. */
  public int count() {
    return values.length / dimension;
  }

  /** The length of each. */
  public int dimension() {
    return dimension;
  }

  /**
   * The points.
   *
   * @return @shape [count, dimension]
   */
  public Tensor values(DType dtype) {
    return Tensor.of(dtype, values, count(), dimension);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NormalNodes that
        && count() == that.count()
        && dimension == that.dimension;
  }

  @Override
  public int hashCode() {
    return 31 * count() + dimension;
  }

  @Override
  public String toString() {
    return "NormalNodes[count=" + count() + ", dimension=" + dimension + "]";
  }

  /** One coordinate of the first half of the points. */
  private static final class Coordinate {
    private final double[] values;
    private final double[][] cosines = new double[FREQUENCIES.length][];
    private final double[][] sines = new double[FREQUENCIES.length][];

    private Coordinate(double[] values) {
      this.values = values;
      for (int t = 0; t < FREQUENCIES.length; t++) {
        cosines[t] = new double[values.length];
        sines[t] = new double[values.length];
        for (int i = 0; i < values.length; i++) {
          // Strict, so that the choice among orders is the same everywhere.
          cosines[t][i] = StrictMath.cos(FREQUENCIES[t] * values[i]);
          sines[t][i] = StrictMath.sin(FREQUENCIES[t] * values[i]);
        }
      }
    }

    static Coordinate random(double[] quantiles, HostStream random) {
      double[] values = quantiles.clone();
      for (int i = values.length - 1; i >= 0; i--) {
        int j = (int) random.nextLong(i + 1L);
        double chosen = values[j];
        values[j] = values[i];
        values[i] = random.nextLong(2) == 0 ? chosen : -chosen;
      }
      return new Coordinate(values);
    }

    /** By the correlations, and the characteristic functions of sums and differences. */
    double misfit(List<Coordinate> others) {
      double sum = 0;
      for (Coordinate other : others) {
        double correlation = meanProduct(values, other.values);
        sum += correlation * correlation;
        for (int t = 0; t < FREQUENCIES.length; t++) {
          double expected = StrictMath.exp(-FREQUENCIES[t] * FREQUENCIES[t]);
          double even = meanProduct(cosines[t], other.cosines[t]) - expected;
          double odd = meanProduct(sines[t], other.sines[t]);
          sum += (even + odd) * (even + odd) + (even - odd) * (even - odd);
        }
      }
      return sum;
    }

    private static double meanProduct(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
      return sum / a.length;
    }
  }
}
