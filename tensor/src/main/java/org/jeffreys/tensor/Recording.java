package org.jeffreys.tensor;

import java.util.function.UnaryOperator;
import org.jeffreys.core.Check;
import org.jeffreys.tape.Tape;
import org.jspecify.annotations.Nullable;

/**
 * A function of a tensor, written down once to be run without the native library.
 *
 * @param tape the function as steps in plain Java; null where it could not be written down
 * @param obstacle what stood in the way, such as an operation that tapes do not have
 */
public record Recording(@Nullable Tape tape, @Nullable String obstacle) {
  /**
   * Runs a function and writes down what it does. Everything but its argument is taken as it is
   * now, and is always the same: numbers, data, other tensors, the outcome of conditions.
   *
   * @param function whose result has one element
   * @param at float64
   */
  public static Recording of(UnaryOperator<Tensor> function, Tensor at) {
    Check.require(at.dtype() == DType.FLOAT64, "at", "a float64 tensor", at);
    try (Scope scope = Scope.open()) {
      Recorder recorder = Recorder.start(at);
      try {
        Tensor result = function.apply(at);
        return new Recording(recorder.tape().build(recorder.slots(result)), null);
      } catch (Recorder.Refusal e) {
        return new Recording(null, String.valueOf(e.getMessage()));
      } finally {
        recorder.stop();
      }
    }
  }
}
