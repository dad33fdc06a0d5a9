package org.jeffreys.tape;

import java.util.BitSet;

/** A function of two numbers, element by element. */
final class PairStep implements Step {
  private final Pair function;
  private final int[] x;
  private final int[] y;
  private final int out;
  private final boolean variesFirst;
  private final boolean variesSecond;

  /**
   * @param variesFirst whether derivatives by the first are wanted
   * @param variesSecond whether derivatives by the second are wanted
   */
  PairStep(Pair function, int[] x, int[] y, int out, boolean variesFirst, boolean variesSecond) {
    this.function = function;
    this.x = x;
    this.y = y;
    this.out = out;
    this.variesFirst = variesFirst;
    this.variesSecond = variesSecond;
  }

  @Override
  public void forward(double[] memory) {
    switch (function) {
      case ADD -> {
        for (int i = 0; i < x.length; i++) {
          memory[out + i] = memory[x[i]] + memory[y[i]];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < x.length; i++) {
          memory[out + i] = memory[x[i]] - memory[y[i]];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < x.length; i++) {
          memory[out + i] = memory[x[i]] * memory[y[i]];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < x.length; i++) {
          memory[out + i] = memory[x[i]] / memory[y[i]];
        }
      }
      default -> {
        for (int i = 0; i < x.length; i++) {
          memory[out + i] = function.at(memory[x[i]], memory[y[i]]);
        }
      }
    }
  }

  @Override
  public void backward(double[] memory, double[] adjoint) {
    if (variesFirst) {
      first(memory, adjoint);
    }
    if (variesSecond) {
      second(memory, adjoint);
    }
    java.util.Arrays.fill(adjoint, out, out + x.length, 0);
  }

  private void first(double[] memory, double[] adjoint) {
    switch (function) {
      case ADD, SUBTRACT -> {
        for (int i = 0; i < x.length; i++) {
          adjoint[x[i]] += adjoint[out + i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < x.length; i++) {
          adjoint[x[i]] += adjoint[out + i] * memory[y[i]];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < x.length; i++) {
          adjoint[x[i]] += adjoint[out + i] / memory[y[i]];
        }
      }
      default -> {
        for (int i = 0; i < x.length; i++) {
          double slope = function.first(memory[x[i]], memory[y[i]], memory[out + i]);
          adjoint[x[i]] += adjoint[out + i] * slope;
        }
      }
    }
  }

  private void second(double[] memory, double[] adjoint) {
    switch (function) {
      case ADD -> {
        for (int i = 0; i < x.length; i++) {
          adjoint[y[i]] += adjoint[out + i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < x.length; i++) {
          adjoint[y[i]] -= adjoint[out + i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < x.length; i++) {
          adjoint[y[i]] += adjoint[out + i] * memory[x[i]];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < x.length; i++) {
          adjoint[y[i]] -= adjoint[out + i] * memory[out + i] / memory[y[i]];
        }
      }
      default -> {
        for (int i = 0; i < x.length; i++) {
          double slope = function.second(memory[x[i]], memory[y[i]], memory[out + i]);
          adjoint[y[i]] += adjoint[out + i] * slope;
        }
      }
    }
  }

  @Override
  public boolean isNeeded(BitSet needed) {
    return Slots.isMarked(needed, out, x.length);
  }

  @Override
  public void need(BitSet needed) {
    Slots.mark(x, needed);
    Slots.mark(y, needed);
  }

  @Override
  public long nanos() {
    return (long) x.length * (3 + function.nanos());
  }
}
