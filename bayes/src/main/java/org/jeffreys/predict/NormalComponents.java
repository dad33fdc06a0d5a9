package org.jeffreys.predict;

import org.jeffreys.core.StandardNormal;

/** Normal distributions, one for each draw. */
record NormalComponents(LocationScale locationScale) implements ObservationModel.Components {
  @Override
  public double mean(int draw) {
    return locationScale.loc(draw);
  }

  @Override
  public double variance(int draw) {
    return locationScale.scale(draw) * locationScale.scale(draw);
  }

  @Override
  public double cdf(int draw, double y) {
    return StandardNormal.cdf((y - locationScale.loc(draw)) / locationScale.scale(draw));
  }

  @Override
  public double logProb(int draw, double y) {
    double standardised = (y - locationScale.loc(draw)) / locationScale.scale(draw);
    return StandardNormal.logProb(standardised) - locationScale.logScale(draw);
  }
}
