package org.jeffreys.distribution;

import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * Monotone splines of numbers, a quotient of quadratic polynomials in each bin, and the identity
 * outside of [-B, B].
 *
 * <pre>{@code
 * θ = (x - x_k) / w_k      s = h_k / w_k      r = θ (1 - θ)
 * y = y_k + h_k (s θ² + d_k r) / (s + (d_{k+1} + d_k - 2 s) r)
 * y' = s² (d_{k+1} θ² + 2 s r + d_k (1 - θ)²) / (s + (d_{k+1} + d_k - 2 s) r)²
 * }</pre>
 *
 * @param xs knots x_k, @shape [batch…, bins + 1]
 * @param ys knots y_k, @shape [batch…, bins + 1]
 * @param slopes d_k at the knots, 1 at both ends, @shape [batch…, bins + 1]
 * @param bound B
 * @source Durkan et al. (2019), arXiv 1906.04032, equations 4 to 8
 */
record RationalQuadraticSpline(Tensor xs, Tensor ys, Tensor slopes, double bound) {
  private static final double LEAST_PART = 1e-3;
  private static final double LEAST_SLOPE = 1e-3;
  private static final double SLOPE_ONE = Math.log(Math.expm1(1 - LEAST_SLOPE));

  /** The bin that a number lies in. */
  private record Bin(Tensor x, Tensor width, Tensor y, Tensor height, Tensor left, Tensor right) {}

  /** How many numbers make a spline. */
  static int numbers(int bins) {
    return 3 * bins - 1;
  }

  /** The splines of any numbers; zeros make the identity. @shape numbers [batch…, 3 bins - 1] */
  static RationalQuadraticSpline of(Tensor numbers, double bound) {
    long bins = (numbers.size(-1) + 1) / 3;
    Tensor end = Tensor.ones(numbers.dtype(), Events.append(Events.batch(numbers, 1), 1));
    Tensor inner = Special.softplus(numbers.narrow(-1, 2 * bins, bins - 1).add(SLOPE_ONE));
    return new RationalQuadraticSpline(
        knots(numbers.narrow(-1, 0, bins), end, bound),
        knots(numbers.narrow(-1, bins, bins), end, bound),
        Tensor.cat(-1, end, inner.add(LEAST_SLOPE), end),
        bound);
  }

  private static Tensor knots(Tensor logits, Tensor end, double bound) {
    long bins = logits.size(-1);
    Tensor parts = logits.softmax(-1).mul(1 - LEAST_PART * bins).add(LEAST_PART);
    Tensor inner = parts.cumSum(-1).narrow(-1, 0, bins - 1).mul(2 * bound).sub(bound);
    return Tensor.cat(-1, end.mul(-bound), inner, end.mul(bound));
  }

  /** y of x, and the logarithms of the slopes. */
  Bijector.Pushed pushed(Tensor x) {
    Tensor inside = x.abs().lt(bound);
    Tensor zero = Tensor.zeros(x.dtype());
    Tensor safe = inside.where(x, zero);
    Bin bin = bin(safe, xs);
    Tensor part = safe.sub(bin.x()).div(bin.width());
    Tensor rest = part.neg().add(1);
    Tensor both = part.mul(rest);
    Tensor slope = bin.height().div(bin.width());
    Tensor denominator = excess(bin, slope).mul(both).add(slope);
    Tensor numerator = slope.mul(part.square()).addProduct(bin.left(), both);
    Tensor y = bin.y().add(bin.height().mul(numerator).div(denominator));
    Tensor rise =
        bin.right()
            .mul(part.square())
            .add(slope.mul(both).mul(2))
            .addProduct(bin.left(), rest.square());
    Tensor logSlope = slope.div(denominator).log().mul(2).add(rise.log());
    return new Bijector.Pushed(inside.where(y, x), inside.where(logSlope, zero));
  }

  /** x of y: the root of a quadratic equation. */
  Tensor inverse(Tensor y) {
    Tensor inside = y.abs().lt(bound);
    Tensor safe = inside.where(y, Tensor.zeros(y.dtype()));
    Bin bin = bin(safe, ys);
    Tensor slope = bin.height().div(bin.width());
    Tensor above = safe.sub(bin.y());
    Tensor bent = above.mul(excess(bin, slope));
    Tensor a = bin.height().mul(slope.sub(bin.left())).add(bent);
    Tensor b = bin.height().mul(bin.left()).sub(bent);
    Tensor c = slope.mul(above).neg();
    Tensor root = b.square().sub(a.mul(c).mul(4)).clampMin(0).sqrt();
    Tensor part = c.mul(2).div(b.add(root).neg());
    return inside.where(bin.x().addProduct(part, bin.width()), y);
  }

  private static Tensor excess(Bin bin, Tensor slope) {
    return bin.right().add(bin.left()).sub(slope.mul(2));
  }

  private Bin bin(Tensor values, Tensor knots) {
    long bins = knots.size(-1) - 1;
    Tensor inner = knots.narrow(-1, 1, bins - 1);
    Tensor index = values.unsqueeze(-1).sub(inner).gt(0).count(-1);
    Tensor next = index.add(1);
    Tensor x = at(xs, index);
    Tensor y = at(ys, index);
    return new Bin(
        x, at(xs, next).sub(x), y, at(ys, next).sub(y), at(slopes, index), at(slopes, next));
  }

  private static Tensor at(Tensor table, Tensor index) {
    long[] all = Events.append(Shape.of(index.shape()), table.size(-1));
    return Events.pick(table.expand(all), index, 0);
  }
}
