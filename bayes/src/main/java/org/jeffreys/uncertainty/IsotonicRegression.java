package org.jeffreys.uncertainty;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;

/**
 * The non-decreasing function nearest to some points, by pooling adjacent violators.
 *
 * <pre>{@code
 * min Σ w (y - f(x))²      f(x) <= f(x') for x <= x'
 * }</pre>
 *
 * <p>Between two points it is linear, beyond them constant. Points of equal x are first averaged.
 *
 * @param x the ends of the pooled blocks, strictly increasing
 * @param value the function there, not decreasing
 * @source Ayer et al. (1955), Annals of Mathematical Statistics 26; Barlow et al. (1972),
 *     Statistical inference under order restrictions
 */
public record IsotonicRegression(Doubles x, Doubles value) {

  /** Checks the order of the points. */
  public IsotonicRegression {
    Check.atLeast(x.size(), 1, "number of points");
    TargetRows.check(value.size(), x.size(), "value");
    for (int i = 0; i < x.size(); i++) {
      Check.finite(x.get(i), "x");
      Check.finite(value.get(i), "value");
      if (i > 0 && !(x.get(i) > x.get(i - 1))) {
        throw Check.failure("x[" + i + "]", "a number > " + x.get(i - 1), x.get(i));
      }
      if (i > 0 && !(value.get(i) >= value.get(i - 1))) {
        throw Check.failure("value[" + i + "]", "a number >= " + value.get(i - 1), value.get(i));
      }
    }
  }

  /**
   * Fits equally weighted points, in any order.
   *
   * @throws IllegalArgumentException if there is none, not one y an x, or one is not finite
   */
  public static IsotonicRegression fit(double[] x, double[] y) {
    double[] weights = new double[x.length];
    Arrays.fill(weights, 1);
    return fit(x, y, weights);
  }

  /**
   * Fits weighted points, in any order.
   *
   * @param weights positive, one a point
   */
  public static IsotonicRegression fit(double[] x, double[] y, double[] weights) {
    TargetRows.checkFinite(x, "x");
    TargetRows.check(y.length, x.length, "y");
    TargetRows.checkFinite(y, "y");
    TargetRows.check(weights.length, x.length, "weights");
    Integer[] order = new Integer[x.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> x[i]));
    var blocks = new Blocks(x.length);
    for (int start = 0, end = 0; start < order.length; start = end) {
      double sum = 0;
      double weight = 0;
      for (; end < order.length && x[order[end]] == x[order[start]]; end++) {
        weight += Check.positive(weights[order[end]], "weight");
        sum += weights[order[end]] * y[order[end]];
      }
      blocks.add(x[order[start]], sum / weight, weight);
    }
    return blocks.function();
  }

  /** The function of {@link #fields}. */
  public static IsotonicRegression of(Fields fields) {
    return new IsotonicRegression(fields.numbers("x"), fields.numbers("value"));
  }

  /** Its components as plain data. */
  public Map<String, Object> fields() {
    return Fields.ordered("x", plain(x), "value", plain(value));
  }

  static List<Double> plain(Doubles numbers) {
    return numbers.stream().boxed().toList();
  }

  /** The function at {@code at}. */
  public double at(double at) {
    return interpolate(x, value, at);
  }

  /** The least place where the function is {@code level}; an end where it nowhere is. */
  public double inverse(double level) {
    return interpolate(value, x, level);
  }

  /** Linear between knots; on a flat of {@code from} the first knot. */
  private static double interpolate(Doubles from, Doubles to, double at) {
    Check.require(!Double.isNaN(at), "at", "a number", at);
    int high = from.size();
    for (int low = 0; low < high; ) {
      int middle = (low + high) >>> 1;
      if (from.get(middle) < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (high == 0 || high == from.size()) {
      return to.get(high == 0 ? 0 : high - 1);
    }
    double share = (at - from.get(high - 1)) / (from.get(high) - from.get(high - 1));
    double start = to.get(high - 1);
    return share == 1 ? to.get(high) : start + share * (to.get(high) - start);
  }

  /** Blocks of points with their means, which never decrease. */
  private static final class Blocks {
    private final double[] first;
    private final double[] last;
    private final double[] mean;
    private final double[] weight;
    private int count;

    Blocks(int most) {
      first = new double[most];
      last = new double[most];
      mean = new double[most];
      weight = new double[most];
    }

    void add(double x, double y, double w) {
      first[count] = x;
      last[count] = x;
      mean[count] = y;
      weight[count] = w;
      count++;
      while (count > 1 && mean[count - 1] <= mean[count - 2]) {
        pool();
      }
    }

    private void pool() {
      int left = count - 2;
      double sum = weight[left] + weight[count - 1];
      mean[left] += (mean[count - 1] - mean[left]) * (weight[count - 1] / sum);
      weight[left] = sum;
      last[left] = last[count - 1];
      count--;
    }

    IsotonicRegression function() {
      double[] x = new double[2 * count];
      double[] value = new double[2 * count];
      int size = 0;
      for (int block = 0; block < count; block++) {
        x[size] = first[block];
        value[size++] = mean[block];
        if (last[block] > first[block]) {
          x[size] = last[block];
          value[size++] = mean[block];
        }
      }
      return new IsotonicRegression(
          Doubles.of(Arrays.copyOf(x, size)), Doubles.of(Arrays.copyOf(value, size)));
    }
  }
}
