package org.jeffreys.predict;

import java.util.Locale;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;

/**
 * An observation with normal noise whose scale is put out by the network, too: of 2 k outputs the
 * first k are the means, the others the logarithms of the scales, in units of {@code scale}.
 *
 * <pre>{@code
 * yⱼ ~ N(fⱼ, (scale e^(sⱼ))²)      outputs = (f₁ … fₖ, s₁ … sₖ)
 * }</pre>
 *
 * <p>The aleatoric part of the prediction then differs from row to row.
 *
 * @param scale σ₀, the noise where the network puts out s = 0
 */
public record HeteroscedasticGaussianObservation(double scale) implements ObservationModel {
  /** Beyond it a variance, e^2s, leaves the range of numbers. */
  private static final double GREATEST = 300;

  /** Checks the scale. */
  public HeteroscedasticGaussianObservation {
    Check.positive(scale, "scale");
  }

  /**
   * {@inheritDoc}
   *
   * @throws NumericalException if a scale or its square is no positive number: the logarithm lies
   *     beyond ±300
   */
  @Override
  public int numOutputs(Outputs outputs) {
    int width = outputs.width();
    Check.require(
        width % 2 == 0, "outputs", "an even width, a mean and a log scale an observation", width);
    for (int draw = 0; draw < outputs.numDraws(); draw++) {
      for (int row = 0; row < outputs.numRows(); row++) {
        for (int output = width / 2; output < width; output++) {
          requireInRange(outputs.get(draw, row, output) + Math.log(scale), draw, row, output);
        }
      }
    }
    return width / 2;
  }

  private static void requireInRange(double logScale, int draw, int row, int output) {
    if (!(Math.abs(logScale) <= GREATEST)) {
      throw new NumericalException(
          String.format(
              Locale.ROOT,
              "log scale: expected a number in [-300, 300], got %s in draw %d, row %d, output %d;"
                  + " leave out draws that diverged",
              logScale,
              draw,
              row,
              output));
    }
  }

  @Override
  public Components at(Outputs outputs, int row, int output) {
    double[] loc = new double[outputs.numDraws()];
    double[] logScale = new double[loc.length];
    double[] scales = new double[loc.length];
    for (int draw = 0; draw < loc.length; draw++) {
      loc[draw] = outputs.get(draw, row, output);
      double relative = outputs.get(draw, row, outputs.width() / 2 + output);
      logScale[draw] = relative + Math.log(scale);
      scales[draw] = scale * Math.exp(relative);
    }
    return new NormalComponents(loc, scales, logScale);
  }
}
