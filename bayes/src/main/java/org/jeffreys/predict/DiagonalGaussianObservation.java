package org.jeffreys.predict;

import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * An observation with normal noise of a scale of its own for each output: {@code yⱼ ~ N(outputⱼ,
 * scaleⱼ²)}.
 *
 * @param numOutputs k, the number of outputs of a row
 * @param scale the noise's standard deviations
 * @shape scale [1 or draws, outputs], row-major
 */
public record DiagonalGaussianObservation(int numOutputs, Doubles scale)
    implements ObservationModel {

  /** Checks that there are scales for whole draws, all positive. */
  public DiagonalGaussianObservation {
    Check.atLeast(numOutputs, 1, "numOutputs");
    Check.require(
        scale.size() > 0 && scale.size() % numOutputs == 0,
        "scale",
        "a multiple of " + numOutputs + " numbers, one an output",
        scale.size());
    scale.stream().forEach(value -> Check.positive(value, "scale"));
  }

  @Override
  public int numOutputs(Outputs outputs) {
    Check.require(
        outputs.width() == numOutputs, "outputs", "a width of " + numOutputs, outputs.width());
    int numDraws = scale.size() / numOutputs;
    Check.require(
        numDraws == 1 || numDraws == outputs.numDraws(),
        "scale",
        "those of 1 draw or of " + outputs.numDraws(),
        numDraws);
    return numOutputs;
  }

  @Override
  public Components at(Outputs outputs, int row, int output) {
    boolean isShared = scale.size() == numOutputs;
    return new NormalComponents(
        LocationScale.of(
            outputs, row, output, draw -> scale.get((isShared ? 0 : draw) * numOutputs + output)));
  }
}
