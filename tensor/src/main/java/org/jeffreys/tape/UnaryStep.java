package org.jeffreys.tape;

import java.util.BitSet;

/** A function of one number, element by element. */
final class UnaryStep implements Step {
  private final Unary function;
  private final int[] x;
  private final int out;

  UnaryStep(Unary function, int[] x, int out) {
    this.function = function;
    this.x = x;
    this.out = out;
  }

  @Override
  public void forward(double[] memory) {
    switch (function) {
      case SQUARE -> {
        for (int i = 0; i < x.length; i++) {
          double value = memory[x[i]];
          memory[out + i] = value * value;
        }
      }
      case EXP -> {
        for (int i = 0; i < x.length; i++) {
          memory[out + i] = Math.exp(memory[x[i]]);
        }
      }
      case TANH -> {
        for (int i = 0; i < x.length; i++) {
          memory[out + i] = Unary.tanh(memory[x[i]]);
        }
      }
      case LOG -> {
        for (int i = 0; i < x.length; i++) {
          memory[out + i] = Math.log(memory[x[i]]);
        }
      }
      default -> {
        for (int i = 0; i < x.length; i++) {
          memory[out + i] = function.at(memory[x[i]]);
        }
      }
    }
  }

  @Override
  public void backward(double[] memory, double[] adjoint) {
    for (int i = 0; i < x.length; i++) {
      double slope = function.slope(memory[x[i]], memory[out + i]);
      adjoint[x[i]] += adjoint[out + i] * slope;
      adjoint[out + i] = 0;
    }
  }

  @Override
  public boolean isNeeded(BitSet needed) {
    return Slots.isMarked(needed, out, x.length);
  }

  @Override
  public void need(BitSet needed) {
    Slots.mark(x, needed);
  }

  @Override
  public long nanos() {
    return (long) x.length * (3 + function.nanos());
  }
}
