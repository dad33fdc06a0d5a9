package org.jeffreys.inference.swag;

import org.jeffreys.data.Batches;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The number of directions that the data determine, at maxima of a posterior: those in which they
 * say more than the prior.
 *
 * <pre>{@code
 * γ = Σ_i λᵢ / (λᵢ + 1)      λ the eigenvalues of n P^-½ F P^-½, P the prior's precision
 * }</pre>
 *
 * <p>F, the covariance of the gradients of single examples, stands for the curvature per datum. It
 * is taken from gradients of minibatches, so that γ is at most their number; long ones are
 * projected to {@value #SKETCH} numbers by random signs, which keeps inner products on average.
 *
 * @source MacKay (1992), Bayesian interpolation, Neural Computation 4(3), eq. 4.9
 */
final class EffectiveDimension {
  private static final int NUM_GRADIENTS = 400;
  private static final int SKETCH = 4096;

  private EffectiveDimension() {}

  /**
   * γ of each chain; the dimension where the prior has no scale.
   *
   * @param maxima @shape [chains, dimension]
   * @param rng one stream a chain
   * @return @shape [chains, 1]
   */
  static Tensor at(Tensor maxima, StochasticLogDensity target, Batches batches, Rng rng) {
    int chains = (int) maxima.size(0);
    @Nullable Tensor scale = target.scale();
    if (scale == null) {
      return Tensor.full(maxima.dtype(), target.dimension(), chains, 1);
    }
    try (Scope scope = Scope.open()) {
      Tensor gradients = gradients(maxima, target, scale, batches, rng);
      Tensor gram = Linalg.batchedProduct(gradients, gradients.transpose(1, 2));
      Tensor[] each = new Tensor[chains];
      for (int chain = 0; chain < chains; chain++) {
        Tensor values =
            Linalg.symmetricEigen(gram.select(0, chain).to(DType.FLOAT64)).values().clampMin(0);
        each[chain] = values.div(values.add(1)).sum().reshape(1);
      }
      return scope.keep(Tensor.stack(0, each).to(maxima.dtype()));
    }
  }

  /**
   * @return what has n P^-½ F P^-½ for its product, @shape [chains, gradients, numbers]
   */
  private static Tensor gradients(
      Tensor maxima, StochasticLogDensity target, Tensor scale, Batches batches, Rng rng) {
    long n = target.data().size();
    int dimension = target.dimension();
    int pieces = dimension <= SKETCH ? 1 : (dimension + SKETCH - 1) / SKETCH;
    int width = pieces == 1 ? dimension : SKETCH;
    Tensor signs =
        pieces == 1 ? null : Special.sign(rng.normal(maxima.dtype(), maxima.size(0), dimension));
    Tensor all = Tensor.empty(maxima.dtype(), maxima.size(0), NUM_GRADIENTS, width);
    for (int i = 0; i < NUM_GRADIENTS; i++) {
      try (Scope scope = Scope.open()) {
        var batch = batches.draw(target.data(), i, rng);
        // Of a mean over the batch, whose covariance is F over the size of the batch.
        double factor = Math.sqrt(n / batch.scale() * n / NUM_GRADIENTS) / n;
        Tensor gradient = target.estimateGradient(maxima, batch, rng).mul(scale).mulInPlace(factor);
        Tensor row = all.select(1, i);
        if (signs == null) {
          row.copyFrom(gradient);
        } else {
          row.copyFrom(folded(gradient.mulInPlace(signs), pieces, width));
        }
      }
    }
    return all;
  }

  private static Tensor folded(Tensor gradient, int pieces, int width) {
    Tensor sum = Tensor.zeros(gradient.dtype(), gradient.size(0), width);
    for (int piece = 0; piece < pieces; piece++) {
      long start = (long) piece * width;
      long length = Math.min(width, gradient.size(1) - start);
      sum.narrow(1, 0, length).addInPlace(gradient.narrow(1, start, length), 1);
    }
    return sum;
  }
}
