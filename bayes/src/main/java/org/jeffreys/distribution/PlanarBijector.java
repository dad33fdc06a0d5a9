package org.jeffreys.distribution;

import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * A bend along a hyperplane.
 *
 * <pre>{@code
 * a = wᵀx + b      y = x + û tanh(a)      log |det| = log(1 + (1 - tanh²(a)) wᵀû)
 * û = u + (m(wᵀu) - wᵀu) w / |w|²         m(s) = log(1 + (e - 1) e^s) - 1
 * }</pre>
 *
 * <p>{@code wᵀû = m(wᵀu) > -1} makes it invertible for all u and w, and {@code m(0) = 0} the
 * identity for u = 0. The inverse has no formula.
 *
 * @param weight w, not 0, @shape [batch…, n]
 * @param direction u, @shape [batch…, n]
 * @param bias b, @shape [batch…]
 * @source Rezende and Mohamed (2015), arXiv 1505.05770, equations 10 to 12 and appendix A.1
 */
public record PlanarBijector(Tensor weight, Tensor direction, Tensor bias) implements Bijector {
  private static final double LOG_E_LESS_ONE = Math.log(Math.E - 1);
  private static final double LEAST_SQUARE = 1e-30;

  @Override
  public int eventRank() {
    return 1;
  }

  @Override
  public Tensor forward(Tensor x) {
    return pushed(x).value();
  }

  /** Refused: there is no formula. */
  @Override
  public Tensor inverse(Tensor y) {
    throw new UnsupportedOperationException(
        "planar: expected forward, got inverse, which has no formula; use spline-coupling where"
            + " densities of given values are needed");
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return logStretch(bend(x), along());
  }

  @Override
  public Pushed pushed(Tensor x) {
    Tensor bend = bend(x);
    Tensor along = along();
    Tensor change = along.sub(weight.mul(direction).sum(-1));
    Tensor square = weight.square().sum(-1).clampMin(LEAST_SQUARE);
    Tensor invertible = direction.add(weight.mul(change.div(square).unsqueeze(-1)));
    Tensor y = x.add(invertible.mul(bend.unsqueeze(-1)));
    return new Pushed(y, logStretch(bend, along));
  }

  /** tanh(wᵀx + b). */
  private Tensor bend(Tensor x) {
    return x.mul(weight).sum(-1).add(bias).tanh();
  }

  /** wᵀû. */
  private Tensor along() {
    Tensor product = weight.mul(direction).sum(-1);
    return Special.softplus(product.add(LOG_E_LESS_ONE)).sub(1);
  }

  private static Tensor logStretch(Tensor bend, Tensor along) {
    return Special.log1p(along.sub(bend.square().mul(along)));
  }
}
