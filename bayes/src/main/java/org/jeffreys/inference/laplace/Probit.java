package org.jeffreys.inference.laplace;

/**
 * The mean of the sigmoid or the softmax of normal logits, approximately.
 *
 * <pre>{@code
 * E[sigmoid(f)] ≈ sigmoid(m / sqrt(1 + π v / 8))
 * E[softmax(f)]ₖ ∝ 1 / Σⱼ exp(-(mₖ - mⱼ) / sqrt(1 + π/8 Var[fₖ - fⱼ]))
 * }</pre>
 *
 * <p>For two classes the second is the first of the difference of their logits.
 *
 * @source MacKay (1992), The evidence framework applied to classification networks, Neural
 *     Computation, eq. 11; Lu, Ie and Sha (2020), arXiv:2006.07584, the second of their forms
 */
final class Probit {
  private Probit() {}

  /**
   * Logits whose sigmoid (of one output) or softmax is the mean.
   *
   * @param loc @shape [rows, outputs]
   * @param covariance @shape [rows, outputs, outputs]
   */
  static double[] logits(double[] loc, double[] covariance, int width) {
    double[] logits = new double[loc.length];
    for (int first = 0; first < loc.length; first += width) {
      for (int k = 0; k < width; k++) {
        logits[first + k] =
            width == 1
                ? loc[first] * shrinkage(covariance[first])
                : logit(loc, covariance, first, k, width);
      }
    }
    return logits;
  }

  private static double logit(double[] loc, double[] covariance, int first, int k, int width) {
    double[] terms = new double[width];
    double greatest = 0;
    for (int j = 0; j < width; j++) {
      double variance =
          covariance[(first + k) * width + k]
              + covariance[(first + j) * width + j]
              - covariance[(first + k) * width + j]
              - covariance[(first + j) * width + k];
      terms[j] = (loc[first + j] - loc[first + k]) * shrinkage(Math.max(0, variance));
      greatest = Math.max(greatest, terms[j]);
    }
    double sum = 0;
    for (double term : terms) {
      sum += Math.exp(term - greatest);
    }
    return -greatest - Math.log(sum);
  }

  private static double shrinkage(double variance) {
    return 1 / Math.sqrt(1 + Math.PI / 8 * variance);
  }
}
