package org.jeffreys.target;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.PoissonObservation;
import org.jeffreys.predict.Prediction;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Counts whose logarithm of the expectation is the output, in units of {@code rate}.
 *
 * <pre>{@code
 * p(y | x) = λ^y e^-λ / y!      λ(x) = rate e^f(x), independently for each output
 * }</pre>
 *
 * <p>The prior of a network's last layer is centred on f = 0, so {@code rate} is the count expected
 * before the data are seen. Log probabilities are computed in double precision: those of large
 * counts have none to lose.
 *
 * @param rate the expected count where the network puts out 0
 */
public record PoissonLikelihood(double rate) implements Likelihood {
  /** Checks the rate. */
  public PoissonLikelihood {
    Check.positive(rate, "rate");
  }

  @Override
  public List<ParameterSpec> parameters() {
    return List.of();
  }

  @Override
  public NormalPrior.Normal priorOf(ParameterSpec parameter) {
    throw Check.failure("parameter", "none of a Poisson likelihood", parameter.name());
  }

  /**
   * {@inheritDoc}
   *
   * <p>At f = 0. Where counts are c times larger, so is the curvature: for samplers whose steps go
   * by it, {@code rate} should be near the largest expected count.
   */
  @Override
  public double curvature() {
    return rate;
  }

  @Override
  public void check(Shape output, Shape target) {
    CountTargets.check(output, target);
  }

  @Override
  public void check(Tensor targets) {
    CountTargets.check(targets);
  }

  @Override
  public Tensor logProb(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor counts = targets.to(DType.FLOAT64);
    Tensor logMeans = outputs.to(DType.FLOAT64).add(Math.log(rate));
    Tensor each = CountTargets.powerOverFactorial(counts, logMeans).add(counts.sub(logMeans.exp()));
    return each.sum(-1).to(outputs.dtype());
  }

  /** {@code y - λ}. */
  @Override
  public Tensor delta(Parameters parameters, Tensor outputs, Tensor targets) {
    return targets.to(outputs.dtype()).sub(means(outputs));
  }

  private Tensor means(Tensor outputs) {
    return outputs.exp().mul(rate);
  }

  @Override
  public @Nullable Tensor parameterDeltas(Parameters parameters, Tensor outputs, Tensor targets) {
    return null;
  }

  /** {@code λ} on the diagonal. */
  @Override
  public Tensor information(Parameters parameters, Tensor outputs) {
    return Linalg.diagonalMatrix(means(outputs));
  }

  @Override
  public Likelihood scaledTo(Tensor targets) {
    return new PoissonLikelihood(TargetScales.meanCount(targets));
  }

  @Override
  public Prediction predict(
      Parameters parameters, Outputs outputs, int numChains, @Nullable Doubles logWeights) {
    return SampledPrediction.of(outputs, numChains, logWeights, new PoissonObservation(rate));
  }
}
