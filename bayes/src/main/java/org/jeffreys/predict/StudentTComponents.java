package org.jeffreys.predict;

/** Student's t distributions of one ν, one for each draw. */
record StudentTComponents(StudentT standard, LocationScale locationScale)
    implements ObservationModel.Components {
  @Override
  public double mean(int draw) {
    return locationScale.loc(draw);
  }

  @Override
  public double variance(int draw) {
    double scale = locationScale.scale(draw);
    return scale * scale * standard.variance();
  }

  @Override
  public double cdf(int draw, double y) {
    return standard.cdf((y - locationScale.loc(draw)) / locationScale.scale(draw));
  }

  @Override
  public double logProb(int draw, double y) {
    double standardised = (y - locationScale.loc(draw)) / locationScale.scale(draw);
    return standard.logProb(standardised) - locationScale.logScale(draw);
  }
}
