package org.jeffreys.tape;

import java.util.BitSet;

/** One of two numbers, by whether a third is 0. */
final class WhereStep implements Step {
  private final int[] condition;
  private final int[] yes;
  private final int[] no;
  private final int out;

  WhereStep(int[] condition, int[] yes, int[] no, int out) {
    this.condition = condition;
    this.yes = yes;
    this.no = no;
    this.out = out;
  }

  @Override
  public void forward(double[] memory) {
    for (int i = 0; i < condition.length; i++) {
      memory[out + i] = memory[memory[condition[i]] != 0 ? yes[i] : no[i]];
    }
  }

  @Override
  public void backward(double[] memory, double[] adjoint) {
    for (int i = 0; i < condition.length; i++) {
      adjoint[memory[condition[i]] != 0 ? yes[i] : no[i]] += adjoint[out + i];
      adjoint[out + i] = 0;
    }
  }

  @Override
  public boolean isNeeded(BitSet needed) {
    return Slots.isMarked(needed, out, condition.length);
  }

  @Override
  public void need(BitSet needed) {
    Slots.mark(condition, needed);
    Slots.mark(yes, needed);
    Slots.mark(no, needed);
  }

  @Override
  public long nanos() {
    return 6L * condition.length;
  }
}
