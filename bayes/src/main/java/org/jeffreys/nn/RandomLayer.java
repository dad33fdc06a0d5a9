package org.jeffreys.nn;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A layer with noise: a distribution over functions. The noise is an argument, drawn before the
 * pass, so that {@link #forward} stays a pure function of it; a pass without noise gives the
 * layer's mean function.
 */
public interface RandomLayer extends Layer {
  /**
   * The noise of one pass.
   *
   * @param draws the number of draws, as many as the streams of {@code rng}, unless that has one
   * @param examples the number of examples of a draw that each get noise of their own; 1 for noise
   *     that all examples of a draw share
   * @param input the shape of one example's input
   * @return @shape [draws, …]; what follows is the layer's own
   */
  Tensor drawNoise(DType dtype, long draws, long examples, Shape input, Rng rng);
}
