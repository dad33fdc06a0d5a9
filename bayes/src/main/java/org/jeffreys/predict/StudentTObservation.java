package org.jeffreys.predict;

import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * An observation with noise of Student's t distribution around the network's output.
 *
 * <pre>{@code
 * y = output + scale t      t ~ Student(ν)      Var[y | output] = scale² ν / (ν - 2)
 * }</pre>
 *
 * @param degreesOfFreedom ν, greater than 2: noise has a variance
 * @param scale σ: one number for all draws, or one a draw where it was inferred
 */
public record StudentTObservation(double degreesOfFreedom, Doubles scale)
    implements ObservationModel {

  /** Checks that ν is greater than 2 and all scales are positive. */
  public StudentTObservation {
    requireVariance(degreesOfFreedom);
    Check.atLeast(scale.size(), 1, "number of scales");
    scale.stream().forEach(value -> Check.positive(value, "scale"));
  }

  static void requireVariance(double degreesOfFreedom) {
    Check.require(
        degreesOfFreedom > 2 && degreesOfFreedom < Double.POSITIVE_INFINITY,
        "degreesOfFreedom",
        "a finite value > 2, so that noise has a variance",
        degreesOfFreedom);
  }

  @Override
  public int numOutputs(Outputs outputs) {
    Check.require(
        scale.size() == 1 || scale.size() == outputs.numDraws(),
        "scale",
        "1 number or " + outputs.numDraws() + ", one a draw",
        scale.size());
    return outputs.width();
  }

  @Override
  public Components at(Outputs outputs, int row, int output) {
    return new StudentTComponents(
        new StudentT(degreesOfFreedom),
        LocationScale.of(outputs, row, output, draw -> scale.get(scale.size() == 1 ? 0 : draw)));
  }
}
