package org.jeffreys.tape;

import java.util.BitSet;

/** Elements brought side by side. */
final class CopyStep implements Step {
  private final int[] x;
  private final int out;

  CopyStep(int[] x, int out) {
    this.x = x;
    this.out = out;
  }

  @Override
  public void forward(double[] memory) {
    for (int i = 0; i < x.length; i++) {
      memory[out + i] = memory[x[i]];
    }
  }

  @Override
  public void backward(double[] memory, double[] adjoint) {
    for (int i = 0; i < x.length; i++) {
      adjoint[x[i]] += adjoint[out + i];
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
    return 2L * x.length;
  }
}
