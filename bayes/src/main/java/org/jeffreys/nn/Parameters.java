package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;

/**
 * Views of the parameter arrays in a flat tensor [draws, dimension]; each view leads with the draws
 * axis. Writing to a view writes to the flat tensor.
 */
public final class Parameters {
  private final List<Tensor> views;
  private final List<ParameterLayout.Slot> slots;

  private Parameters(List<Tensor> views, List<ParameterLayout.Slot> slots) {
    this.views = views;
    this.slots = slots;
  }

  static Parameters of(Tensor flat, int offset, List<ParameterLayout.Slot> slots) {
    long draws = flat.size(0);
    long stride = flat.stride(0);
    Tensor[] views = new Tensor[slots.size()];
    for (int i = 0; i < views.length; i++) {
      ParameterLayout.Slot slot = slots.get(i);
      long[] shape = slot.spec().shape().prepend(draws).toArray();
      long[] strides = new long[shape.length];
      long step = 1;
      for (int axis = shape.length - 1; axis > 0; axis--) {
        strides[axis] = step;
        step *= shape[axis];
      }
      strides[0] = stride;
      views[i] = flat.strided(shape, strides, offset + slot.offset());
    }
    return new Parameters(List.of(views), slots);
  }

  /** The number of arrays. */
  public int size() {
    return views.size();
  }

  /** The view of an array, by its position in the layout. @shape [draws, shape of the array] */
  public Tensor get(int index) {
    return views.get(index);
  }

  /**
   * The view of an array, by its name.
   *
   * @throws IllegalArgumentException if there is none of this name; the message lists those there
   *     are
   */
  public Tensor get(String name) {
    for (int i = 0; i < views.size(); i++) {
      if (slots.get(i).spec().name().equals(name)) {
        return views.get(i);
      }
    }
    List<String> names = slots.stream().map(slot -> slot.spec().name()).toList();
    throw Check.failure("parameter", "one of " + names, "'" + name + "'");
  }

  /** The same arrays with other tensors in their place, such as tracked ones. */
  Parameters with(Tensor... tensors) {
    return new Parameters(List.of(tensors), slots);
  }

  /** The arrays from position {@code from} to before {@code to}: those of one layer. */
  public Parameters range(int from, int to) {
    return from == 0 && to == views.size()
        ? this
        : new Parameters(views.subList(from, to), slots.subList(from, to));
  }
}
