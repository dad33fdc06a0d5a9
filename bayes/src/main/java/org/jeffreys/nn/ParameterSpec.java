package org.jeffreys.nn;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Shape;

/**
 * One array of a layer, without the draws axis: parameters, or running statistics.
 *
 * @param name unique within its owner, such as {@code weight}
 * @param shape as the layer sees it; broadcasting axes included (a bias is [1, out])
 * @param role what priors and initialisers go by
 * @param fanIn the number of inputs that each output of the layer adds up; at least 1
 * @param fanOut the number of outputs that each input of the layer feeds; at least 1
 * @param initial the centre of the starting values
 * @param ownPrior whether the layer brings the prior itself, see {@link VariationalLayer}
 */
public record ParameterSpec(
    String name,
    Shape shape,
    Role role,
    long fanIn,
    long fanOut,
    double initial,
    boolean ownPrior) {
  /** What an array does. */
  public enum Role {
    /** Multiplies inputs. */
    WEIGHT,
    /** Is added to outputs. */
    BIAS,
    /** Multiplies normalised values: 1 at the start and in the middle of its prior. */
    SCALE,
    /** Says how strong a layer's noise is. */
    NOISE,
    /** Belongs to a likelihood. */
    LIKELIHOOD,
    /** Is a running statistic: neither trained nor sampled. */
    RUNNING
  }

  /** Checks the fans. */
  public ParameterSpec {
    Check.atLeast(fanIn, 1, "fanIn");
    Check.atLeast(fanOut, 1, "fanOut");
  }

  /** An array that starts around 0, or a scale that starts at 1. */
  public ParameterSpec(String name, Shape shape, Role role, long fanIn, long fanOut) {
    this(name, shape, role, fanIn, fanOut, role == Role.SCALE ? 1 : 0, false);
  }

  /** The same array with another centre of its starting values. */
  public ParameterSpec startingAt(double newInitial) {
    return new ParameterSpec(name, shape, role, fanIn, fanOut, newInitial, ownPrior);
  }

  /** The same array, whose prior is its layer's affair. */
  public ParameterSpec withOwnPrior() {
    return new ParameterSpec(name, shape, role, fanIn, fanOut, initial, true);
  }

  /** The same array under a longer name, {@code prefix.name}. */
  public ParameterSpec within(String prefix) {
    return new ParameterSpec(prefix + "." + name, shape, role, fanIn, fanOut, initial, ownPrior);
  }
}
