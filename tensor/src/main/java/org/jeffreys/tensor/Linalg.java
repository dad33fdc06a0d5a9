package org.jeffreys.tensor;

import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.global.torch;
import org.jeffreys.core.Check;

/** Linear algebra over the last two axes; leading axes are batches. */
public final class Linalg {
  private Linalg() {}

  /** A symmetric matrix's eigenvalues, ascending, and its eigenvectors in columns. */
  public record Eigen(Tensor values, Tensor vectors) {}

  /** {@code matrix = left diag(values) right}, values descending. */
  public record Svd(Tensor left, Tensor values, Tensor right) {}

  /** The sign and the logarithm of the absolute value of a determinant. */
  public record LogDeterminant(Tensor sign, Tensor logAbs) {}

  /** {@code matrix = q r} with orthonormal columns in q and r upper triangular. */
  public record Qr(Tensor q, Tensor r) {}

  /**
   * {@code bias + a b} for stacks of matrices, in one kernel.
   *
   * @shape bias broadcasts to [batch, n, m]; a [batch, n, k]; b [batch, k, m]
   */
  public static Tensor addBatchedProduct(Tensor bias, Tensor a, Tensor b) {
    bias.sameType("addBatchedProduct", a);
    return a.binary("addBatchedProduct", b, (x, y) -> torch.baddbmm(bias.handle(), x, y));
  }

  /**
   * {@code a b} for stacks of matrices.
   *
   * @shape a [batch, n, k]; b [batch, k, m]; result [batch, n, m]
   */
  public static Tensor batchedProduct(Tensor a, Tensor b) {
    return a.binary("batchedProduct", b, org.bytedeco.pytorch.Tensor::bmm);
  }

  /**
   * {@code out = a b} for stacks of matrices, written into memory that is there.
   *
   * @shape out [batch, n, m]; a [batch, n, k]; b [batch, k, m]
   */
  public static void batchedProductInto(Tensor out, Tensor a, Tensor b) {
    Check.require(
        out.rank() == 3 && out.size(1) == a.size(1) && out.size(2) == b.size(2),
        "out",
        "[batch, rows of a, columns of b]",
        out);
    out.sameType("batchedProductInto", a);
    a.sameType("batchedProductInto", b);
    try {
      torch.bmm_out(out.handle(), a.handle(), b.handle());
    } catch (RuntimeException e) {
      throw Native.failure("batchedProductInto", e, out, a, b);
    }
  }

  /**
   * The lower Cholesky factor.
   *
   * @throws org.jeffreys.core.NumericalException if the matrix is not positive definite
   */
  public static Tensor cholesky(Tensor matrix) {
    return matrix.unary("cholesky", torch::linalg_cholesky);
  }

  /** The solution x of {@code factor factorᵀ x = right}, given the lower Cholesky factor. */
  public static Tensor choleskySolve(Tensor factor, Tensor right) {
    return right.binary("choleskySolve", factor, (r, l) -> torch.cholesky_solve(r, l));
  }

  /** The solution x of {@code triangle x = right} for a triangular matrix. */
  public static Tensor solveTriangular(Tensor triangle, Tensor right, boolean upper) {
    return triangle.binary(
        "solveTriangular", right, (t, r) -> torch.linalg_solve_triangular(t, r, upper));
  }

  /** The solution x of {@code matrix x = right}. */
  public static Tensor solve(Tensor matrix, Tensor right) {
    return matrix.binary("solve", right, (m, r) -> torch.linalg_solve(m, r));
  }

  /** The inverse. */
  public static Tensor inverse(Tensor matrix) {
    return matrix.unary("inverse", torch::linalg_inv);
  }

  /** The elements on the diagonal. @shape [..., n] */
  public static Tensor diagonal(Tensor matrix) {
    return matrix.unary("diagonal", m -> m.diagonal(0, -2, -1));
  }

  /** The matrices whose diagonal is the last axis. @shape [..., n, n] */
  public static Tensor diagonalMatrix(Tensor diagonal) {
    return diagonal.unary("diagonalMatrix", d -> d.diag_embed());
  }

  /** The lower triangle; zero above the diagonal. */
  public static Tensor lowerTriangle(Tensor matrix) {
    return matrix.unary("lowerTriangle", m -> m.tril());
  }

  /** The logarithm of the determinant of a positive definite matrix, from its Cholesky factor. */
  public static Tensor logDeterminantOfFactor(Tensor factor) {
    return diagonal(factor).log().sum(-1).mul(2);
  }

  /** The sign and log absolute value of a determinant. */
  public static LogDeterminant logDeterminant(Tensor matrix) {
    try (T_TensorTensor_T pair = torch.linalg_slogdet(matrix.handle())) {
      return new LogDeterminant(part(matrix, pair.get0()), part(matrix, pair.get1()));
    } catch (RuntimeException e) {
      throw Native.failure("logDeterminant", e, matrix);
    }
  }

  /** The eigenvalues and eigenvectors of a symmetric matrix. */
  public static Eigen symmetricEigen(Tensor matrix) {
    try (T_TensorTensor_T pair = torch.linalg_eigh(matrix.handle())) {
      return new Eigen(part(matrix, pair.get0()), part(matrix, pair.get1()));
    } catch (RuntimeException e) {
      throw Native.failure("symmetricEigen", e, matrix);
    }
  }

  /** The thin QR decomposition. */
  public static Qr qr(Tensor matrix) {
    try (T_TensorTensor_T pair = torch.linalg_qr(matrix.handle())) {
      return new Qr(part(matrix, pair.get0()), part(matrix, pair.get1()));
    } catch (RuntimeException e) {
      throw Native.failure("qr", e, matrix);
    }
  }

  /** The thin singular value decomposition. */
  public static Svd svd(Tensor matrix) {
    try (T_TensorTensorTensor_T parts =
        torch.linalg_svd(matrix.handle(), false, new org.bytedeco.pytorch.StringViewOptional())) {
      return new Svd(
          part(matrix, parts.get0()), part(matrix, parts.get1()), part(matrix, parts.get2()));
    } catch (RuntimeException e) {
      throw Native.failure("svd", e, matrix);
    }
  }

  private static Tensor part(Tensor like, org.bytedeco.pytorch.Tensor part) {
    return Tensor.wrap(new org.bytedeco.pytorch.Tensor(part), like.dtype());
  }
}
