package org.jeffreys.tape;

/**
 * Running sums.
 *
 * @param x the elements, row after row
 * @param size of a row
 */
record CumulativeStep(int[] x, int size, int out) implements Step {
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
  public long nanos() {
    return 6L * x.length;
  }
}
