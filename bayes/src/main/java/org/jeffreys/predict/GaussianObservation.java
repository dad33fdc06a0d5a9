package org.jeffreys.predict;

import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * An observation with normal noise around the network's output: {@code y ~ N(output, scale²)}.
 *
 * @param scale the noise's standard deviation: one number for all draws, or one a draw where the
 *     noise was inferred
 */
public record GaussianObservation(Doubles scale) implements ObservationModel {

  /** Checks that all scales are positive. */
  public GaussianObservation {
    Check.atLeast(scale.size(), 1, "number of scales");
    scale.stream().forEach(value -> Check.positive(value, "scale"));
  }

  /** The same noise for all draws. */
  public static GaussianObservation shared(double scale) {
    return new GaussianObservation(Doubles.of(scale));
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
    return new NormalComponents(
        LocationScale.of(outputs, row, output, draw -> scale.get(scale.size() == 1 ? 0 : draw)));
  }
}
