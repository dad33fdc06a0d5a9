package org.jeffreys.inference.laplace;

import java.util.Arrays;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Laplace's approximation of the log marginal likelihood, as a function of what the prior's
 * precision is multiplied by and of the noise of a Gaussian likelihood.
 *
 * <pre>{@code
 * log p(D | τ, σ) ≈ log p(D | θ*, σ) + ½ Σ log τ p - ½ Σ τ p (θ* - μ)² - ½ log |H / σ² + τ P|
 * }</pre>
 *
 * <p>θ* is held. It is exact for a linear model with Gaussian noise where θ* is the maximum under
 * the same τ and σ; there its gradient in τ and σ is that of the exact evidence, too.
 *
 * @source MacKay (1992), Bayesian interpolation, Neural Computation, eqs. 4.6 to 4.11
 */
final class Evidence {
  private static final double LOG_2PI = Math.log(2 * Math.PI);
  private static final int MOST_STEPS = 200;

  /** The multiplications that the search may take in all, where the matrix is whole. */
  private static final double WORK = 3e11;

  private static final double LARGEST_MOVE = 3;
  private static final double LARGEST_FACTOR = 1e6;

  private final Curvature curvature;
  private final Mode mode;

  /** The array of each uncertain parameter; -1 for one that is certain. */
  private final int[] array;

  private final double[] counts;
  private final double[] deviations;
  private final double[] logPrecisions;

  /**
   * What is known where the posterior is the highest.
   *
   * @param precision of the prior, one a parameter
   * @param deviation θ* - μ
   * @param array of each parameter
   * @param numArrays of the whole network
   * @param logLikelihood {@code log p(D | θ*)} at noiseScale
   * @param numObserved the sum of the examples' weights times the outputs
   * @param noiseScale of a Gaussian likelihood, at which the curvature is; NaN for another
   */
  record Mode(
      Doubles precision,
      Doubles deviation,
      Doubles array,
      int numArrays,
      double logLikelihood,
      double numObserved,
      double noiseScale) {}

  Evidence(Curvature curvature, Mode mode) {
    this.curvature = curvature;
    this.mode = mode;
    this.array = new int[mode.precision().size()];
    this.counts = new double[mode.numArrays()];
    this.deviations = new double[mode.numArrays()];
    this.logPrecisions = new double[mode.numArrays()];
    for (int i = 0; i < array.length; i++) {
      array[i] = curvature.isUncertain(i) ? (int) mode.array().get(i) : -1;
      if (array[i] >= 0) {
        counts[array[i]]++;
        double deviation = mode.deviation().get(i);
        deviations[array[i]] += mode.precision().get(i) * deviation * deviation;
        logPrecisions[array[i]] += Math.log(mode.precision().get(i));
      }
    }
  }

  /** The log evidence, in nats. */
  double at(Hyperparameters at) {
    double sum = logLikelihood(at.noiseScale());
    for (int k = 0; k < counts.length; k++) {
      double factor = at.priorFactors().get(k);
      sum += 0.5 * (counts[k] * Math.log(factor) + logPrecisions[k] - factor * deviations[k]);
    }
    try (Scope scope = Scope.open()) {
      return sum - 0.5 * covariance(at).logDeterminantOfPrecision();
    }
  }

  /** The normal distribution under given hyperparameters, in tensors of the innermost scope. */
  Covariance covariance(Hyperparameters at) {
    double ratio = mode.noiseScale() / at.noiseScale();
    double[] precision = new double[array.length];
    for (int i = 0; i < precision.length; i++) {
      int k = (int) mode.array().get(i);
      precision[i] = mode.precision().get(i) * at.priorFactors().get(k);
    }
    return curvature.covariance(
        Double.isNaN(ratio) ? 1 : ratio * ratio, Tensor.of(precision, precision.length));
  }

  /** {@code log p(D | θ*, σ)}. */
  private double logLikelihood(double noiseScale) {
    if (Double.isNaN(noiseScale)) {
      return mode.logLikelihood();
    }
    return -0.5 * squaredError() / (noiseScale * noiseScale)
        - mode.numObserved() * (Math.log(noiseScale) + 0.5 * LOG_2PI);
  }

  private double squaredError() {
    double noise = mode.noiseScale();
    double standardised =
        -2 * mode.logLikelihood() - mode.numObserved() * (2 * Math.log(noise) + LOG_2PI);
    return Math.max(0, standardised) * noise * noise;
  }

  /**
   * The hyperparameters at which the evidence is the highest, by MacKay's fixed point.
   *
   * <pre>{@code
   * τ = γ / Σ p (θ* - μ)²      σ² = Σ (y - f)² / (N - γ)      γ = Σ (1 - τ p Σᵢᵢ)
   * }</pre>
   *
   * <p>Arrays of one group share a factor; factors stay within 1e-6 and 1e6.
   *
   * @param group of each array; -1 for one whose factor stays
   * @param withNoise whether σ is chosen
   * @param tolerance how far the last step may move a logarithm
   */
  Hyperparameters maximised(
      Hyperparameters start, Doubles group, boolean withNoise, double tolerance) {
    Hyperparameters current = start;
    double ofStep = Math.pow(array.length, 3);
    int most = (int) Math.max(5, Math.min(MOST_STEPS, WORK / ofStep));
    for (int step = 0; step < most; step++) {
      Hyperparameters next = next(current, group, withNoise);
      double move = move(current, next);
      current = next;
      if (move < tolerance) {
        return current;
      }
    }
    return current;
  }

  private static double move(Hyperparameters from, Hyperparameters to) {
    double move =
        Double.isNaN(from.noiseScale())
            ? 0
            : Math.abs(Math.log(to.noiseScale() / from.noiseScale()));
    for (int k = 0; k < from.priorFactors().size(); k++) {
      double ratio = to.priorFactors().get(k) / from.priorFactors().get(k);
      move = Math.max(move, Math.abs(Math.log(ratio)));
    }
    return move;
  }

  private Hyperparameters next(Hyperparameters at, Doubles group, boolean withNoise) {
    double[] effective = effective(at);
    double[] factors = at.priorFactors().toArray();
    for (int g = 0; g <= (int) group.max(); g++) {
      double known = 0;
      double spread = 0;
      for (int k = 0; k < factors.length; k++) {
        if (group.get(k) == g) {
          known += effective[k];
          spread += deviations[k];
        }
      }
      if (known > 0) {
        for (int k = 0; k < factors.length; k++) {
          if (group.get(k) == g) {
            factors[k] = moved(factors[k], known / Math.max(spread, 1e-300));
          }
        }
      }
    }
    double noise = at.noiseScale();
    if (withNoise) {
      noise = nextNoise(noise, Arrays.stream(effective).sum());
    }
    return new Hyperparameters(Doubles.of(factors), noise);
  }

  private static double moved(double from, double to) {
    double move = Math.log(to / from);
    double factor = from * Math.exp(Math.max(-LARGEST_MOVE, Math.min(LARGEST_MOVE, move)));
    return Math.max(1 / LARGEST_FACTOR, Math.min(LARGEST_FACTOR, factor));
  }

  /**
   * MacKay's step where the data outnumber what is known of parameters by far; where they do not,
   * that of expectation maximisation, which is slower and never fails.
   */
  private double nextNoise(double noise, double effective) {
    double observed = mode.numObserved();
    double variance =
        effective < 0.9 * observed
            ? squaredError() / (observed - effective)
            : (squaredError() + effective * noise * noise) / observed;
    double least = 1e-12 * noise * noise;
    return Math.sqrt(moved(noise * noise, Math.max(least, variance)));
  }

  /** γ, the effective number of parameters of each array. */
  double[] effective(Hyperparameters at) {
    double[] variances;
    try (Scope scope = Scope.open()) {
      variances = covariance(at).variances().toDoubles();
    }
    double[] known = new double[counts.length];
    for (int i = 0; i < array.length; i++) {
      if (array[i] >= 0) {
        double factor = at.priorFactors().get(array[i]);
        known[array[i]] += 1 - factor * mode.precision().get(i) * variances[i];
      }
    }
    return known;
  }

  /** What is known where the posterior is the highest. */
  Mode mode() {
    return mode;
  }

  /** The curvature, which whoever made it closes. */
  Curvature curvature() {
    return curvature;
  }
}
