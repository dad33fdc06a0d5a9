package org.jeffreys.inference;

import java.util.List;
import org.jeffreys.tensor.Tensor;

/**
 * What sampling gave.
 *
 * @param draws of all chains, owned by the caller
 * @param last the state after the last step, one for each group of chains; owned by the caller
 * @param steps the steps this process made; a resumed run makes fewer than all
 * @param seconds they took
 */
public record Sampled<S extends Kernel.State>(Draws draws, List<S> last, long steps, double seconds)
    implements AutoCloseable {
  /** The wall time of one step of all chains, in microseconds; NaN if none was made. */
  public double stepMicros() {
    return steps == 0 ? Double.NaN : seconds * 1e6 / steps;
  }

  /** Closes the last states; the draws stay. */
  public void closeLast() {
    last.forEach(state -> state.snapshot().tensors().values().forEach(Tensor::close));
  }

  @Override
  public void close() {
    draws.close();
    closeLast();
  }
}
