package org.jeffreys.target;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Two priors, of the first parameters and of those after them.
 *
 * @param size the number of the first
 * @param widths those of both
 */
record JoinedPrior(BoundPrior first, BoundPrior second, long size, Tensor widths)
    implements BoundPrior {
  /** Of priors that have a scale. */
  static JoinedPrior of(BoundPrior first, BoundPrior second) {
    Tensor before = Check.present(first.scale(), "scale");
    Tensor after = Check.present(second.scale(), "scale");
    Tensor both = Scope.release(Tensor.cat(0, before, after));
    return new JoinedPrior(first, second, before.size(0), both);
  }

  @Override
  public Tensor logProb(Tensor position) {
    return first.logProb(head(position)).add(second.logProb(tail(position)));
  }

  @Override
  public void addGradient(Tensor position, Tensor sum, double factor) {
    first.addGradient(head(position), head(sum), factor);
    second.addGradient(tail(position), tail(sum), factor);
  }

  private Tensor head(Tensor flat) {
    return flat.narrow(1, 0, size);
  }

  private Tensor tail(Tensor flat) {
    return flat.narrow(1, size, flat.size(1) - size);
  }

  @Override
  public Tensor scale() {
    return widths;
  }

  @Override
  public @Nullable NormalForm normalForm() {
    return null;
  }

  @Override
  public Tensor sample(int draws, Rng rng) {
    return Tensor.cat(1, first.sample(draws, rng), second.sample(draws, rng));
  }

  @Override
  public Tensor start(int draws, Rng rng) {
    return Tensor.cat(1, first.start(draws, rng), second.start(draws, rng));
  }

  @Override
  public void close() {
    first.close();
    second.close();
    widths.close();
  }
}
