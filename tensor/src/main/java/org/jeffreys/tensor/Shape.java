package org.jeffreys.tensor;

import java.util.Arrays;
import org.jeffreys.core.Check;

/** The lengths of a tensor's axes, outermost first; immutable, so that records can carry it. */
public final class Shape {
  private final long[] sizes;

  /** Takes the array, which nobody else writes. */
  Shape(long[] sizes) {
    this.sizes = sizes;
  }

  /** The shape of the given lengths. */
  public static Shape of(long... sizes) {
    for (long size : sizes) {
      Check.atLeast(size, 0, "shape");
    }
    return new Shape(sizes.clone());
  }

  /** The number of axes. */
  public int rank() {
    return sizes.length;
  }

  /** The length of an axis, which may be negative to count from the last. */
  public long size(int axis) {
    int index = axis < 0 ? axis + sizes.length : axis;
    return sizes[Check.index(index, sizes.length, "axis")];
  }

  /** The number of elements. */
  public long numElements() {
    long count = 1;
    for (long size : sizes) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  /** This shape with further axes before it. */
  public Shape prepend(long... outer) {
    long[] all = Arrays.copyOf(outer, outer.length + sizes.length);
    System.arraycopy(sizes, 0, all, outer.length, sizes.length);
    return of(all);
  }

  /** A copy of the lengths. */
  public long[] toArray() {
    return sizes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(sizes, that.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
