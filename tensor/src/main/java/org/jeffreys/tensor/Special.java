package org.jeffreys.tensor;

import org.bytedeco.pytorch.global.torch;

/** Special functions, element by element, accurate in their tails. */
public final class Special {
  private Special() {}

  /** log(1 + x), exact near 0. */
  public static Tensor log1p(Tensor x) {
    return x.unary("log1p", a -> torch.log1p(a));
  }

  /** e^x - 1, exact near 0. */
  public static Tensor expm1(Tensor x) {
    return x.unary("expm1", a -> torch.expm1(a));
  }

  /** log(1 + e^x) = max(x, 0) + log1p(e^-|x|), without overflow and without a threshold. */
  public static Tensor softplus(Tensor x) {
    return logAddExp(x, Tensor.zeros(x.dtype()));
  }

  /** log(1 / (1 + e^-x)), exact for large negative x. */
  public static Tensor logSigmoid(Tensor x) {
    return x.unary("logSigmoid", a -> torch.log_sigmoid(a));
  }

  /** log(e^x + e^y). */
  public static Tensor logAddExp(Tensor x, Tensor y) {
    return x.binary("logAddExp", y, (a, b) -> torch.logaddexp(a, b));
  }

  /** x log y, 0 where x = 0. */
  public static Tensor xlogy(Tensor x, Tensor y) {
    return x.binary("xlogy", y, (a, b) -> torch.xlogy(a, b));
  }

  /** The logarithm of the gamma function. */
  public static Tensor logGamma(Tensor x) {
    return x.unary("logGamma", a -> torch.lgamma(a));
  }

  /** The derivative of {@link #logGamma}. */
  public static Tensor digamma(Tensor x) {
    return x.unary("digamma", a -> torch.digamma(a));
  }

  /** The n-th derivative of {@link #digamma}. */
  public static Tensor polygamma(int order, Tensor x) {
    return x.unary("polygamma", a -> torch.polygamma(order, a));
  }

  /** The error function. */
  public static Tensor erf(Tensor x) {
    return x.unary("erf", a -> a.erf());
  }

  /** 1 - erf(x), exact for large x. */
  public static Tensor erfc(Tensor x) {
    return x.unary("erfc", a -> a.erfc());
  }

  /** e^(x²) erfc(x). */
  public static Tensor erfcx(Tensor x) {
    return x.unary("erfcx", a -> torch.special_erfcx(a));
  }

  /** The inverse of {@link #erf}. */
  public static Tensor erfInverse(Tensor x) {
    return x.unary("erfInverse", a -> torch.erfinv(a));
  }

  /** The standard normal distribution function. */
  public static Tensor normalCdf(Tensor x) {
    return x.unary("normalCdf", a -> torch.special_ndtr(a));
  }

  /** The logarithm of {@link #normalCdf}, exact in the lower tail. */
  public static Tensor logNormalCdf(Tensor x) {
    return x.unary("logNormalCdf", a -> torch.special_log_ndtr(a));
  }

  /** The quantile function of the standard normal distribution. */
  public static Tensor normalQuantile(Tensor probability) {
    return probability.unary("normalQuantile", a -> torch.special_ndtri(a));
  }

  /** The regularised lower incomplete gamma function P(shape, x); no gradient in the shape. */
  public static Tensor gammaCdf(Tensor shape, Tensor x) {
    return shape.binary("gammaCdf", x, (a, b) -> torch.special_gammainc(a, b));
  }

  /** The exponentially scaled modified Bessel function e^-|x| I₀(x). */
  public static Tensor besselI0e(Tensor x) {
    return x.unary("besselI0e", a -> torch.special_i0e(a));
  }

  /**
   * The derivative of {@code max(x, 0)} times a delta: delta where the output is positive, else 0.
   */
  public static Tensor reluBackward(Tensor delta, Tensor output) {
    return delta.binary(
        "reluBackward", output, (d, o) -> torch.threshold_backward(d, o, Native.scalar(0)));
  }
}
