package org.jeffreys.predict;

import java.util.Arrays;
import org.hipparchus.special.Gamma;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;

/**
 * A count whose expectation is {@code rate e^output}.
 *
 * <pre>{@code
 * p(y) = λ^y e^-λ / y!      λ = rate e^output      P(Y <= y) = Γ(y + 1, λ) / Γ(y + 1)
 * }</pre>
 *
 * @param rate the expected count where the network puts out 0
 */
public record PoissonObservation(double rate) implements ObservationModel {
  /** Checks the rate. */
  public PoissonObservation {
    Check.positive(rate, "rate");
  }

  @Override
  public boolean isDiscrete() {
    return true;
  }

  /**
   * {@inheritDoc}
   *
   * @throws NumericalException if an expected count is greater than e^36
   */
  @Override
  public int numOutputs(Outputs outputs) {
    LogRates.requireInRange(outputs, rate);
    return outputs.width();
  }

  @Override
  public Components at(Outputs outputs, int row, int output) {
    return new Counts(LogRates.at(outputs, rate, row, output));
  }

  private static final class Counts implements CountComponents {
    private final double[] logMeans;
    private final double[] means;

    Counts(double[] logMeans) {
      this.logMeans = logMeans;
      this.means = Arrays.stream(logMeans).map(Math::exp).toArray();
    }

    @Override
    public double mean(int draw) {
      return means[draw];
    }

    @Override
    public double variance(int draw) {
      return means[draw];
    }

    @Override
    public double smoothCdf(int draw, double x) {
      double mean = means[draw];
      if (!CountComponents.areFew(x, -mean)) {
        return mean == 0 ? 1 : Gamma.regularizedGammaQ(x + 1, mean);
      }
      double term = Math.exp(-mean);
      double sum = term;
      for (int k = 1; k <= x; k++) {
        term *= mean / k;
        sum += term;
      }
      return Math.min(sum, 1);
    }

    @Override
    public double ratio(int draw, double count) {
      return means[draw] / (count + 1);
    }

    @Override
    public double logProbOfCount(int draw, double count) {
      if (count == 0) {
        return -means[draw];
      }
      double logRatio = Math.log(count) - logMeans[draw];
      return Stirling.logPowerOverFactorial(count) - count * (logRatio + Math.expm1(-logRatio));
    }
  }
}
