package org.jeffreys.nn;

import java.util.List;

/** A layer with running statistics, which are neither trained nor sampled. */
public interface BufferedLayer extends Layer {
  /** The arrays of running statistics, in the order in which a pass has their views. */
  List<ParameterSpec> buffers();
}
