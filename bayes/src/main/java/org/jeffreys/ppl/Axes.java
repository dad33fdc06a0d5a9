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

  /**
   * The axis of a site that is summed out, in a tensor whose shape broadcasts with sites, or has
   * the axes of an event behind theirs.
   *
   * @return -1 if it has no such axis, or one of length 1: it does not depend on the site
   */
  int enumeratedAxis(int index, Shape shape) {
    int axis = 1 + index - Math.max(0, rank() - shape.rank());
    return axis >= 0 && shape.size(axis) > 1 ? axis : -1;
  }

  /** Whether what has this shape depends on any site that is summed out. */
  boolean isEnumerated(Shape shape) {
    for (int i = 0; i < enumerated; i++) {
      if (enumeratedAxis(i, shape) >= 0) {
        return true;
      }
    }
    return false;
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
