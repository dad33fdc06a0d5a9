package org.jeffreys.ppl;

import java.util.List;
import org.jeffreys.tensor.Shape;

/**
 * The axes of a run: draws, one for each site that is summed out, one for each level of plates.
 *
 * @param draws the length of the first
 * @param enumerated the number of sites that are summed out
 * @param nesting the number of plates in the deepest place
 */
record Axes(long draws, int enumerated, int nesting) {
  /** The rank of a site's value without the axes of an event. */
  int rank() {
    return 1 + enumerated + nesting;
  }

  /** The axis of a plate. */
  int axis(int depth) {
    return 1 + enumerated + depth;
  }

  /** Whether what has this shape, without the axes of an event, depends on a site summed out. */
  boolean isEnumerated(Shape shape) {
    for (int i = 0; i < enumerated; i++) {
      if (isEnumerated(shape, i)) {
        return true;
      }
    }
    return false;
  }

  /** As above, on the site of an index. */
  boolean isEnumerated(Shape shape, int index) {
    int axis = shape.rank() - rank() + 1 + index;
    return axis >= 0 && shape.size(axis) > 1;
  }

  /** The shape of a site without the axes of an event. */
  Shape of(List<Plate> plates) {
    long[] shape = new long[rank()];
    java.util.Arrays.fill(shape, 1);
    shape[0] = draws;
    for (Plate plate : plates) {
      shape[axis(plate.depth())] = plate.length();
    }
    return Shape.of(shape);
  }
}
