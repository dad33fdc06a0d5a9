package org.jeffreys.inference.mcmc;

import java.util.ArrayList;
import java.util.List;

/**
 * An estimate of the inverse of minus the Hessian of a log density by the steps of an ascent, as a
 * product: what a normal with this covariance needs, without a matrix.
 *
 * <pre>{@code
 * Σ = C Cᵀ      C = (I - sₖ wₖᵀ) … (I - s₁ w₁ᵀ) diag(α)^½
 * w = y / yᵀs - sqrt(1 / (yᵀs sᵀB s)) B s      B = Σ⁻¹ before this step      det(I - s wᵀ) = sqrt(sᵀB s / yᵀs)
 * }</pre>
 *
 * <p>Each factor makes the update of Broyden, Fletcher, Goldfarb and Shanno.
 *
 * @source Brodlie, Gourlay and Greenstadt (1973), IMA Journal of Applied Mathematics 11
 */
final class InverseHessian {
  private final double[] scale;
  private final List<Factor> factors = new ArrayList<>();

  /** How far a step went, s, and by how much the gradient of the log density fell, y. */
  static final class Step {
    private final double[] moved;
    private final double[] fall;

    Step(double[] moved, double[] fall) {
      this.moved = moved;
      this.fall = fall;
    }

    /** yᵀs: positive along a concave stretch. */
    double curvature() {
      return dot(moved, fall);
    }
  }

  private static final class Factor {
    private final double[] moved;
    private final double[] normal;
    private final double determinant;

    Factor(double[] moved, double[] normal, double determinant) {
      this.moved = moved;
      this.normal = normal;
      this.determinant = determinant;
    }
  }

  /**
   * From a diagonal and steps of positive curvature, the last one last.
   *
   * @param diagonal α, all > 0
   */
  InverseHessian(double[] diagonal, Iterable<Step> steps) {
    scale = new double[diagonal.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = Math.sqrt(diagonal[i]);
    }
    steps.forEach(this::add);
  }

  private void add(Step step) {
    double[] bent = inverseTimes(step.moved);
    double bending = dot(step.moved, bent);
    double curvature = step.curvature();
    double weight = 1 / Math.sqrt(curvature * bending);
    double[] normal = new double[scale.length];
    for (int i = 0; i < normal.length; i++) {
      normal[i] = step.fall[i] / curvature - weight * bent[i];
    }
    factors.add(new Factor(step.moved, normal, Math.sqrt(bending / curvature)));
  }

  /** C v. */
  double[] factorTimes(double[] v) {
    double[] x = new double[scale.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = scale[i] * v[i];
    }
    for (Factor factor : factors) {
      addScaled(x, factor.moved, -dot(factor.normal, x));
    }
    return x;
  }

  /** Σ v. */
  double[] times(double[] v) {
    double[] x = v.clone();
    for (int k = factors.size() - 1; k >= 0; k--) {
      Factor factor = factors.get(k);
      addScaled(x, factor.normal, -dot(factor.moved, x));
    }
    for (int i = 0; i < x.length; i++) {
      x[i] *= scale[i];
    }
    return factorTimes(x);
  }

  /** B v, by the inverse of each factor: I + s wᵀ / det. */
  private double[] inverseTimes(double[] v) {
    double[] x = v.clone();
    for (int k = factors.size() - 1; k >= 0; k--) {
      Factor factor = factors.get(k);
      addScaled(x, factor.moved, dot(factor.normal, x) / factor.determinant);
    }
    for (int i = 0; i < x.length; i++) {
      x[i] /= scale[i] * scale[i];
    }
    for (Factor factor : factors) {
      addScaled(x, factor.normal, dot(factor.moved, x) / factor.determinant);
    }
    return x;
  }

  /** log det C, half that of Σ. */
  double logDeterminant() {
    double sum = 0;
    for (double one : scale) {
      sum += Math.log(one);
    }
    for (Factor factor : factors) {
      sum += Math.log(factor.determinant);
    }
    return sum;
  }

  /**
   * The diagonal after a step.
   *
   * <pre>{@code
   * 1 / αᵢ' = a / (b αᵢ) + yᵢ² / b - a sᵢ² / (b c αᵢ²)      a = yᵀ α y, b = yᵀs, c = sᵀ α⁻¹ s
   * }</pre>
   *
   * @source Gilbert and Lemaréchal (1989), Mathematical Programming 45; Zhang, Carpenter, Gelman
   *     and Vehtari (2022), JMLR 23(306)
   */
  static double[] diagonal(double[] before, Step step) {
    double[] s = step.moved;
    double[] y = step.fall;
    double a = 0;
    double b = step.curvature();
    double c = 0;
    for (int i = 0; i < s.length; i++) {
      a += y[i] * y[i] * before[i];
      c += s[i] * s[i] / before[i];
    }
    double[] after = new double[s.length];
    for (int i = 0; i < s.length; i++) {
      double ratio = s[i] / before[i];
      double inverse = (a / before[i] + y[i] * y[i] - a * ratio * ratio / c) / b;
      after[i] = inverse > 0 && inverse < Double.POSITIVE_INFINITY ? 1 / inverse : before[i];
    }
    return after;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addScaled(double[] to, double[] from, double factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * from[i];
    }
  }
}
