package org.jeffreys.ppl;

import org.jeffreys.distribution.Flat;
import org.jeffreys.distribution.Normal;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Tensor;

/**
 * {@code y = X w + 0.7 ε} with a flat prior and correlated inputs: least squares.
 *
 * @param inputs @shape [37, 3]
 * @param targets @shape [37]
 */
record FlatRegression(Tensor inputs, Tensor targets) {
  static final int SIZE = 37;
  static final int DIMENSION = 3;
  static final double NOISE = 0.7;

  static FlatRegression make() {
    HostStream stream = HostStream.keyed(1, "flat regression", 0);
    double[] x = new double[SIZE * DIMENSION];
    double[] y = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double common = stream.nextNormal();
      for (int j = 0; j < DIMENSION; j++) {
        x[i * DIMENSION + j] = common + 0.6 * stream.nextNormal();
        y[i] += (j - 0.5) * x[i * DIMENSION + j];
      }
      y[i] += NOISE * stream.nextNormal();
    }
    return new FlatRegression(Tensor.of(x, SIZE, DIMENSION), Tensor.of(y, SIZE));
  }

  /** With rows at random, {@code count} a step. */
  Program program(int count) {
    return m -> {
      Tensor w = m.sample("w", Flat.real().iid(DIMENSION));
      try (Plate data = m.plate("data", SIZE, count)) {
        Tensor mean = data.rows(inputs).mul(w).sum(-1);
        m.observe("y", Normal.of(mean, NOISE), data.rows(targets));
      }
    };
  }

  Tensor precision() {
    return inputs.transpose(0, 1).matmul(inputs).div(NOISE * NOISE);
  }

  double[] mean() {
    Tensor moment = inputs.transpose(0, 1).matmul(targets.unsqueeze(1)).div(NOISE * NOISE);
    return Linalg.solve(precision(), moment).toDoubles();
  }

  Tensor covariance() {
    return Linalg.inverse(precision());
  }

  double[] marginalScales() {
    return Linalg.diagonal(covariance()).sqrt().toDoubles();
  }

  double[] conditionalScales() {
    return Linalg.diagonal(precision()).pow(-0.5).toDoubles();
  }

  /** log p(D): the density of the targets integrated over all weights. */
  double logEvidence() {
    Tensor position = Tensor.of(mean(), 1, DIMENSION);
    double atMode = Model.of(program(SIZE)).density().logProb(position).item();
    double volume = Linalg.logDeterminant(precision()).logAbs().item() / 2;
    return atMode + DIMENSION / 2.0 * Math.log(2 * Math.PI) - volume;
  }
}
