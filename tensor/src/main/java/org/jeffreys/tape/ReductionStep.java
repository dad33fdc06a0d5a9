package org.jeffreys.tape;

import java.util.BitSet;

/** Groups of numbers, each reduced to one. */
final class ReductionStep implements Step {
  private final Reduction reduction;
  private final int[] x;
  private final int size;
  private final int out;

  /**
   * @param x the elements, group after group
   * @param size of a group
   */
  ReductionStep(Reduction reduction, int[] x, int size, int out) {
    this.reduction = reduction;
    this.x = x;
    this.size = size;
    this.out = out;
  }

  @Override
  public void forward(double[] memory) {
    for (int group = 0; group * size < x.length; group++) {
      int from = group * size;
      memory[out + group] =
          switch (reduction) {
            case SUM -> sum(memory, from);
            case LOG_SUM_EXP -> logSumExp(memory, from);
            case MAX -> greatest(memory, from);
            case MIN -> least(memory, from);
          };
    }
  }

  private double sum(double[] memory, int from) {
    double even = 0;
    double odd = 0;
    int end = from + size;
    int i = from;
    for (; i + 1 < end; i += 2) {
      even += memory[x[i]];
      odd += memory[x[i + 1]];
    }
    return i < end ? even + odd + memory[x[i]] : even + odd;
  }

  private double logSumExp(double[] memory, int from) {
    double greatest = greatest(memory, from);
    if (!Double.isFinite(greatest)) {
      return greatest;
    }
    double sum = 0;
    for (int i = from; i < from + size; i++) {
      sum += Math.exp(memory[x[i]] - greatest);
    }
    return greatest + Math.log(sum);
  }

  private double greatest(double[] memory, int from) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + size; i++) {
      greatest = Math.max(greatest, memory[x[i]]);
    }
    return greatest;
  }

  private double least(double[] memory, int from) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = from; i < from + size; i++) {
      least = Math.min(least, memory[x[i]]);
    }
    return least;
  }

  @Override
  public void backward(double[] memory, double[] adjoint) {
    for (int group = 0; group * size < x.length; group++) {
      double slope = adjoint[out + group];
      adjoint[out + group] = 0;
      double value = memory[out + group];
      switch (reduction) {
        case SUM -> {
          for (int i = group * size; i < (group + 1) * size; i++) {
            adjoint[x[i]] += slope;
          }
        }
        case LOG_SUM_EXP ->
            shares(memory, adjoint, group, Double.isInfinite(value) ? 0 : value, slope);
        case MAX, MIN -> ends(memory, adjoint, group, value, slope);
      }
    }
  }

  private void shares(double[] memory, double[] adjoint, int group, double value, double slope) {
    for (int i = group * size; i < (group + 1) * size; i++) {
      adjoint[x[i]] += slope * Math.exp(memory[x[i]] - value);
    }
  }

  private void ends(double[] memory, double[] adjoint, int group, double value, double slope) {
    int count = 0;
    for (int i = group * size; i < (group + 1) * size; i++) {
      count += memory[x[i]] == value ? 1 : 0;
    }
    for (int i = group * size; i < (group + 1) * size; i++) {
      if (memory[x[i]] == value) {
        adjoint[x[i]] += slope / count;
      }
    }
  }

  @Override
  public boolean isNeeded(BitSet needed) {
    return Slots.isMarked(needed, out, x.length / Math.max(1, size));
  }

  @Override
  public void need(BitSet needed) {
    Slots.mark(x, needed);
  }

  @Override
  public long nanos() {
    return x.length * (reduction == Reduction.LOG_SUM_EXP ? 20L : 3L);
  }
}
