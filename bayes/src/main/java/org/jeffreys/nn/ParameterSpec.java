package org.jeffreys.nn;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Shape;

/**
 * One parameter array of a layer, without the draws axis.
 *
 * @param name unique within its owner, such as {@code weight}
 * @param shape as the layer sees it; broadcasting axes included (a bias is [1, out])
 * @param role what priors and initialisers go by
 * @param fanIn the number of inputs that each output of the layer adds up; at least 1
 * @param fanOut the number of outputs that each input of the layer feeds; at least 1
 */
public record ParameterSpec(String name, Shape shape, Role role, long fanIn, long fanOut) {
  /** What a parameter array does. */
  public enum Role {
    /** Multiplies inputs. */
    WEIGHT,
    /** Is added to outputs. */
    BIAS,
    /** Belongs to a likelihood. */
    LIKELIHOOD
  }

  /** Checks the fans. */
  public ParameterSpec {
    Check.atLeast(fanIn, 1, "fanIn");
    Check.atLeast(fanOut, 1, "fanOut");
  }

  /** The same array under a longer name, {@code prefix.name}. */
  public ParameterSpec within(String prefix) {
    return new ParameterSpec(prefix + "." + name, shape, role, fanIn, fanOut);
  }
}
