package org.jeffreys.predict;

import org.jeffreys.core.Doubles;

/**
 * An observation in other units: {@code location + factor y}.
 *
 * @param of y, real numbers
 * @param location one an output
 * @param factor one an output, positive
 */
record RescaledObservation(ObservationModel of, Doubles location, Doubles factor)
    implements ObservationModel {
  @Override
  public int numOutputs(Outputs outputs) {
    return of.numOutputs(outputs);
  }

  @Override
  public Components at(Outputs outputs, int row, int output) {
    Components components = of.at(outputs, row, output);
    double shift = location.get(output);
    double stretch = factor.get(output);
    // Scores are closed for normal components only, so they stay what they are.
    return components instanceof NormalComponents normal
        ? new NormalComponents(normal.locationScale().rescaled(shift, stretch))
        : new Rescaled(components, shift, stretch, Math.log(stretch));
  }

  private record Rescaled(Components of, double location, double factor, double logFactor)
      implements Components {
    @Override
    public double mean(int draw) {
      return location + factor * of.mean(draw);
    }

    @Override
    public double variance(int draw) {
      return factor * factor * of.variance(draw);
    }

    @Override
    public double cdf(int draw, double y) {
      return of.cdf(draw, (y - location) / factor);
    }

    @Override
    public double logProb(int draw, double y) {
      return of.logProb(draw, (y - location) / factor) - logFactor;
    }
  }
}
