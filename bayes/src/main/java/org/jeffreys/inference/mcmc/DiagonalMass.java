package org.jeffreys.inference.mcmc;

import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.HostStream;

/** A diagonal mass matrix: M⁻¹ = diag(v). */
final class DiagonalMass implements MassMatrix {
  private final double[] variance;
  private final double[] root;

  /** Of the variances v, each greater than 0. */
  DiagonalMass(double[] variance) {
    this.variance = variance.clone();
    root = new double[variance.length];
    for (int i = 0; i < variance.length; i++) {
      root[i] = 1 / Math.sqrt(Check.positive(variance[i], "variance"));
    }
  }

  @Override
  public int dimension() {
    return variance.length;
  }

  @Override
  public Doubles inverseDiagonal() {
    return Doubles.of(variance);
  }

  @Override
  public Doubles inverseRow(int row) {
    double[] values = new double[variance.length];
    values[row] = variance[row];
    return Doubles.of(values);
  }

  @Override
  public void velocity(double[] momentum, double[] out) {
    for (int i = 0; i < variance.length; i++) {
      out[i] = variance[i] * momentum[i];
    }
  }

  @Override
  public void sampleMomentum(HostStream stream, double[] out) {
    for (int i = 0; i < variance.length; i++) {
      out[i] = root[i] * stream.nextNormal();
    }
  }

  @Override
  public Doubles content() {
    return Doubles.of(variance);
  }
}
