package org.jeffreys.tensor;

import java.util.Arrays;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.global.torch;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

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
    Call.requireNumeric("addBatchedProduct", a);
    return Call.scaled(
        "addBatchedProduct",
        1,
        (x, y) -> {
          org.bytedeco.pytorch.Tensor b0 = bias.handle();
          org.bytedeco.pytorch.Tensor single = b0.requires_grad() ? null : single(x, y, b0);
          return single == null ? torch.baddbmm(b0, x, y) : single;
        },
        bias,
        a,
        b);
  }

  /**
   * {@code a b} for stacks of matrices.
   *
   * @shape a [batch, n, k]; b [batch, k, m]; result [batch, n, m]
   */
  public static Tensor batchedProduct(Tensor a, Tensor b) {
    return Call.numeric(
        "batchedProduct",
        a,
        b,
        (x, y) -> {
          org.bytedeco.pytorch.Tensor single = single(x, y, null);
          return single == null ? x.bmm(y) : single;
        });
  }

  /**
   * {@code out = a b} for stacks of matrices, written into memory that is there and that neither of
   * them shares.
   *
   * @shape out [batch, n, m]; a [batch, n, k]; b [batch, k, m]
   */
  public static void batchedProductInto(Tensor out, Tensor a, Tensor b) {
    Call.sameType("batchedProductInto", out, a);
    Call.sameType("batchedProductInto", a, b);
    if (a.rank() != 3 || b.rank() != 3) {
      throw Check.failure("batchedProductInto", "stacks of matrices", a + " and " + b);
    }
    Call.requireShape(out, a.size(0), a.size(1), b.size(2));
    Call.run(
        "batchedProductInto",
        () -> {
          org.bytedeco.pytorch.Tensor single = single(a.handle(), b.handle(), null);
          if (single == null) {
            torch.bmm_out(out.handle(), a.handle(), b.handle());
          } else {
            try (single) {
              out.handle().copy_(single);
            }
          }
        },
        out,
        a,
        b);
  }

  /** The product of two tensors that broadcast, as {@link Tensor#matmul} gives it. */
  static org.bytedeco.pytorch.Tensor product(
      org.bytedeco.pytorch.Tensor a, org.bytedeco.pytorch.Tensor b) {
    org.bytedeco.pytorch.Tensor large =
        a.dim() == 2
                && b.dim() == 2
                && LargeProducts.isLarge(a.size(0), a.size(1), b.size(1))
                && isFloat32(a)
            ? LargeProducts.of(a, b, null)
            : null;
    return large == null ? a.matmul(b) : large;
  }

  /**
   * The product of stacks of one matrix each, if it is large or one of them is a row or a column.
   *
   * @param bias is added; null for none
   * @shape bias broadcasts to the result; result [1, n, m]
   */
  private static org.bytedeco.pytorch.@Nullable Tensor single(
      org.bytedeco.pytorch.Tensor a,
      org.bytedeco.pytorch.Tensor b,
      org.bytedeco.pytorch.@Nullable Tensor bias) {
    // Other products are frequent: nothing is made for them.
    if (a.dim() != 3 || b.dim() != 3 || a.size(0) != 1 || b.size(0) != 1) {
      return null;
    }
    long n = a.size(1);
    long k = a.size(2);
    long m = b.size(2);
    if (n == 1 || m == 1) {
      return b.size(1) == k ? plus(withVector(a, b, n, m), bias) : null;
    }
    if (!LargeProducts.isLarge(n, k, m) || !isFloat32(a)) {
      return null;
    }
    boolean isRow = bias != null && bias.numel() == m && bias.size(-1) == m && bias.is_contiguous();
    try (var left = a.select(0, 0);
        var right = b.select(0, 0);
        var row = bias != null && isRow ? bias.view(m) : null) {
      org.bytedeco.pytorch.Tensor product = LargeProducts.of(left, right, row);
      if (product == null) {
        return null;
      }
      try (product) {
        return plus(product.unsqueeze(0), isRow ? null : bias);
      }
    }
  }

  /** The sum, in place of the first, which is closed. */
  private static org.bytedeco.pytorch.Tensor plus(
      org.bytedeco.pytorch.Tensor product, org.bytedeco.pytorch.@Nullable Tensor bias) {
    if (bias == null) {
      return product;
    }
    try (product) {
      return product.add(bias);
    }
  }

  /** A matrix times a vector, which takes a third of the time of stacks with one. */
  private static org.bytedeco.pytorch.Tensor withVector(
      org.bytedeco.pytorch.Tensor a, org.bytedeco.pytorch.Tensor b, long n, long m) {
    if (m == 1) {
      try (var matrix = a.select(0, 0);
          var column = b.select(0, 0);
          var vector = column.select(1, 0);
          var product = matrix.mv(vector)) {
        return product.view(1, n, 1);
      }
    }
    try (var matrix = b.select(0, 0);
        var transposed = matrix.t();
        var row = a.select(0, 0);
        var vector = row.select(0, 0);
        var product = transposed.mv(vector)) {
      return product.view(1, 1, m);
    }
  }

  private static boolean isFloat32(org.bytedeco.pytorch.Tensor tensor) {
    return tensor.scalar_type().intern() == torch.ScalarType.Float;
  }

  /**
   * The lower Cholesky factor.
   *
   * @throws org.jeffreys.core.NumericalException if the matrix is not positive definite
   */
  public static Tensor cholesky(Tensor matrix) {
    return Call.floating("cholesky", matrix, torch::linalg_cholesky);
  }

  /**
   * As {@link #cholesky}, with NaN for matrices of a stack that have no factor: a density that is
   * not finite there is refused by samplers, and no others are touched.
   */
  public static Tensor choleskyOrNaN(Tensor matrix) {
    return Call.unary(
        "cholesky",
        matrix,
        m -> {
          try (T_TensorTensor_T both = torch.linalg_cholesky_ex(m);
              org.bytedeco.pytorch.Tensor factor = both.get0();
              org.bytedeco.pytorch.Tensor info = both.get1();
              org.bytedeco.pytorch.Scalar zero = new org.bytedeco.pytorch.Scalar(0);
              org.bytedeco.pytorch.Scalar nan = new org.bytedeco.pytorch.Scalar(Double.NaN);
              org.bytedeco.pytorch.Tensor flat = info.ne(zero);
              org.bytedeco.pytorch.Tensor row = flat.unsqueeze(-1);
              org.bytedeco.pytorch.Tensor failed = row.unsqueeze(-1)) {
            return factor.masked_fill(failed, nan);
          }
        });
  }

  /** The solution x of {@code factor factorᵀ x = right}, given the lower Cholesky factor. */
  public static Tensor choleskySolve(Tensor factor, Tensor right) {
    return Call.floating(
        "choleskySolve", matrices(right), factor, (r, l) -> torch.cholesky_solve(r, l));
  }

  /** The solution x of {@code triangle x = right} for a triangular matrix. */
  public static Tensor solveTriangular(Tensor triangle, Tensor right, boolean upper) {
    return Call.floating(
        "solveTriangular",
        triangle,
        matrices(right),
        (t, r) -> torch.linalg_solve_triangular(t, r, upper),
        upper ? 1 : 0);
  }

  /**
   * The solution x of {@code matrix x = right}.
   *
   * @shape matrix [..., n, n]; right [..., n, m]
   * @throws org.jeffreys.core.NumericalException if the matrix is singular
   */
  public static Tensor solve(Tensor matrix, Tensor right) {
    matrices(right);
    // With an axis less than the matrix the library may take the right side for a batch of vectors.
    int missing = Math.max(0, matrix.rank() - right.rank());
    return Call.floating(
        "solve",
        matrix,
        right,
        (m, r) -> {
          long[] shape = Shape.of(right.shape()).prepend(unit(missing)).toArray();
          try (org.bytedeco.pytorch.Tensor whole = r.reshape(shape)) {
            return torch.linalg_solve(m, whole);
          }
        });
  }

  /**
   * The inverse.
   *
   * @throws org.jeffreys.core.NumericalException if the matrix is singular
   */
  public static Tensor inverse(Tensor matrix) {
    return Call.floating("inverse", matrix, torch::linalg_inv);
  }

  /** The elements on the diagonal. @shape [..., n] */
  public static Tensor diagonal(Tensor matrix) {
    return Call.unary("diagonal", matrix, m -> m.diagonal(0, -2, -1));
  }

  /** The matrices whose diagonal is the last axis. @shape [..., n, n] */
  public static Tensor diagonalMatrix(Tensor diagonal) {
    return Call.unary("diagonalMatrix", diagonal, d -> d.diag_embed());
  }

  /** The lower triangle; zero above the diagonal. */
  public static Tensor lowerTriangle(Tensor matrix) {
    return Call.unary("lowerTriangle", matrix, m -> m.tril());
  }

  /** The logarithm of the determinant of a positive definite matrix, from its Cholesky factor. */
  public static Tensor logDeterminantOfFactor(Tensor factor) {
    return diagonal(factor).log().sum(-1).mul(2);
  }

  /** The sign and log absolute value of a determinant. */
  public static LogDeterminant logDeterminant(Tensor matrix) {
    Call.requireFloating("logDeterminant", matrix);
    try (T_TensorTensor_T pair = torch.linalg_slogdet(matrix.handle())) {
      return new LogDeterminant(part(matrix, pair.get0()), part(matrix, pair.get1()));
    } catch (RuntimeException e) {
      throw Native.failure("logDeterminant", e, matrix.toString());
    }
  }

  /** The eigenvalues and eigenvectors of a symmetric matrix. */
  public static Eigen symmetricEigen(Tensor matrix) {
    Call.requireFloating("symmetricEigen", matrix);
    try (T_TensorTensor_T pair = torch.linalg_eigh(matrix.handle())) {
      return new Eigen(part(matrix, pair.get0()), part(matrix, pair.get1()));
    } catch (RuntimeException e) {
      throw Native.failure("symmetricEigen", e, matrix.toString());
    }
  }

  /** The thin QR decomposition. */
  public static Qr qr(Tensor matrix) {
    Call.requireFloating("qr", matrix);
    try (T_TensorTensor_T pair = torch.linalg_qr(matrix.handle())) {
      return new Qr(part(matrix, pair.get0()), part(matrix, pair.get1()));
    } catch (RuntimeException e) {
      throw Native.failure("qr", e, matrix.toString());
    }
  }

  /** The thin singular value decomposition. */
  public static Svd svd(Tensor matrix) {
    Call.requireFloating("svd", matrix);
    try (T_TensorTensorTensor_T parts =
        torch.linalg_svd(matrix.handle(), false, Native.DEFAULT_DRIVER)) {
      return new Svd(
          part(matrix, parts.get0()), part(matrix, parts.get1()), part(matrix, parts.get2()));
    } catch (RuntimeException e) {
      throw Native.failure("svd", e, matrix.toString());
    }
  }

  private static Tensor matrices(Tensor right) {
    Check.require(
        right.rank() >= 2, "right", "columns [..., n, m]", right, "add an axis with unsqueeze(-1)");
    return right;
  }

  private static long[] unit(int axes) {
    long[] shape = new long[axes];
    Arrays.fill(shape, 1);
    return shape;
  }

  private static Tensor part(Tensor like, org.bytedeco.pytorch.Tensor part) {
    return Tensor.wrap(new org.bytedeco.pytorch.Tensor(part), like.dtype());
  }
}
