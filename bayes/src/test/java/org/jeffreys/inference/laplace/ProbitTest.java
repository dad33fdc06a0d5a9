package org.jeffreys.inference.laplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ProbitTest {
  /** {@code E[sigmoid(f)]}, f normal, by the trapezium rule. */
  private static double meanSigmoid(double loc, double variance) {
    double sum = 0;
    double weights = 0;
    for (double z = -9; z <= 9; z += 1e-3) {
      double weight = Math.exp(-0.5 * z * z);
      sum += weight / (1 + Math.exp(-loc - Math.sqrt(variance) * z));
      weights += weight;
    }
    return sum / weights;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** The error of the approximation is at most 0.02 (MacKay 1992); that of no shrinkage 0.2. */
  @Test
  void oneLogitIsThatOfQuadrature() {
    for (double loc : new double[] {-6, -2, -0.5, 0, 1, 3}) {
      for (double variance : new double[] {0, 0.3, 2, 9, 40}) {
        double[] found = Probit.logits(new double[] {loc}, new double[] {variance}, 1);
        assertThat(sigmoid(found[0])).isCloseTo(meanSigmoid(loc, variance), within(0.02));
      }
    }
  }

  /** The softmax of two correlated logits is the sigmoid of their difference. */
  @Test
  void twoLogitsAreThatOfTheirDifference() {
    double[] loc = {1.2, -0.7};
    double[] covariance = {2, 0.8, 0.8, 3};
    double[] found = Probit.logits(loc, covariance, 2);
    double[] one = Probit.logits(new double[] {1.9}, new double[] {2 + 3 - 1.6}, 1);
    assertThat(found[0] - found[1]).isCloseTo(one[0], within(1e-12));
    assertThat(sigmoid(one[0])).isCloseTo(meanSigmoid(1.9, 3.4), within(0.02));
  }

  /**
   * Three independent logits, by quadrature on a grid; the second of two rows. Without shrinkage
   * the error is 0.1.
   */
  @Test
  void moreLogitsAreNearQuadrature() {
    double[] loc = {9, 9, 9, 1.5, 0, -0.5};
    double[] variances = {1, 1, 1, 2, 0.5, 1};
    double[] covariance = new double[18];
    for (int i = 0; i < 6; i++) {
      covariance[i * 3 + i % 3] = variances[i];
    }
    double[] found = Probit.logits(loc, covariance, 3);
    double[] expected = new double[3];
    double weights = 0;
    for (double a = -6; a <= 6; a += 0.1) {
      for (double b = -6; b <= 6; b += 0.1) {
        for (double c = -6; c <= 6; c += 0.1) {
          double weight = Math.exp(-0.5 * (a * a + b * b + c * c));
          double[] exp = {
            Math.exp(1.5 + Math.sqrt(2) * a), Math.exp(Math.sqrt(0.5) * b), Math.exp(-0.5 + c)
          };
          double sum = exp[0] + exp[1] + exp[2];
          for (int k = 0; k < 3; k++) {
            expected[k] += weight * exp[k] / sum;
          }
          weights += weight;
        }
      }
    }
    double total = Math.exp(found[3]) + Math.exp(found[4]) + Math.exp(found[5]);
    for (int k = 0; k < 3; k++) {
      assertThat(Math.exp(found[3 + k]) / total).isCloseTo(expected[k] / weights, within(0.025));
    }
    assertThat(found[0]).isEqualTo(found[1]);
  }
}
