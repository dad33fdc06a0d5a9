package org.jeffreys.ppl.model;

import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Uniform;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramFactory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Tensor;

/**
 * A straight line with noise.
 *
 * <pre>{@code
 * w ~ N(0, 1)      b ~ N(0, 10)      σ ~ U(0, 10)      y_i ~ N(w x_i + b, σ)
 * }</pre>
 *
 * <p>Without data it makes its own: 100 points of 3 x + 2 on (-5, 5), with noise of 0.5.
 *
 * @param seed of the data that it makes
 */
public record StraightLine(long seed) implements ProgramFactory {
  private static final int ROWS = 100;

  @Override
  public Program of(ProgramData data) {
    boolean given = !data.values().isEmpty();
    Tensor x = given ? data.tensor("x") : Tensor.linspace(DType.FLOAT64, -5, 5, ROWS);
    return of(x, given ? data.tensor("y", x.size(0)) : made(x));
  }

  /** The program of given points. @shape both [rows] */
  public static Program of(Tensor x, Tensor y) {
    return m -> {
      Tensor weight = m.sample("weight", Normal.of(0, 1));
      Tensor bias = m.sample("bias", Normal.of(0, 10));
      Tensor sigma = m.sample("sigma", Uniform.of(0, 10));
      try (Plate rows = m.plate("data", x.size(0))) {
        m.observe("obs", new Normal(weight.mul(x).add(bias), sigma), y);
      }
    };
  }

  private Tensor made(Tensor x) {
    HostStream stream = HostStream.keyed(seed, "straight line", 0);
    double[] y = x.toDoubles();
    for (int i = 0; i < y.length; i++) {
      y[i] = 3 * y[i] + 2 + 0.5 * stream.nextNormal();
    }
    return Tensor.of(y, y.length);
  }
}
