package org.jeffreys.predict;

import org.jeffreys.diagnostic.StandardNormal;

/** Normal distributions, one for each draw. */
final class NormalComponents implements ObservationModel.Components {
  private final double[] loc;
  private final double[] logScale;
  private final double[] scale;

  NormalComponents(double[] loc, double[] scale, double[] logScale) {
    this.loc = loc;
    this.scale = scale;
    this.logScale = logScale;
  }

  @Override
  public double mean(int draw) {
    return loc[draw];
  }

  @Override
  public double variance(int draw) {
    return scale[draw] * scale[draw];
  }

  @Override
  public double cdf(int draw, double y) {
    return StandardNormal.cdf((y - loc[draw]) / scale[draw]);
  }

  @Override
  public double logProb(int draw, double y) {
    return StandardNormal.logProb((y - loc[draw]) / scale[draw]) - logScale[draw];
  }
}
