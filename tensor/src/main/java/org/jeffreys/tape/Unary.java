package org.jeffreys.tape;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.special.Erf;
import org.hipparchus.special.Gamma;
import org.jeffreys.core.Polygamma;
import org.jeffreys.core.StandardNormal;

/** Functions of one number, with their derivatives where the function is y. */
@SuppressWarnings("ImmutableEnumChecker") // of lambdas without state
public enum Unary {
  /** {@code -x}. */
  NEGATIVE(1, x -> -x, (x, y) -> -1),
  /** {@code e^x}. */
  EXP(10, Math::exp, (x, y) -> y),
  /** The natural logarithm. */
  LOG(10, Math::log, (x, y) -> 1 / x),
  /** The square root. */
  SQRT(5, Math::sqrt, (x, y) -> 0.5 / y),
  /** {@code x²}. */
  SQUARE(1, x -> x * x, (x, y) -> 2 * x),
  /** {@code |x|}. */
  ABS(1, Math::abs, (x, y) -> Math.signum(x)),
  /** The sign of x. */
  SIGN(1, Math::signum, (x, y) -> 0),
  /** The greatest whole number that is not above x. */
  FLOOR(1, Math::floor, (x, y) -> 0),
  /** The hyperbolic tangent. */
  TANH(12, Unary::tanh, (x, y) -> 1 - y * y),
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID(12, x -> 1 / (1 + Math.exp(-x)), (x, y) -> y * (1 - y)),
  /** {@code log(1 / (1 + e^-x))}. */
  LOG_SIGMOID(
      40,
      x -> Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))),
      (x, y) -> 1 / (1 + Math.exp(x))),
  /** {@code max(x, 0)}. */
  RELU(1, x -> Math.max(x, 0), (x, y) -> y > 0 ? 1 : 0),
  /** {@code log(1 + x)}. */
  LOG1P(25, Math::log1p, (x, y) -> 1 / (1 + x)),
  /** {@code e^x - 1}. */
  EXPM1(25, Math::expm1, (x, y) -> y + 1),
  /** {@code 1 / x}. */
  RECIPROCAL(3, x -> 1 / x, (x, y) -> -y * y),
  /** {@code 1 / √x}. */
  RECIPROCAL_SQRT(6, x -> 1 / Math.sqrt(x), (x, y) -> -0.5 * y / x),
  /** The sine. */
  SIN(15, Math::sin, (x, y) -> Math.cos(x)),
  /** The cosine. */
  COS(15, Math::cos, (x, y) -> -Math.sin(x)),
  /** The logarithm of the gamma function. */
  LOG_GAMMA(250, Gamma::logGamma, (x, y) -> Polygamma.digamma(x)),
  /** The derivative of {@link #LOG_GAMMA}. */
  DIGAMMA(250, Polygamma::digamma, (x, y) -> Polygamma.trigamma(x)),
  /** The error function. */
  ERF(250, Erf::erf, (x, y) -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x)),
  /** 1 less the error function. */
  ERFC(250, Erf::erfc, (x, y) -> -2 / Math.sqrt(Math.PI) * Math.exp(-x * x)),
  /** The logarithm of the standard normal distribution function. */
  LOG_NORMAL_CDF(150, StandardNormal::logCdf, Unary::logNormalCdfSlope);

  // Moshier (1989), Methods and programs for mathematical functions: tanh of Cephes.
  private static final double[] TANH_NUM = {
    -9.64399179425052238628e-1, -9.92877231001918586564e1, -1.61468768441708447952e3
  };
  private static final double[] TANH_DEN = {
    1.12811678491632931402e2, 2.23548839060100448583e3, 4.84406305325125486048e3
  };

  private final int nanos;
  private final DoubleUnaryOperator function;
  private final DoubleBinaryOperator slope;

  Unary(int nanos, DoubleUnaryOperator function, DoubleBinaryOperator slope) {
    this.nanos = nanos;
    this.function = function;
    this.slope = slope;
  }

  /** That of the JDK takes several times as long. */
  static double tanh(double x) {
    double size = Math.abs(x);
    if (size < 0.625) {
      double s = x * x;
      double p = (TANH_NUM[0] * s + TANH_NUM[1]) * s + TANH_NUM[2];
      double q = ((s + TANH_DEN[0]) * s + TANH_DEN[1]) * s + TANH_DEN[2];
      return x + x * s * p / q;
    }
    double large = 1 - 2 / (Math.exp(2 * size) + 1);
    return x < 0 ? -large : large;
  }

  private static double logNormalCdfSlope(double x, double y) {
    return x <= 0 ? 1 / StandardNormal.mills(-x) : Math.exp(StandardNormal.logProb(x) - y);
  }

  /** About how long one takes, with its derivative. */
  int nanos() {
    return nanos;
  }

  double at(double x) {
    return function.applyAsDouble(x);
  }

  /** The derivative where the function is y. */
  double slope(double x, double y) {
    return slope.applyAsDouble(x, y);
  }
}
