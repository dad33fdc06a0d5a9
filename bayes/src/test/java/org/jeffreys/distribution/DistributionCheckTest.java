package org.jeffreys.distribution;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What bad parameters are called. */
@ExtendWith(NativeMemory.class)
final class DistributionCheckTest {
  private static void refused(Distribution made, String message) {
    refused(made::check, message);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void scalesAndRatesArePositive() {
    refused(Normal.of(0, -0.1), "scale: expected finite values > 0, got -0.1");
    refused(LogNormal.of(0, 0), "scale: expected finite values > 0, got 0.0");
    refused(Cauchy.of(0, -1), "scale: expected finite values > 0, got -1.0");
    refused(HalfCauchy.of(-1), "scale: expected finite values > 0, got -1.0");
    refused(HalfNormal.of(-1), "scale: expected finite values > 0, got -1.0");
    refused(Laplace.of(0, -1), "scale: expected finite values > 0, got -1.0");
    refused(Logistic.of(0, -1), "scale: expected finite values > 0, got -1.0");
    refused(Gumbel.of(0, -1), "scale: expected finite values > 0, got -1.0");
    refused(SkewNormal.of(0, -1, 2), "scale: expected finite values > 0, got -1.0");
    refused(TruncatedNormal.of(0, -1, 0, 1), "scale: expected finite values > 0, got -1.0");
    refused(AsymmetricLaplace.of(0, 1, -1), "asymmetry: expected finite values > 0, got -1.0");
    refused(Exponential.of(-1), "rate: expected finite values > 0, got -1.0");
    refused(Poisson.of(0), "rate: expected finite values > 0, got 0.0");
  }

  @Test
  void shapesArePositive() {
    refused(Gamma.of(0, 1), "concentration: expected finite values > 0, got 0.0");
    refused(InverseGamma.of(-2, 1), "concentration: expected finite values > 0, got -2.0");
    refused(Weibull.of(1, -2), "concentration: expected finite values > 0, got -2.0");
    refused(Pareto.of(1, -2), "concentration: expected finite values > 0, got -2.0");
    refused(VonMises.of(1, 0), "concentration: expected finite values > 0, got 0.0");
    refused(Beta.of(0, 1), "concentration1: expected finite values > 0, got 0.0");
    refused(Kumaraswamy.of(1, 0), "concentration0: expected finite values > 0, got 0.0");
    refused(ChiSquared.of(0), "degreesOfFreedom: expected finite values > 0, got 0.0");
    refused(StudentT.of(0, 0, 1), "degreesOfFreedom: expected finite values > 0, got 0.0");
    refused(NegativeBinomial.of(0, 1), "mean: expected finite values > 0, got 0.0");
  }

  @Test
  void probabilitiesAreBetweenZeroAndOne() {
    refused(Geometric.of(1), "probs: expected values in (0, 1), got 1.0");
    refused(Bernoulli.of(1.5), "logits: expected numbers, got NaN");
    refused(ZeroInflatedPoisson.of(1, 2), "gate: expected values in (0, 1), got 1.0");
    refused(ZeroInflatedNegativeBinomial.of(0, 1, 2), "gate: expected values in (0, 1), got 0.0");
    refused(Binomial.of(3, 1), "logits: expected finite values, got Infinity");
    refused(
        new Binomial(Parameters.number(2.5), Parameters.number(0)),
        "numTrials: expected whole numbers >= 0, got 2.5");
    refused(BetaBinomial.of(-1, 1, 2), "numTrials: expected whole numbers >= 0, got -1.0");
    refused(Categorical.of(0, 0), "logits: expected a finite value in each row, got -Infinity");
    refused(Categorical.of(1, -1), "logits: expected values below infinity, got NaN");
  }

  @Test
  void endsAreInOrder() {
    refused(Uniform.of(2, 1), "high: expected values > low, got 1.0");
    refused(() -> TruncatedNormal.of(0, 1, 2, 1), "high: expected a value > low = 2.0, got 1.0");
    refused(() -> DiscreteUniform.of(2, 1), "high: expected an integer >= low = 2, got 1");
    Tensor cutpoints = Tensor.of(new double[] {1, 1}, 2);
    refused(
        new OrderedLogistic(Parameters.number(0), cutpoints),
        "cutpoints: expected steps > 0 between neighbours, got 0.0");
    refused(
        () -> new Categorical(Parameters.number(0)),
        "logits: expected shape [batch…, classes], got float64 []");
    refused(
        () -> new OrderedLogistic(Parameters.number(0), Parameters.number(0)),
        "cutpoints: expected shape [batch…, classes - 1], got float64 []");
    refused(Delta.of(Double.NaN), "point: expected finite values, got NaN");
  }
}
