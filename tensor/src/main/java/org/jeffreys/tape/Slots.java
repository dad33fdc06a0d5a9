package org.jeffreys.tape;

import java.util.Arrays;
import java.util.BitSet;

/**
 * An array whose elements lie anywhere in a tape's memory, so that views of it cost nothing.
 *
 * <p>Axes are counted from 0, and not negative.
 */
public final class Slots {
  private final int[] shape;
  private final int[] places;

  Slots(int[] shape, int[] places) {
    this.shape = shape;
    this.places = places;
  }

  /** Elements one after the other. */
  static Slots dense(int first, int... shape) {
    int[] places = new int[count(shape)];
    Arrays.setAll(places, i -> first + i);
    return new Slots(shape.clone(), places);
  }

  static int count(int... shape) {
    int count = 1;
    for (int length : shape) {
      count = Math.multiplyExact(count, length);
    }
    return count;
  }

  /** The lengths of the axes, outermost first; a copy. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of axes. */
  public int rank() {
    return shape.length;
  }

  /** The length of an axis. */
  public int size(int axis) {
    return shape[axis];
  }

  /** The number of elements. */
  public int count() {
    return places.length;
  }

  /** Where the elements lie, in row-major order; not to be changed. */
  int[] places() {
    return places;
  }

  int place(int index) {
    return places[index];
  }

  /** Whether the elements lie one after the other. */
  boolean isDense() {
    for (int i = 1; i < places.length; i++) {
      if (places[i] != places[0] + i) {
        return false;
      }
    }
    return true;
  }

  /** The same elements in another shape. */
  public Slots reshape(int... newShape) {
    if (count(newShape) != places.length) {
      throw new IllegalArgumentException(
          "reshape: expected "
              + places.length
              + " elements, got shape "
              + Arrays.toString(newShape));
    }
    return new Slots(newShape.clone(), places);
  }

  /** The axes in another order. */
  public Slots permute(int... axes) {
    int[] newShape = new int[axes.length];
    int[] strides = new int[axes.length];
    int[] own = strides(shape);
    for (int i = 0; i < axes.length; i++) {
      newShape[i] = shape[axes[i]];
      strides[i] = own[axes[i]];
    }
    return strided(newShape, strides, 0);
  }

  /** Two axes exchanged. */
  public Slots transpose(int axis, int other) {
    int[] axes = new int[shape.length];
    Arrays.setAll(axes, i -> i == axis ? other : i == other ? axis : i);
    return permute(axes);
  }

  /** Axes of length 1 repeated, and new ones in front. */
  public Slots expand(int... newShape) {
    if (Arrays.equals(newShape, shape)) {
      return this;
    }
    int missing = newShape.length - shape.length;
    int[] own = strides(shape);
    int[] strides = new int[newShape.length];
    for (int i = 0; i < shape.length; i++) {
      strides[missing + i] = shape[i] == 1 ? 0 : own[i];
    }
    return strided(newShape, strides, 0);
  }

  /** Some indices of an axis. */
  public Slots narrow(int axis, int start, int length) {
    int[] newShape = shape.clone();
    newShape[axis] = length;
    int[] strides = strides(shape);
    return strided(newShape, strides, start * strides[axis]);
  }

  /** The given indices of an axis. */
  public Slots take(int axis, int... indices) {
    Slots[] parts = new Slots[indices.length];
    Arrays.setAll(parts, i -> narrow(axis, indices[i], 1));
    return concatenated(axis, parts);
  }

  /** One element for each index along an axis; the other axes agree. */
  public Slots gather(int axis, int[] indexShape, int... indices) {
    int[] own = strides(shape);
    Slots at = dense(0, indexShape);
    int[] picked = new int[indices.length];
    int[] inner = strides(indexShape);
    for (int i = 0; i < indices.length; i++) {
      int offset = 0;
      for (int a = 0; a < indexShape.length; a++) {
        int index = a == axis ? indices[i] : at.place(i) / inner[a] % indexShape[a];
        offset += index * own[a];
      }
      picked[i] = places[offset];
    }
    return new Slots(indexShape.clone(), picked);
  }

  /** The diagonals of the matrices that the last two axes are. */
  public Slots diagonal() {
    int rank = shape.length;
    int length = Math.min(shape[rank - 2], shape[rank - 1]);
    int[] newShape = Arrays.copyOf(shape, rank - 1);
    newShape[rank - 2] = length;
    int[] own = strides(shape);
    int[] strides = Arrays.copyOf(own, rank - 1);
    strides[rank - 2] = own[rank - 2] + own[rank - 1];
    return strided(newShape, strides, 0);
  }

  /** With the elements above the diagonal of the last two axes at one place. */
  Slots lowerTriangle(int zero) {
    int rows = shape[shape.length - 2];
    int columns = shape[shape.length - 1];
    int[] kept = places.clone();
    for (int i = 0; i < kept.length; i++) {
      if (i % columns > i / columns % rows) {
        kept[i] = zero;
      }
    }
    return new Slots(shape, kept);
  }

  /** Matrices with the last axis on their diagonals, and all else at one place. */
  Slots diagonalMatrix(int zero) {
    int length = shape[shape.length - 1];
    int[] newShape = Arrays.copyOf(shape, shape.length + 1);
    newShape[shape.length] = length;
    int[] all = new int[places.length * length];
    Arrays.fill(all, zero);
    for (int i = 0; i < places.length; i++) {
      all[i * length + i % length] = places[i];
    }
    return new Slots(newShape, all);
  }

  /** Arrays one after the other along an axis. */
  public static Slots concatenated(int axis, Slots... parts) {
    int[] newShape = parts[0].shape.clone();
    newShape[axis] = Arrays.stream(parts).mapToInt(part -> part.shape[axis]).sum();
    int[] all = new int[count(newShape)];
    int outer = count(Arrays.copyOf(newShape, axis));
    int to = 0;
    for (int o = 0; o < outer; o++) {
      for (Slots part : parts) {
        int length = part.places.length / Math.max(1, outer);
        System.arraycopy(part.places, o * length, all, to, length);
        to += length;
      }
    }
    return new Slots(newShape, all);
  }

  /**
   * The elements of each group that is reduced to one, side by side.
   *
   * @param axes of the groups
   * @return @shape [groups, elements of a group]
   */
  Slots grouped(int... axes) {
    boolean[] isReduced = new boolean[shape.length];
    int size = 1;
    for (int axis : axes) {
      isReduced[axis] = true;
      size *= shape[axis];
    }
    int[] order = new int[shape.length];
    int next = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int axis = 0; axis < shape.length; axis++) {
        if (isReduced[axis] == (pass == 1)) {
          order[next++] = axis;
        }
      }
    }
    return permute(order).reshape(size == 0 ? 0 : places.length / size, size);
  }

  /** The elements from a given one on, so far apart in row-major order along each axis. */
  public Slots strided(int[] newShape, int[] strides, int offset) {
    int[] all = new int[count(newShape)];
    int[] index = new int[newShape.length];
    int at = offset;
    for (int i = 0; i < all.length; i++) {
      all[i] = places[at];
      int axis = newShape.length - 1;
      while (axis >= 0) {
        at += strides[axis];
        if (++index[axis] < newShape[axis]) {
          break;
        }
        at -= strides[axis] * newShape[axis];
        index[axis--] = 0;
      }
    }
    return new Slots(newShape.clone(), all);
  }

  static void mark(int[] places, BitSet marked) {
    for (int place : places) {
      marked.set(place);
    }
  }

  /** Whether any of some places side by side is marked. */
  static boolean isMarked(BitSet marked, int first, int count) {
    int next = marked.nextSetBit(first);
    return next >= 0 && next < first + count;
  }

  private static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /** The shape that two shapes broadcast to. */
  static int[] broadcast(int[] one, int[] other) {
    int rank = Math.max(one.length, other.length);
    int[] both = new int[rank];
    for (int i = 0; i < rank; i++) {
      int a = i < rank - one.length ? 1 : one[i - rank + one.length];
      int b = i < rank - other.length ? 1 : other[i - rank + other.length];
      both[i] = a == 1 ? b : a;
    }
    return both;
  }
}
