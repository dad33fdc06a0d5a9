package org.jeffreys.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/** Updates of several tensors in one pass over memory. */
public final class Fused {
  private static final @Nullable Operator ADAM = Operator.named("aten::_fused_adam_");

  /** Below so many elements the call costs more than the passes that it saves. */
  private static final long LEAST = 1 << 15;

  private static final IValue NOTHING = new IValue();
  private static final IValue FALSE = new IValue(false);

  private Fused() {}

  /**
   * What Adam goes by.
   *
   * @param learningRate of this step
   * @param beta1 the memory of the mean
   * @param beta2 the memory of the mean square
   * @param epsilon added to the root of the mean square
   */
  public record AdamRates(double learningRate, double beta1, double beta2, double epsilon) {}

  /**
   * A step of Adam, in place, where one pass is sooner done: on large dense tensors of the
   * processor.
   *
   * <pre>{@code
   * m' = β₁ m + (1 - β₁) g      v' = β₂ v + (1 - β₂) g²
   * θ' = θ - learningRate m̂ / (√v̂ + epsilon)      m̂ = m' / (1 - β₁ᵗ), v̂ = v' / (1 - β₂ᵗ)
   * }</pre>
   *
   * @param position θ
   * @param gradient g, @shape as position
   * @param first m, @shape as position
   * @param second v, @shape as position
   * @param step t, from 1
   * @return false if nothing was done
   * @source Kingma and Ba (2015), ICLR, algorithm 1
   */
  public static boolean adam(
      Tensor position, Tensor gradient, Tensor first, Tensor second, AdamRates rates, long step) {
    Check.atLeast(step, 1L, "step");
    Operator operator = ADAM;
    if (operator == null
        || position.numElements() < LEAST
        || position.device() != Device.CPU
        || !areDense(position, gradient, first, second)) {
      return false;
    }
    Tensor[] others = {gradient, first, second};
    for (Tensor other : others) {
      Call.sameType("adam", position, other);
      Call.requireShape(other, position.shape());
    }
    Call.run(
        "adam",
        () -> adam(operator, new Tensor[] {position, gradient, first, second}, rates, step),
        position,
        gradient,
        first,
        second);
    return true;
  }

  private static boolean areDense(Tensor... tensors) {
    for (Tensor tensor : tensors) {
      if (!tensor.handle().is_contiguous()) {
        return false;
      }
    }
    return true;
  }

  private static void adam(Operator operator, Tensor[] tensors, AdamRates rates, long step) {
    try (Type.TypePtr type = operator.elementType(0);
        IValue position = Operator.list(type, tensors[0].handle());
        IValue gradient = Operator.list(type, tensors[1].handle());
        IValue first = Operator.list(type, tensors[2].handle());
        IValue second = Operator.list(type, tensors[3].handle());
        IValue greatest = Operator.list(type);
        var count =
            torch.full(new long[0], Native.scalar((double) step), Native.options(DType.FLOAT32));
        IValue steps = Operator.list(type, count);
        IValue learningRate = new IValue(rates.learningRate());
        IValue beta1 = new IValue(rates.beta1());
        IValue beta2 = new IValue(rates.beta2());
        IValue weightDecay = new IValue(0.0);
        IValue epsilon = new IValue(rates.epsilon());
        IValueVector stack =
            new IValueVector(
                position,
                gradient,
                first,
                second,
                greatest,
                steps,
                learningRate,
                beta1,
                beta2,
                weightDecay,
                epsilon,
                FALSE,
                FALSE,
                NOTHING,
                NOTHING)) {
      operator.call(stack);
    }
  }
}
