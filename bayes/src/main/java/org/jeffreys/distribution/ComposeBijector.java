package org.jeffreys.distribution;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Bijectors one after the other, the first of them first.
 *
 * <pre>{@code
 * y = f_n(… f_1(x))      log |det ∂y/∂x| = Σ_i log |det ∂f_i|
 * }</pre>
 *
 * @param parts at least one
 */
public record ComposeBijector(List<Bijector> parts) implements Bijector {
  /** Checks the number. */
  public ComposeBijector {
    parts = List.copyOf(parts);
    Check.atLeast(parts.size(), 1, "parts");
  }

  /** The given ones, the first of them first. */
  public static ComposeBijector of(Bijector... parts) {
    return new ComposeBijector(List.of(parts));
  }

  @Override
  public int eventRank() {
    int rank = inverseEventRank();
    for (Bijector part : parts) {
      rank += part.eventRank() - part.inverseEventRank();
    }
    return rank;
  }

  @Override
  public int inverseEventRank() {
    int most = 0;
    int gained = 0;
    for (Bijector part : parts) {
      most = Math.max(most, part.inverseEventRank() - gained);
      gained += part.eventRank() - part.inverseEventRank();
    }
    return most;
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x;
    for (Bijector part : parts) {
      y = part.forward(y);
    }
    return y;
  }

  @Override
  public Tensor inverse(Tensor y) {
    Tensor x = y;
    for (int i = parts.size() - 1; i >= 0; i--) {
      x = parts.get(i).inverse(x);
    }
    return x;
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return pushed(x).logDeterminant();
  }

  @Override
  public Pushed pushed(Tensor x) {
    int rank = inverseEventRank();
    Tensor from = x;
    Tensor sum = Tensor.zeros(x.dtype());
    for (Bijector part : parts) {
      Pushed pushed = part.pushed(from);
      sum =
          Independent.lastSummed(pushed.logDeterminant(), rank - part.inverseEventRank()).add(sum);
      rank += part.eventRank() - part.inverseEventRank();
      from = pushed.value();
    }
    return new Pushed(from, sum);
  }

  @Override
  public Shape inverseShape(Shape y) {
    Shape x = y;
    for (int i = parts.size() - 1; i >= 0; i--) {
      x = parts.get(i).inverseShape(x);
    }
    return x;
  }

  @Override
  public Shape forwardShape(Shape x) {
    Shape y = x;
    for (Bijector part : parts) {
      y = part.forwardShape(y);
    }
    return y;
  }
}
