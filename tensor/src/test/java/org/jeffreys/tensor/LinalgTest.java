package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.jeffreys.tensor.Numbers.assertGradient;
import static org.jeffreys.tensor.Numbers.assertSame;
import static org.jeffreys.tensor.Numbers.assertValues;
import static org.jeffreys.tensor.Numbers.refused;
import static org.jeffreys.tensor.Numbers.sample;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jeffreys.core.NumericalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class LinalgTest {

  /** The product of stacks of matrices, term by term. */
  private static Tensor product(Tensor a, Tensor b) {
    int batch = (int) a.size(0);
    int rows = (int) a.size(1);
    int terms = (int) a.size(2);
    int columns = (int) b.size(2);
    double[] left = a.toDoubles();
    double[] right = b.toDoubles();
    double[] result = new double[batch * rows * columns];
    for (int n = 0; n < batch; n++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          for (int k = 0; k < terms; k++) {
            result[(n * rows + i) * columns + j] +=
                left[(n * rows + i) * terms + k] * right[(n * terms + k) * columns + j];
          }
        }
      }
    }
    return Tensor.of(result, batch, rows, columns);
  }

  /** Positive definite matrices, well-conditioned. */
  private static Tensor positiveDefinite(String name, long batch, long size) {
    Tensor factor = sample(name, batch, size, size);
    return factor.matmul(factor.transpose(1, 2)).add(Tensor.eye(DType.FLOAT64, size));
  }

  @Test
  void productsAreSumsOfTerms() {
    for (long[] s :
        new long[][] {
          {3, 3, 3, 3}, {2, 3, 5, 7}, {1, 3, 5, 7}, {1, 1, 5, 7}, {1, 3, 5, 1}, {1, 1, 5, 1}
        }) {
      Tensor a = sample("a", s[0], s[1], s[2]);
      Tensor b = sample("b", s[0], s[2], s[3]);
      Tensor bias = sample("bias", s[0], 1, s[3]);
      Tensor expected = product(a, b);
      assertSame(a.matmul(b), expected, 1e-13);
      assertSame(Linalg.batchedProduct(a, b), expected, 1e-13);
      assertSame(Linalg.addBatchedProduct(bias, a, b), expected.add(bias), 1e-13);
      Tensor transposed = a.transpose(1, 2).contiguous().transpose(1, 2);
      assertSame(Linalg.batchedProduct(transposed, b), expected, 1e-13);
      Tensor out = Tensor.full(DType.FLOAT64, 9, s[0] + 1, s[1], s[3]);
      Linalg.batchedProductInto(out.narrow(0, 1, s[0]), a, b);
      assertSame(out.narrow(0, 1, s[0]), expected, 1e-13);
      assertValues(out.select(0, 0).min(0, 1), 9);
      Tensor first = a.select(0, 0);
      assertSame(first.matmul(b), product(first.unsqueeze(0).expand(a.shape()), b), 1e-13);
    }
  }

  /** Large float32 products take another way; with several threads smaller ones do, too. */
  @Test
  void largeProductsAreThoseOfDoubles() {
    try {
      for (int threads = 1; threads <= 2; threads++) {
        Threads.set(threads);
        assertProducts(300, 257, 270);
        assertProducts(70, 67, 60);
        assertProducts(1300, 1000, 17);
      }
    } finally {
      Threads.set(1);
    }
  }

  private static void assertProducts(long n, long k, long m) {
    Tensor a = sample("a", 1, n, k);
    Tensor b = sample("b", 1, k, m);
    Tensor bias = sample("bias", 1, 1, m);
    Tensor whole = sample("whole", 1, n, m);
    Tensor expected = a.matmul(b);
    Tensor left = a.to(DType.FLOAT32);
    Tensor right = b.to(DType.FLOAT32);
    Tensor row = bias.to(DType.FLOAT32);
    Tensor out = Tensor.full(DType.FLOAT32, 9, 1, n, m);
    for (Tensor x : new Tensor[] {left, transposedTwice(left)}) {
      for (Tensor y : new Tensor[] {right, transposedTwice(right)}) {
        assertRounded(Linalg.batchedProduct(x, y), expected);
        assertRounded(x.select(0, 0).matmul(y.select(0, 0)).unsqueeze(0), expected);
        assertRounded(Linalg.addBatchedProduct(row, x, y), expected.add(bias));
        assertRounded(Linalg.addBatchedProduct(whole.to(DType.FLOAT32), x, y), expected.add(whole));
        Linalg.batchedProductInto(out.fill(9), x, y);
        assertRounded(out, expected);
      }
    }
    Tensor same = Linalg.batchedProduct(left, right);
    assertThat(Linalg.batchedProduct(left, right).toBytes()).isEqualTo(same.toBytes());
  }

  private static Tensor transposedTwice(Tensor x) {
    return x.transpose(1, 2).contiguous().transpose(1, 2);
  }

  /** Terms of up to 4, a thousand of them. */
  private static void assertRounded(Tensor actual, Tensor expected) {
    assertSame(actual.to(DType.FLOAT64), expected, 1e-3);
  }

  @Test
  void productsWithVectorsHaveDerivativesAndRefuseOtherLengths() {
    Tensor matrix = sample("a", 1, 3, 5);
    assertGradient(v -> Linalg.batchedProduct(matrix, v), sample("b", 1, 5, 1));
    assertGradient(v -> Linalg.batchedProduct(v, matrix), sample("b", 1, 1, 3));
    Tensor column = sample("c", 1, 4, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Linalg.batchedProduct(matrix, column))
        .withMessageStartingWith(
            "batchedProduct: expected operands that fit, got float64 [1, 3, 5] and float64 [1, 4,"
                + " 1]");
  }

  @Test
  void productsAreNotWrittenIntoOtherShapes() {
    Tensor a = sample("a", 2, 3, 5);
    Tensor b = sample("b", 2, 5, 7);
    refused(
        () -> Linalg.batchedProductInto(Tensor.zeros(DType.FLOAT64, 1, 3, 7), a, b),
        "out: expected shape [2, 3, 7], got float64 [1, 3, 7]");
    refused(
        () -> Linalg.batchedProductInto(Tensor.zeros(DType.FLOAT64, 2, 3, 7), a, b.select(0, 0)),
        "batchedProductInto: expected stacks of matrices, got float64 [2, 3, 5] and float64 [5, 7]");
    refused(
        () -> a.matmul(a),
        "matmul: expected operands that fit, got float64 [2, 3, 5] and float64 [2, 3, 5]; Expected"
            + " size for first two dimensions of batch2 tensor to be: [2, 5] but got: [2, 3].");
    refused(
        () -> Linalg.addBatchedProduct(a.to(DType.FLOAT32), a, b),
        "addBatchedProduct: expected operands of one type, got float32 [2, 3, 5] and float64 [2, 3,"
            + " 5]; convert one with to(DType)");
  }

  @Test
  void factorsMultiplyToTheirMatrix() {
    Tensor matrix = positiveDefinite("m", 3, 3);
    Tensor factor = Linalg.cholesky(matrix);
    assertSame(product(factor, factor.transpose(1, 2)), matrix, 1e-12);
    assertSame(Linalg.lowerTriangle(factor), factor, 0);
    Linalg.Eigen eigen = Linalg.symmetricEigen(matrix);
    Tensor scaled = eigen.vectors().mul(eigen.values().unsqueeze(1));
    assertSame(product(scaled, eigen.vectors().transpose(1, 2)), matrix, 1e-12);
    assertThat(eigen.values().narrow(1, 1, 2).sub(eigen.values().narrow(1, 0, 2)).min().item())
        .isNotNegative();
    Tensor tall = sample("tall", 2, 5, 3);
    Linalg.Qr qr = Linalg.qr(tall);
    assertSame(product(qr.q(), qr.r()), tall, 1e-12);
    assertSame(product(qr.q().transpose(1, 2), qr.q()), unit(2, 3), 1e-12);
    Linalg.Svd svd = Linalg.svd(tall);
    assertThat(svd.left().shape()).containsExactly(2, 5, 3);
    assertSame(product(svd.left().mul(svd.values().unsqueeze(1)), svd.right()), tall, 1e-12);
    assertThat(svd.values().narrow(1, 0, 2).sub(svd.values().narrow(1, 1, 2)).min().item())
        .isNotNegative();
  }

  private static Tensor unit(long batch, long size) {
    return Tensor.eye(DType.FLOAT64, size).expand(batch, size, size);
  }

  @Test
  void solutionsSolve() {
    Tensor matrix = positiveDefinite("m", 3, 3);
    Tensor right = sample("r", 3, 3, 2);
    Tensor factor = Linalg.cholesky(matrix);
    assertSame(product(matrix, Linalg.solve(matrix, right)), right, 1e-12);
    assertSame(product(matrix, Linalg.choleskySolve(factor, right)), right, 1e-12);
    assertSame(product(factor, Linalg.solveTriangular(factor, right, false)), right, 1e-12);
    Tensor upper = factor.transpose(1, 2);
    assertSame(product(upper, Linalg.solveTriangular(upper, right, true)), right, 1e-12);
    assertSame(product(matrix, Linalg.inverse(matrix)), unit(3, 3), 1e-12);
  }

  @Test
  void oneRightSideServesABatch() {
    Tensor matrix = positiveDefinite("m", 3, 3);
    Tensor right = sample("r", 3, 3);
    Tensor whole = right.unsqueeze(0).expand(3, 3, 3);
    assertSame(product(matrix, Linalg.solve(matrix, right)), whole, 1e-12);
    assertSame(
        Linalg.choleskySolve(Linalg.cholesky(matrix), right), Linalg.solve(matrix, right), 1e-12);
    refused(
        () -> Linalg.solve(matrix, right.select(0, 0)),
        "right: expected columns [..., n, m], got float64 [3]; add an axis with unsqueeze(-1)");
  }

  @Test
  void determinants() {
    Tensor matrix = Tensor.of(new double[] {4, 2, 2, 5, 0, 1, 1, 0}, 2, 2, 2);
    Linalg.LogDeterminant found = Linalg.logDeterminant(matrix);
    assertValues(found.sign(), 1, -1);
    assertValues(found.logAbs(), Math.log(16), 0);
    Tensor factor = Linalg.cholesky(matrix.narrow(0, 0, 1));
    assertValues(Linalg.logDeterminantOfFactor(factor), Math.log(16));
    Linalg.LogDeterminant singular = Linalg.logDeterminant(Tensor.ones(DType.FLOAT64, 2, 2));
    assertThat(singular.logAbs().item()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(singular.sign().item()).isZero();
  }

  @Test
  void diagonalsAndTriangles() {
    Tensor matrix = Tensor.range(9).to(DType.FLOAT64).reshape(3, 3);
    assertValues(Linalg.diagonal(matrix), 0, 4, 8);
    assertValues(Linalg.diagonalMatrix(Linalg.diagonal(matrix)), 0, 0, 0, 0, 4, 0, 0, 0, 8);
    assertValues(Linalg.lowerTriangle(matrix), 0, 0, 0, 3, 4, 0, 6, 7, 8);
    assertThat(Linalg.diagonal(sample("x", 2, 5, 3)).shape()).containsExactly(2, 3);
  }

  @Test
  void whatCannotBeFactoredIsANumericalProblem() {
    Tensor indefinite = Tensor.of(new double[] {1, 2, 2, 1}, 2, 2);
    assertThatExceptionOfType(NumericalException.class)
        .isThrownBy(() -> Linalg.cholesky(indefinite))
        .withMessage(
            "cholesky: expected a well-conditioned matrix, got float64 [2, 2]; linalg.cholesky: The"
                + " factorization could not be completed because the input is not positive-definite"
                + " (the leading minor of order 2 is not positive-definite).");
    Tensor singular = Tensor.ones(DType.FLOAT64, 2, 2);
    assertThatExceptionOfType(NumericalException.class)
        .isThrownBy(() -> Linalg.inverse(singular))
        .withMessageStartingWith(
            "inverse: expected a well-conditioned matrix, got float64 [2, 2];");
    assertThatExceptionOfType(NumericalException.class)
        .isThrownBy(() -> Linalg.solve(singular, singular))
        .withMessageStartingWith(
            "solve: expected a well-conditioned matrix, got float64 [2, 2] and");
    Tensor undefined = Tensor.full(DType.FLOAT64, Double.NaN, 3, 3);
    assertThatExceptionOfType(NumericalException.class).isThrownBy(() -> Linalg.svd(undefined));
    assertThatExceptionOfType(NumericalException.class)
        .isThrownBy(() -> Linalg.symmetricEigen(undefined));
    refused(
        () -> Linalg.cholesky(sample("x", 2, 3)),
        "cholesky: expected operands that fit, got float64 [2, 3]; linalg.cholesky: A must be batches"
            + " of square matrices, but they are 2 by 3 matrices");
  }

  @Test
  void decompositionsHaveDerivatives() {
    Tensor right = sample("r", 3, 2);
    Tensor lower = Linalg.cholesky(positiveDefinite("f", 1, 3)).squeeze(0);
    List<UnaryOperator<Tensor>> ofSymmetric =
        List.of(
            m -> Linalg.cholesky(symmetric(m)),
            m -> Linalg.symmetricEigen(symmetric(m)).values(),
            m -> Linalg.logDeterminantOfFactor(Linalg.cholesky(symmetric(m))),
            m -> Linalg.logDeterminant(m).logAbs(),
            m -> Linalg.solve(m, right),
            Linalg::inverse,
            m -> Linalg.qr(m).r(),
            m -> Linalg.svd(m).values());
    Tensor matrix = positiveDefinite("m", 1, 3).squeeze(0);
    ofSymmetric.forEach(operation -> assertGradient(operation, matrix));
    List<UnaryOperator<Tensor>> others =
        List.of(
            r -> Linalg.solve(matrix, r),
            r -> Linalg.choleskySolve(lower, r),
            r -> Linalg.solveTriangular(lower, r, false),
            r -> matrix.matmul(r),
            r -> Linalg.batchedProduct(matrix.unsqueeze(0), r.unsqueeze(0)),
            r -> Linalg.addBatchedProduct(r.unsqueeze(0), matrix.unsqueeze(0), r.unsqueeze(0)));
    others.forEach(operation -> assertGradient(operation, right));
    assertGradient(l -> Linalg.choleskySolve(Linalg.lowerTriangle(l), right), lower);
    assertGradient(l -> Linalg.solveTriangular(l, right, false), lower);
    assertGradient(x -> Linalg.diagonal(Linalg.diagonalMatrix(x.select(1, 0))), right);
  }

  private static Tensor symmetric(Tensor matrix) {
    return matrix.add(matrix.transpose(0, 1)).mul(0.5);
  }

  @Test
  void aMatrixWithoutFactorLeavesOthersAlone() {
    try (Scope scope = Scope.open()) {
      double[] values = {4, 2, 2, 3, 1, 2, 2, 1};
      Tensor both = Tensor.of(values, 2, 2, 2);
      double[] factors = Linalg.choleskyOrNaN(both).toDoubles();
      double[] expected = Linalg.cholesky(both.narrow(0, 0, 1)).toDoubles();
      assertThat(java.util.Arrays.copyOf(factors, 4)).containsExactly(expected);
      assertThat(java.util.Arrays.copyOfRange(factors, 4, 8)).containsOnly(Double.NaN);
      Gradients.ValueAndGradient at =
          Gradients.valueAndGradient(m -> Linalg.choleskyOrNaN(m).sum(1, 2), both);
      Gradients.ValueAndGradient alone =
          Gradients.valueAndGradient(m -> Linalg.cholesky(m).sum(1, 2), both.narrow(0, 0, 1));
      assertThat(java.util.Arrays.copyOf(at.gradient().toDoubles(), 4))
          .containsExactly(alone.gradient().toDoubles());
    }
  }
}
