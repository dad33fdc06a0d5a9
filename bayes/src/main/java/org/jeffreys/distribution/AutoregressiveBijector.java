package org.jeffreys.distribution;

import java.util.Arrays;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;

/**
 * Each element moved and scaled by functions of those before it.
 *
 * <pre>{@code
 * y_i = m_i(x_1, …, x_{i-1}) + x_i exp(s_i(x_1, …, x_{i-1}))      log |det| = Σ_i s_i
 * }</pre>
 *
 * <p>m and s are the outputs of a network with one hidden layer of tanh, whose weights are masked
 * so that no output sees its own element or a later one; s stays within ±3. The inverse takes n
 * passes, for each finds one element more.
 *
 * @param first the weights into the hidden layer, @shape [batch…, n, hidden]
 * @param firstBias @shape [batch…, hidden]
 * @param last the weights of m and then of s, @shape [batch…, hidden, 2 n]
 * @param lastBias @shape [batch…, 2 n]
 * @source Kingma et al. (2016), arXiv 1606.04934; Germain et al. (2015), arXiv 1502.03509, for the
 *     masks
 */
public record AutoregressiveBijector(Tensor first, Tensor firstBias, Tensor last, Tensor lastBias)
    implements Bijector {
  private static final double GREATEST_LOG_SCALE = 3;

  /** What an element is moved and scaled by. */
  private record Move(Tensor shift, Tensor logScale) {}

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
    Tensor x = y;
    for (int i = 0; i < y.size(-1); i++) {
      Move move = move(x);
      x = y.sub(move.shift()).mul(move.logScale().neg().exp());
    }
    return x;
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return move(x).logScale().sum(-1);
  }

  @Override
  public Pushed pushed(Tensor x) {
    Move move = move(x);
    Tensor y = move.shift().addProduct(x, move.logScale().exp());
    return new Pushed(y, move.logScale().sum(-1));
  }

  private Move move(Tensor x) {
    int size = Math.toIntExact(first.size(-2));
    int hidden = Math.toIntExact(first.size(-1));
    Tensor into = first.mul(inputMask(first.dtype(), size, hidden));
    Tensor layer = Events.times(x, into).add(firstBias).tanh();
    Tensor outOf = last.mul(outputMask(last.dtype(), size, hidden));
    Tensor out = Events.times(layer, outOf).add(lastBias);
    Tensor bounded =
        out.narrow(-1, size, size).div(GREATEST_LOG_SCALE).tanh().mul(GREATEST_LOG_SCALE);
    return new Move(out.narrow(-1, 0, size), bounded);
  }

  /** A hidden unit sees the elements up to its degree, from 1 to n - 1 in turn. */
  private static int degree(int unit, int size) {
    return 1 + unit % Math.max(1, size - 1);
  }

  private static Tensor inputMask(DType dtype, int size, int hidden) {
    double[] mask = new double[size * hidden];
    Arrays.setAll(mask, k -> k / hidden < degree(k % hidden, size) ? 1 : 0);
    return Tensor.of(dtype, mask, size, hidden);
  }

  private static Tensor outputMask(DType dtype, int size, int hidden) {
    double[] mask = new double[hidden * 2 * size];
    Arrays.setAll(mask, k -> k % size >= degree(k / (2 * size), size) ? 1 : 0);
    return Tensor.of(dtype, mask, hidden, 2L * size);
  }
}
