package org.jeffreys.nn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;

/** Where each parameter array lies in the flat vector: one after the other, in order. */
public final class ParameterLayout {
  private final List<Slot> slots;
  private final int dimension;

  /**
   * A parameter array and its place.
   *
   * @param spec the array
   * @param offset the index of its first element in the flat vector
   */
  public record Slot(ParameterSpec spec, int offset) {
    /** The number of elements. */
    public int size() {
      return (int) spec.shape().numElements();
    }
  }

  private ParameterLayout(List<Slot> slots, int dimension) {
    this.slots = slots;
    this.dimension = dimension;
  }

  /**
   * The layout of the given arrays.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public static ParameterLayout of(List<ParameterSpec> specs) {
    List<Slot> slots = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int offset = 0;
    for (ParameterSpec spec : specs) {
      Check.require(names.add(spec.name()), "name", "unique names", "'" + spec.name() + "' twice");
      slots.add(new Slot(spec, offset));
      offset = Math.toIntExact(offset + spec.shape().numElements());
    }
    return new ParameterLayout(List.copyOf(slots), offset);
  }

  /** The arrays and their places, in order. */
  public List<Slot> slots() {
    return slots;
  }

  /** The length of the flat vector. */
  public int dimension() {
    return dimension;
  }

  /**
   * Named views of a flat tensor.
   *
   * @param flat @shape [draws, n], n at least offset + dimension
   * @param offset the column at which this layout starts
   */
  public Parameters views(Tensor flat, int offset) {
    // Messages are made on failure only: this is called in every step.
    if (flat.rank() != 2 || flat.size(1) < (long) offset + dimension) {
      throw Check.failure("parameters", "shape [draws, " + (offset + dimension) + "]", flat);
    }
    long stride = flat.stride(1);
    Check.require(stride == 1, "parameters", "rows of stride 1", stride, "call contiguous() first");
    return Parameters.of(flat, offset, slots);
  }

  /** A vector with one value an array, repeated for each of its elements. */
  public double[] fill(ToDoubleFunction<ParameterSpec> value) {
    double[] vector = new double[dimension];
    for (Slot slot : slots) {
      java.util.Arrays.fill(
          vector, slot.offset(), slot.offset() + slot.size(), value.applyAsDouble(slot.spec()));
    }
    return vector;
  }
}
