package org.jeffreys.distribution;

import java.util.Arrays;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The Cholesky factor L of a covariance matrix {@code L Lᵀ}. Vectors that share a factor are the
 * columns of one system, not systems of their own.
 *
 * @param matrix lower triangular, @shape [batch…, n, n]
 */
record TriangularFactor(Tensor matrix) {
  /** log |L|. @shape [batch…] */
  Tensor logDeterminant() {
    return Linalg.diagonal(matrix).log().sum(-1);
  }

  /** {@code |L⁻¹ x|²} of vectors x. @shape vectors […, n]; result [batch… and … broadcast] */
  Tensor squaredDistance(Tensor vectors) {
    Columns columns = Columns.of(this, vectors);
    Tensor solved = Linalg.solveTriangular(columns.factor(), columns.vectors(), false);
    Tensor squares = solved.square().sum(-2);
    return squares.reshape(columns.shape(Events.batch(squares, 1)));
  }

  /** {@code L x} of vectors x. @shape vectors […, n]; result [batch… and … broadcast, n] */
  Tensor multiply(Tensor vectors) {
    Columns columns = Columns.of(this, vectors);
    // What is above the diagonal has no part in it, nor in gradients.
    Tensor lower = Linalg.lowerTriangle(columns.factor());
    Tensor product = lower.matmul(columns.vectors()).transpose(-1, -2);
    return product.reshape(columns.shape(Events.batch(product, 2), vectors.size(-1)));
  }

  /** Checks the elements. */
  void check(String name) {
    Parameters.finite(name, matrix);
    Tensor above = matrix.sub(Linalg.lowerTriangle(matrix));
    Parameters.require(name, "zeros above the diagonal", above.eq(above.mul(0)), above);
    Tensor diagonal = Linalg.diagonal(matrix);
    Parameters.require(name, "a diagonal > 0", diagonal.gt(0), diagonal);
  }

  /**
   * Vectors as the columns of matrices, one for each factor.
   *
   * @param factor @shape [lead…, n, n]
   * @param vectors @shape [lead…, n, shared]
   * @param shared the batch axes that the columns of one matrix are
   */
  private record Columns(Tensor factor, Tensor vectors, Shape shared) {
    static Columns of(TriangularFactor triangular, Tensor vectors) {
      Tensor matrix = triangular.matrix();
      Shape own = Events.batch(matrix, 2);
      Shape batch = Events.batch(vectors, 1);
      while (batch.rank() < own.rank()) {
        batch = batch.prepend(1);
      }
      int count = 0;
      while (count < batch.rank() && (count >= own.rank() || own.size(-1 - count) == 1)) {
        count++;
      }
      long[] all = batch.toArray();
      int lead = all.length - count;
      Shape shared = Shape.of(Arrays.copyOfRange(all, lead, all.length));
      long size = matrix.size(-1);
      long[] rows = Events.append(Shape.of(Arrays.copyOf(all, lead)), shared.numElements(), size);
      long[] owned = Arrays.copyOf(own.toArray(), Math.max(0, own.rank() - count));
      return new Columns(
          matrix.reshape(Events.append(Shape.of(owned), size, size)),
          vectors.reshape(rows).transpose(-1, -2),
          shared);
    }

    /** The axes of a result, those of the columns apart from one another again. */
    long[] shape(Shape lead, long... inner) {
      return Events.append(Shape.of(Events.append(lead, shared.toArray())), inner);
    }
  }
}
