package org.jeffreys.ppl;

import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Independent repetitions: an axis of all sites within. Close it where it ends.
 *
 * <p>Where only some of the repetitions are looked at, sites within count as many times more.
 */
public final class Plate implements AutoCloseable {
  private final String name;
  private final long size;
  private final @Nullable Tensor indices;
  private final int depth;
  private final Axes axes;
  private final Runnable end;

  Plate(String name, long size, @Nullable Tensor indices, int depth, Axes axes, Runnable end) {
    this.name = name;
    this.size = size;
    this.indices = indices;
    this.depth = depth;
    this.axes = axes;
    this.end = end;
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The number of repetitions, looked at or not. */
  public long size() {
    return size;
  }

  /** The length of the axis: the repetitions looked at. */
  public long length() {
    return indices == null ? size : indices.numElements();
  }

  /** How many times each one looked at counts. */
  double factor() {
    return (double) size / length();
  }

  /** The plates around this one. */
  int depth() {
    return depth;
  }

  /**
   * What belongs to the repetitions looked at, with axes so that it broadcasts with the sites
   * within.
   *
   * @param all @shape [size, further axes of a value…]
   * @return @shape [length, 1 for each deeper plate…, further axes…]
   */
  public Tensor rows(Tensor all) {
    long[] shape = all.shape();
    if (shape.length == 0 || shape[0] != size) {
      throw new IllegalArgumentException(
          "plate "
              + name
              + ": expected rows of "
              + size
              + ", got shape "
              + Shape.of(shape)
              + "; the first axis is the plate's");
    }
    Tensor some = indices == null ? all : all.indexSelect(0, indices);
    int deeper = axes.nesting() - depth - 1;
    if (deeper == 0) {
      return some;
    }
    long[] padded = new long[shape.length + deeper];
    padded[0] = length();
    java.util.Arrays.fill(padded, 1, 1 + deeper, 1);
    System.arraycopy(shape, 1, padded, 1 + deeper, shape.length - 1);
    return some.reshape(padded);
  }

  @Override
  public void close() {
    end.run();
  }
}
