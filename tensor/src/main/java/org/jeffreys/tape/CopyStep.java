package org.jeffreys.tape;

/** Elements brought side by side. */
record CopyStep(int[] x, int out) implements Step {
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
  public long nanos() {
    return 2L * x.length;
  }
}
