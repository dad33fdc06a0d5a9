package org.jeffreys.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.global.torch;
import org.jeffreys.core.Check;

/** Special functions, element by element, accurate in their tails. */
public final class Special {
  private Special() {}

  /** sin(x), x in radians. */
  public static Tensor sin(Tensor x) {
    return Call.floating("sin", x, a -> a.sin());
  }

  /** cos(x), x in radians. */
  public static Tensor cos(Tensor x) {
    return Call.floating("cos", x, a -> a.cos());
  }

  /** 1 / x. */
  public static Tensor reciprocal(Tensor x) {
    return Call.floating("reciprocal", x, a -> a.reciprocal());
  }

  /**
   * What squared norms are to be multiplied by, after the root, to be at most {@code bound}: {@code
   * min(1, bound / √x)}, 1 at 0. Not differentiable.
   */
  public static Tensor clipFactors(Tensor x, double bound) {
    Call.requireFloating("clipFactors", x);
    Scalar number = Native.scalar(bound);
    return Call.unary("clipFactors", x, a -> a.rsqrt().mul_(number).clamp_max_(Native.scalar(1)));
  }

  /** 1 / √x. */
  public static Tensor reciprocalSqrt(Tensor x) {
    return Call.floating("reciprocalSqrt", x, a -> a.rsqrt());
  }

  /** {@code x += value}. */
  public static Tensor addInPlace(Tensor x, double value) {
    Scalar number = Native.scalar(value, x.dtype());
    return Call.inPlace("addInPlace", x, x, (a, b) -> a.add_(number));
  }

  /**
   * Writes {@code a * b}, element by element, into memory that is there.
   *
   * @shape out and a have the same; b broadcasts to it
   */
  public static void productInto(Tensor out, Tensor a, Tensor b) {
    Call.sameType("productInto", out, a);
    Call.sameType("productInto", a, b);
    Call.requireShape(out, a.shape());
    Call.inPlace("productInto", out, b, (o, last) -> torch.mul_out(o, a.handle(), last));
  }

  /** {@code x + factor * a * b}, element by element. */
  public static Tensor addProduct(Tensor x, Tensor a, Tensor b, double factor) {
    Call.requireFloating("addProduct", x);
    Scalar number = Native.scalar(factor);
    return Call.scaled(
        "addProduct", factor, (y, z) -> torch.addcmul(x.handle(), y, z, number), x, a, b);
  }

  /** {@code x += factor * numerator / denominator}. */
  public static Tensor addQuotientInPlace(
      Tensor x, Tensor numerator, Tensor denominator, double factor) {
    Call.requireFloating("addQuotientInPlace", x);
    Call.sameType("addQuotientInPlace", x, numerator);
    Scalar number = Native.scalar(factor);
    return Call.inPlace(
        "addQuotientInPlace",
        x,
        denominator,
        (a, last) -> a.addcdiv_(numerator.handle(), last, number));
  }

  /** -1, 0 or 1; of any numbers. */
  public static Tensor sign(Tensor x) {
    return Call.numeric("sign", x, a -> a.sign());
  }

  /** The greatest whole number that is not above x. */
  public static Tensor floor(Tensor x) {
    return Call.floating("floor", x, a -> a.floor());
  }

  /** The values, moved to the nearer of two ends where they are outside. */
  public static Tensor clamp(Tensor x, double least, double greatest) {
    Check.require(least <= greatest, "clamp", "ends in order", least + " and " + greatest);
    try (ScalarOptional from = new ScalarOptional(Native.scalar(least, x.dtype()));
        ScalarOptional to = new ScalarOptional(Native.scalar(greatest, x.dtype()))) {
      Call.requireNumeric("clamp", x);
      long[] ends = {Double.doubleToRawLongBits(least), Double.doubleToRawLongBits(greatest)};
      return Call.unary("clamp", x, a -> a.clamp(from, to), ends);
    }
  }

  /** log(1 + x), exact near 0. */
  public static Tensor log1p(Tensor x) {
    return Call.floating("log1p", x, a -> torch.log1p(a));
  }

  /** e^x - 1, exact near 0. */
  public static Tensor expm1(Tensor x) {
    return Call.floating("expm1", x, a -> torch.expm1(a));
  }

  /** log(1 + e^x) = max(x, 0) + log1p(e^-|x|), without overflow and without a threshold. */
  public static Tensor softplus(Tensor x) {
    Call.requireFloating("softplus", x);
    return logAddExp(x, Tensor.zeros(x.dtype()));
  }

  /** log(1 / (1 + e^-x)), exact for large negative x. */
  public static Tensor logSigmoid(Tensor x) {
    return Call.floating("logSigmoid", x, a -> torch.log_sigmoid(a));
  }

  /** log(e^x + e^y). */
  public static Tensor logAddExp(Tensor x, Tensor y) {
    return Call.floating("logAddExp", x, y, (a, b) -> torch.logaddexp(a, b));
  }

  /** x log y, 0 where x = 0. */
  public static Tensor xlogy(Tensor x, Tensor y) {
    return Call.floating("xlogy", x, y, (a, b) -> torch.xlogy(a, b));
  }

  /** The logarithm of the gamma function. */
  public static Tensor logGamma(Tensor x) {
    return Call.floating("logGamma", x, a -> torch.lgamma(a));
  }

  /** The derivative of {@link #logGamma}. */
  public static Tensor digamma(Tensor x) {
    return Call.floating("digamma", x, a -> torch.digamma(a));
  }

  /** The n-th derivative of {@link #digamma}. */
  public static Tensor polygamma(int order, Tensor x) {
    Check.atLeast(order, 0, "order");
    // The library's own trigamma has an error of 1e-9; its zeta function none.
    return order == 1
        ? Call.floating("polygamma", x, a -> torch.special_zeta(Native.scalar(2), a))
        : Call.floating("polygamma", x, a -> torch.polygamma(order, a));
  }

  /** The error function. */
  public static Tensor erf(Tensor x) {
    return Call.floating("erf", x, a -> a.erf());
  }

  /** 1 - erf(x), exact for large x. */
  public static Tensor erfc(Tensor x) {
    return Call.floating("erfc", x, a -> a.erfc());
  }

  /** e^(x²) erfc(x). */
  public static Tensor erfcx(Tensor x) {
    return Call.floating("erfcx", x, a -> torch.special_erfcx(a));
  }

  /** The inverse of {@link #erf}; close to ±1 prefer {@link #normalQuantile} of the small side. */
  public static Tensor erfInverse(Tensor x) {
    return Call.floating("erfInverse", x, a -> torch.erfinv(a));
  }

  /** The standard normal distribution function erfc(-x / √2) / 2, exact in the lower tail. */
  public static Tensor normalCdf(Tensor x) {
    // The library's own is 0 below -8.3.
    return erfc(x.mul(-Math.sqrt(0.5))).mul(0.5);
  }

  /** The logarithm of {@link #normalCdf}, exact in the lower tail. */
  public static Tensor logNormalCdf(Tensor x) {
    return Call.floating("logNormalCdf", x, a -> torch.special_log_ndtr(a));
  }

  /** The quantile function of the standard normal distribution. */
  public static Tensor normalQuantile(Tensor probability) {
    return Call.floating("normalQuantile", probability, a -> torch.special_ndtri(a));
  }

  /** The regularised lower incomplete gamma function P(shape, x); no gradient in the shape. */
  public static Tensor gammaCdf(Tensor shape, Tensor x) {
    return Call.floating("gammaCdf", shape, x, (a, b) -> torch.special_gammainc(a, b));
  }

  /** The exponentially scaled modified Bessel function e^-|x| I₀(x). */
  public static Tensor besselI0e(Tensor x) {
    return Call.floating("besselI0e", x, a -> torch.special_i0e(a));
  }

  /**
   * The derivative of {@code max(x, 0)} times a delta: delta where the output is positive, else 0.
   */
  public static Tensor reluBackward(Tensor delta, Tensor output) {
    return Call.floating(
        "reluBackward", delta, output, (d, o) -> torch.threshold_backward(d, o, Native.scalar(0)));
  }
}
