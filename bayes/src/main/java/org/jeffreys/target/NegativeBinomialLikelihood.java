package org.jeffreys.target;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.NegativeBinomialObservation;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Counts that are spread more widely than Poisson's, by an amount that is inferred: the logarithm
 * of the expectation is the output, in units of {@code rate}.
 *
 * <pre>{@code
 * p(y | x) = Γ(y + r) / (Γ(r) y!) (r / (r + μ))^r (μ / (r + μ))^y      μ(x) = rate e^f(x)
 * Var[y | x] = μ + μ² / r      log r ~ N(log concentration, 1), the same for all outputs
 * }</pre>
 *
 * <p>A Poisson count whose rate has a gamma distribution of shape r; Poisson's as r grows. All is
 * computed in double precision.
 *
 * @param rate the expected count where the network puts out 0
 * @param concentration the median of r's prior; 1 / r is known as the dispersion
 * @source Hilbe (2011), Negative Binomial Regression, second edition, section 8.2 (NB2)
 */
public record NegativeBinomialLikelihood(double rate, double concentration) implements Likelihood {
  /** Checks the numbers. */
  public NegativeBinomialLikelihood {
    Check.positive(rate, "rate");
    Check.positive(concentration, "concentration");
  }

  @Override
  public List<ParameterSpec> parameters() {
    Shape shape = Shape.of(1, 1);
    return List.of(
        new ParameterSpec("logConcentration", shape, ParameterSpec.Role.LIKELIHOOD, 1, 1));
  }

  @Override
  public NormalPrior.Normal priorOf(ParameterSpec parameter) {
    return new NormalPrior.Normal(Math.log(concentration), 1);
  }

  /** At f = 0; see {@link PoissonLikelihood#curvature}. */
  @Override
  public double curvature() {
    return rate * concentration / (rate + concentration);
  }

  @Override
  public void check(Shape output, Shape target) {
    CountTargets.check(output, target);
  }

  @Override
  public void check(Tensor targets) {
    CountTargets.check(targets);
  }

  /**
   * {@inheritDoc}
   *
   * <p>By Stirling's formula and what it leaves, so that neither large counts nor a large r cancel:
   *
   * <pre>{@code
   * (y + r) log((y + r) / (μ + r)) + y log(μ / y) - log(1 + y / r) / 2
   *     + remainder(y + r) - remainder(r) + (y log y - y - log y!)
   * }</pre>
   */
  @Override
  public Tensor logProb(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor counts = targets.to(DType.FLOAT64);
    Tensor logMeans = logMeans(outputs);
    Tensor logConcentration = logConcentration(parameters);
    Tensor r = logConcentration.exp();
    Tensor logOfCount = Special.log1p(counts.div(r));
    Tensor logOfMean = Special.softplus(logMeans.sub(logConcentration));
    Tensor remainders = CountTargets.remainder(counts.add(r)).sub(CountTargets.remainder(r));
    return CountTargets.powerOverFactorial(counts, logMeans)
        .add(counts.add(r).mul(logOfCount.sub(logOfMean)))
        .sub(logOfCount.mul(0.5))
        .add(remainders)
        .sum(-1)
        .to(outputs.dtype());
  }

  /** {@code r (y - μ) / (r + μ)}. */
  @Override
  public Tensor delta(Parameters parameters, Tensor outputs, Tensor targets) {
    return score(parameters, outputs, targets).to(outputs.dtype());
  }

  private Tensor score(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor logConcentration = logConcentration(parameters);
    Tensor odds = logMeans(outputs).sub(logConcentration);
    return targets
        .to(DType.FLOAT64)
        .mul(odds.neg().sigmoid())
        .sub(odds.sigmoid().mul(logConcentration.exp()));
  }

  /** {@code r (ψ(y + r) - ψ(r) - log(1 + μ / r)) - r (y - μ) / (r + μ)}. */
  @Override
  public Tensor parameterDeltas(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor logConcentration = logConcentration(parameters);
    Tensor r = logConcentration.exp();
    Tensor digammas = Special.digamma(targets.to(DType.FLOAT64).add(r)).sub(Special.digamma(r));
    Tensor logOfMean = Special.softplus(logMeans(outputs).sub(logConcentration));
    return digammas
        .sub(logOfMean)
        .mul(r)
        .sub(score(parameters, outputs, targets))
        .sumKeep(-1)
        .to(outputs.dtype());
  }

  /** {@code r μ / (r + μ)} on the diagonal. */
  @Override
  public Tensor information(Parameters parameters, Tensor outputs) {
    Tensor logConcentration = logConcentration(parameters);
    Tensor share = logMeans(outputs).sub(logConcentration).sigmoid();
    return Linalg.diagonalMatrix(share.mul(logConcentration.exp()).to(outputs.dtype()));
  }

  private Tensor logMeans(Tensor outputs) {
    return outputs.to(DType.FLOAT64).add(Math.log(rate));
  }

  private static Tensor logConcentration(Parameters parameters) {
    return parameters.get(0).to(DType.FLOAT64);
  }

  /**
   * The concentration stays as it is: what the targets' spread says of it depends on the inputs.
   */
  @Override
  public Likelihood scaledTo(Tensor targets) {
    return new NegativeBinomialLikelihood(TargetScales.meanCount(targets), concentration);
  }

  @Override
  public Prediction predict(
      Parameters parameters, Outputs outputs, int numChains, @Nullable Doubles logWeights) {
    Doubles each = Doubles.of(parameters.get(0).toDoubles()).map(Math::exp);
    var noise = new NegativeBinomialObservation(rate, each);
    return SampledPrediction.of(outputs, numChains, logWeights, noise);
  }
}
