package org.jeffreys.predict;

import java.util.Arrays;
import org.hipparchus.special.Beta;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;

/**
 * A count whose expectation is {@code rate e^output}, spread more widely than a Poisson count.
 *
 * <pre>{@code
 * p(y) = Γ(y + r) / (Γ(r) y!) (r / (r + μ))^r (μ / (r + μ))^y      μ = rate e^output
 * Var[y] = μ + μ² / r      P(Y <= y) = I(r, y + 1; r / (r + μ))
 * }</pre>
 *
 * @param rate the expected count where the network puts out 0
 * @param concentration r: one number for all draws, or one a draw where it was inferred
 */
public record NegativeBinomialObservation(double rate, Doubles concentration)
    implements ObservationModel {
  /** Checks that all numbers are positive. */
  public NegativeBinomialObservation {
    Check.positive(rate, "rate");
    Check.atLeast(concentration.size(), 1, "number of concentrations");
    concentration.stream().forEach(value -> Check.positive(value, "concentration"));
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
    Check.require(
        concentration.size() == 1 || concentration.size() == outputs.numDraws(),
        "concentration",
        "1 number or " + outputs.numDraws() + ", one a draw",
        concentration.size());
    LogRates.requireInRange(outputs, rate);
    return outputs.width();
  }

  @Override
  public Components at(Outputs outputs, int row, int output) {
    double[] each = new double[outputs.numDraws()];
    Arrays.setAll(each, draw -> concentration.get(concentration.size() == 1 ? 0 : draw));
    return new Counts(LogRates.at(outputs, rate, row, output), each);
  }

  private static final class Counts implements CountComponents {
    private final double[] logMeans;
    private final double[] means;
    private final double[] concentration;

    Counts(double[] logMeans, double[] concentration) {
      this.logMeans = logMeans;
      this.means = Arrays.stream(logMeans).map(Math::exp).toArray();
      this.concentration = concentration;
    }

    @Override
    public double mean(int draw) {
      return means[draw];
    }

    @Override
    public double variance(int draw) {
      return means[draw] * (1 + means[draw] / concentration[draw]);
    }

    @Override
    public double smoothCdf(int draw, double x) {
      double r = concentration[draw];
      double mean = means[draw];
      double logNone = -r * Math.log1p(mean / r);
      if (!CountComponents.areFew(x, logNone)) {
        return mean == 0 ? 1 : Beta.regularizedBeta(r / (r + mean), r, x + 1);
      }
      double term = Math.exp(logNone);
      double sum = term;
      double odds = mean / (r + mean);
      for (int k = 1; k <= x; k++) {
        term *= odds * (r + k - 1) / k;
        sum += term;
      }
      return Math.min(sum, 1);
    }

    @Override
    public double ratio(int draw, double count) {
      double r = concentration[draw];
      return means[draw] / (r + means[draw]) * (r + count) / (count + 1);
    }

    /** Written so that it becomes the Poisson probability as r grows, and nothing cancels. */
    @Override
    public double logProbOfCount(int draw, double count) {
      double r = concentration[draw];
      double logOfMean = Math.log1p(means[draw] / r);
      if (count == 0) {
        return -r * logOfMean;
      }
      double logOfCount = Math.log1p(count / r);
      double logRatio = logMeans[draw] - Math.log(count);
      return Stirling.remainder(count + r)
          - Stirling.remainder(r)
          - 0.5 * logOfCount
          + (r + count) * (logOfCount - logOfMean)
          + count * logRatio
          + Stirling.logPowerOverFactorial(count);
    }
  }
}
