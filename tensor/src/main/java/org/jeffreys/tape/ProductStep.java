package org.jeffreys.tape;

import java.util.BitSet;

/**
 * A matrix product {@code C = A B}; elements of each lie side by side.
 *
 * @param rows of A
 * @param inner the columns of A
 * @param columns of B
 * @param variesFirst whether derivatives by A are wanted
 * @param variesSecond whether derivatives by B are wanted
 */
record ProductStep(
    int a,
    int b,
    int out,
    int rows,
    int inner,
    int columns,
    boolean variesFirst,
    boolean variesSecond)
    implements Step {
  @Override
  public void forward(double[] memory) {
    for (int i = 0; i < rows; i++) {
      int row = a + i * inner;
      int to = out + i * columns;
      if (columns == 1) {
        memory[to] = dot(memory, row, memory, b, inner);
        continue;
      }
      java.util.Arrays.fill(memory, to, to + columns, 0);
      for (int k = 0; k < inner; k++) {
        add(memory, to, memory[row + k], memory, b + k * columns, columns);
      }
    }
  }

  @Override
  public void backward(double[] memory, double[] adjoint) {
    for (int i = 0; i < rows; i++) {
      int row = a + i * inner;
      int from = out + i * columns;
      if (columns == 1) {
        double slope = adjoint[from];
        if (variesFirst) {
          add(adjoint, row, slope, memory, b, inner);
        }
        if (variesSecond) {
          add(adjoint, b, slope, memory, row, inner);
        }
        continue;
      }
      for (int k = 0; k < inner; k++) {
        if (variesFirst) {
          adjoint[row + k] += dot(adjoint, from, memory, b + k * columns, columns);
        }
        if (variesSecond) {
          add(adjoint, b + k * columns, memory[row + k], adjoint, from, columns);
        }
      }
    }
    java.util.Arrays.fill(adjoint, out, out + rows * columns, 0);
  }

  /** Four sums at a time, which do not wait for each other. */
  private static double dot(double[] x, int first, double[] y, int second, int length) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < length; i += 4) {
      s0 += x[first + i] * y[second + i];
      s1 += x[first + i + 1] * y[second + i + 1];
      s2 += x[first + i + 2] * y[second + i + 2];
      s3 += x[first + i + 3] * y[second + i + 3];
    }
    for (; i < length; i++) {
      s0 += x[first + i] * y[second + i];
    }
    return s0 + s1 + (s2 + s3);
  }

  private static void add(double[] to, int at, double factor, double[] x, int from, int length) {
    for (int i = 0; i < length; i++) {
      to[at + i] += factor * x[from + i];
    }
  }

  @Override
  public boolean isNeeded(BitSet needed) {
    return Slots.isMarked(needed, out, rows * columns);
  }

  @Override
  public void need(BitSet needed) {
    needed.set(a, a + rows * inner);
    needed.set(b, b + inner * columns);
  }

  @Override
  public long nanos() {
    return 10 + 2L * rows * inner * columns;
  }
}
