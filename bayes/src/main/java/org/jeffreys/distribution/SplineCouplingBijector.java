package org.jeffreys.distribution;

import org.jeffreys.tensor.Tensor;

/**
 * The first elements of a vector as they are, each of the others mapped by a monotone spline that a
 * network with one hidden layer of tanh makes from the first ones.
 *
 * <pre>{@code
 * y_a = x_a      y_b = spline(x_b; network(x_a))      log |det| = Σ_b log spline'(x_b)
 * }</pre>
 *
 * @param first the weights into the hidden layer, @shape [batch…, kept, hidden]
 * @param firstBias @shape [batch…, hidden]
 * @param last the weights of the splines' numbers, @shape [batch…, hidden, mapped * (3 bins - 1)]
 * @param lastBias @shape [batch…, mapped * (3 bins - 1)]
 * @param bound B: elements outside of [-B, B] stay as they are
 * @source Durkan et al. (2019), arXiv 1906.04032, section 3
 */
public record SplineCouplingBijector(
    Tensor first, Tensor firstBias, Tensor last, Tensor lastBias, double bound)
    implements Bijector {
  @Override
  public int eventRank() {
    return 1;
  }

  @Override
  public Tensor forward(Tensor x) {
    return pushed(x).value();
  }

  @Override
  public Tensor inverse(Tensor y) {
    Tensor kept = kept(y);
    return Tensor.cat(-1, kept, spline(y).inverse(mapped(y)));
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return spline(x).pushed(mapped(x)).logDeterminant().sum(-1);
  }

  @Override
  public Pushed pushed(Tensor x) {
    Pushed moved = spline(x).pushed(mapped(x));
    Tensor y = Tensor.cat(-1, kept(moved.value(), x), moved.value());
    return new Pushed(y, moved.logDeterminant().sum(-1));
  }

  private Tensor kept(Tensor x) {
    return x.narrow(-1, 0, first.size(-2));
  }

  /** The elements that are kept, for each of the vectors that parameters with a batch make. */
  private Tensor kept(Tensor moved, Tensor x) {
    return kept(x).expand(Events.append(Events.batch(moved, 1), first.size(-2)));
  }

  private Tensor mapped(Tensor x) {
    long kept = first.size(-2);
    return x.narrow(-1, kept, x.size(-1) - kept);
  }

  private RationalQuadraticSpline spline(Tensor x) {
    Tensor layer = Events.times(kept(x), first).add(firstBias).tanh();
    Tensor out = Events.times(layer, last).add(lastBias);
    long mapped = x.size(-1) - first.size(-2);
    long each = out.size(-1) / mapped;
    return RationalQuadraticSpline.of(
        out.reshape(Events.append(Events.batch(out, 1), mapped, each)), bound);
  }
}
