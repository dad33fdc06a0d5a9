package org.jeffreys.tape;

import java.util.BitSet;

/** Running sums. */
final class CumulativeStep implements Step {
  private final int[] x;
  private final int size;
  private final int out;

  /**
   * @param x the elements, row after row
   * @param size of a row
   */
  CumulativeStep(int[] x, int size, int out) {
    this.x = x;
    this.size = size;
    this.out = out;
  }

  @Override
  public void forward(double[] memory) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum = i % size == 0 ? memory[x[i]] : sum + memory[x[i]];
      memory[out + i] = sum;
    }
  }

  @Override
  public void backward(double[] memory, double[] adjoint) {
    double sum = 0;
    for (int i = x.length - 1; i >= 0; i--) {
      sum = i % size == size - 1 ? adjoint[out + i] : sum + adjoint[out + i];
      adjoint[out + i] = 0;
      adjoint[x[i]] += sum;
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
    return 6L * x.length;
  }
}
