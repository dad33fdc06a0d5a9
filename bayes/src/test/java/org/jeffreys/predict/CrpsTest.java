package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.StandardNormal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CrpsTest {
  private static double crps(SampledPrediction prediction, double target) {
    return prediction.crps(new double[] {target}).value().get(0);
  }

  private static SampledPrediction of(ObservationModel model, double... outputs) {
    return SampledPrediction.of(Outputs.of(outputs, outputs.length, 1, 1), outputs.length, model);
  }

  /** σ (z (2 Φ(z) - 1) + 2 φ(z) - 1/√π), Gneiting and Raftery (2007), eq. 21. */
  @ParameterizedTest
  @ValueSource(doubles = {-400, -3, 0.2, 1, 1.5, 40})
  void ofOneNormalIsClosed(double target) {
    double z = (target - 1) / 0.7;
    double expected =
        0.7
            * (z * (2 * StandardNormal.cdf(z) - 1)
                + 2 * Math.exp(StandardNormal.logProb(z))
                - 1 / Math.sqrt(Math.PI));
    assertThat(crps(of(GaussianObservation.shared(0.7), 1), target))
        .isCloseTo(expected, within(1e-13 * Math.max(1, expected)));
  }

  /** The integral over a fine grid; failed with the pairs counted once. */
  @Test
  void ofMixturesIsTheIntegral() {
    var normal =
        of(new GaussianObservation(Doubles.of(0.5, 1.5, 0.8)), -1, 2, 0.3)
            .withLogWeights(Doubles.of(0, 0.7, -1));
    var studentT =
        of(new StudentTObservation(6, Doubles.of(0.5, 1.5, 0.8)), -1, 2, 0.3)
            .withLogWeights(Doubles.of(0, 0.7, -1));
    for (double target : new double[] {-4, 0.1, 1.7, 9}) {
      assertThat(crps(normal, target)).isCloseTo(integral(normal, target), within(1e-7));
      assertThat(crps(studentT, target)).isCloseTo(integral(studentT, target), within(1e-7));
    }
  }

  private static double integral(SampledPrediction prediction, double target) {
    Mixture mixture = prediction.mixture(0, 0);
    double h = 1e-3;
    double sum = 0;
    for (double x = target - 40 + h / 2; x < target + 40; x += h) {
      double below = mixture.value(x) - (x > target ? 1 : 0);
      sum += below * below * h;
    }
    return sum;
  }

  /** The same numbers by the closed form and by the quadrature, staircases included. */
  @ParameterizedTest
  @CsvSource({"1, 5, 0.3", "0.01, 7, 0.3", "1, 200, 60", "3, 40, -1e4"})
  void quadratureAgreesWithTheClosedForm(double scale, int size, double target) {
    double[] outputs = new Random(2).doubles(size, -3, 3).toArray();
    var prediction = of(GaussianObservation.shared(scale), outputs);
    Mixture mixture = prediction.mixture(0, 0);
    Estimate closed = mixture.crps(target);
    var hidden = new Hidden(mixture.components());
    Estimate byQuadrature = new Mixture(mixture.draws(), hidden, false).crps(target);
    assertThat(byQuadrature.value())
        .isCloseTo(closed.value(), within(1e-8 * Math.max(1, closed.value())));
    assertThat(byQuadrature.standardError())
        .isCloseTo(closed.standardError(), within(1e-6 * closed.standardError()));
  }

  /** Components whose kind is not to be seen. */
  private record Hidden(ObservationModel.Components of) implements ObservationModel.Components {
    @Override
    public double mean(int draw) {
      return of.mean(draw);
    }

    @Override
    public double variance(int draw) {
      return of.variance(draw);
    }

    @Override
    public double cdf(int draw, double y) {
      return of.cdf(draw, y);
    }

    @Override
    public double logProb(int draw, double y) {
      return of.logProb(draw, y);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 25, 400})
  void ofCountsIsTheSum(int target) {
    var prediction = of(new NegativeBinomialObservation(1, Doubles.of(0.5, 3)), 1, 3);
    double expected = 0;
    for (int k = 0; k < 5000; k++) {
      double excess = prediction.cdf(new double[] {k}).value().get(0) - (k >= target ? 1 : 0);
      expected += excess * excess;
    }
    assertThat(crps(prediction, target)).isCloseTo(expected, within(1e-10 * expected));
  }

  /** Beyond 4,096 terms the sum is an integral. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"9, 0.7, 300", "9, 0.7, 9000", "9, 0.7, 60000", "10.5, 30, 4100", "10.5, 30, 40000"})
  void sumsOfManyTermsAreIntegrals(double output, double concentration, int target) {
    var prediction =
        of(new NegativeBinomialObservation(1, Doubles.of(concentration, 2)), output, output + 0.3);
    Mixture mixture = prediction.mixture(0, 0);
    double expected = 0;
    double above = 1;
    for (int k = 0; k < target || above > 1e-9; k++) {
      double excess = mixture.value(k) - (k >= target ? 1 : 0);
      expected += excess * excess;
      above = 1 - mixture.value(k);
    }
    assertThat(crps(prediction, target)).isCloseTo(expected, within(1e-8 * expected));
  }

  @Test
  void millionsAreServed() {
    double sd = 1000;
    var prediction = of(new PoissonObservation(1), Math.log(1e6));
    double normal = sd * (Math.sqrt(2 / Math.PI) - 1 / Math.sqrt(Math.PI));
    assertThat(crps(prediction, 1e6)).isCloseTo(normal, within(0.5));
  }

  /** Over many sets of draws the error is the spread of the scores. */
  @Test
  void errorsAreTheSpread() {
    for (ObservationModel model :
        new ObservationModel[] {GaussianObservation.shared(1), new PoissonObservation(5)}) {
      Random random = new Random(3);
      int repeats = 300;
      double[] values = new double[repeats];
      double squaredErrors = 0;
      for (int r = 0; r < repeats; r++) {
        double[] outputs = new double[40];
        Arrays.setAll(outputs, draw -> 0.5 * random.nextGaussian());
        Estimate estimate = of(model, outputs).crps(new double[] {2}).get(0);
        values[r] = estimate.value();
        squaredErrors += estimate.standardError() * estimate.standardError() / repeats;
      }
      double mean = Arrays.stream(values).average().orElseThrow();
      double variance =
          Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (repeats - 1);
      assertThat(Math.sqrt(squaredErrors / variance)).isBetween(0.8, 1.25);
    }
  }
}
