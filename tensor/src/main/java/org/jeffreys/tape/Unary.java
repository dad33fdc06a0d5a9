package org.jeffreys.tape;

import org.hipparchus.special.Erf;
import org.hipparchus.special.Gamma;
import org.jeffreys.core.Polygamma;
import org.jeffreys.core.StandardNormal;

/** Functions of one number, with their derivatives. */
public enum Unary {
  /** {@code -x}. */
  NEGATIVE(1) {
    @Override
    double at(double x) {
      return -x;
    }

    @Override
    double slope(double x, double y) {
      return -1;
    }
  },
  /** {@code e^x}. */
  EXP(10) {
    @Override
    double at(double x) {
      return Math.exp(x);
    }

    @Override
    double slope(double x, double y) {
      return y;
    }
  },
  /** The natural logarithm. */
  LOG(10) {
    @Override
    double at(double x) {
      return Math.log(x);
    }

    @Override
    double slope(double x, double y) {
      return 1 / x;
    }
  },
  /** The square root. */
  SQRT(5) {
    @Override
    double at(double x) {
      return Math.sqrt(x);
    }

    @Override
    double slope(double x, double y) {
      return 0.5 / y;
    }
  },
  /** {@code x²}. */
  SQUARE(1) {
    @Override
    double at(double x) {
      return x * x;
    }

    @Override
    double slope(double x, double y) {
      return 2 * x;
    }
  },
  /** {@code |x|}. */
  ABS(1) {
    @Override
    double at(double x) {
      return Math.abs(x);
    }

    @Override
    double slope(double x, double y) {
      return Math.signum(x);
    }
  },
  /** The sign of x. */
  SIGN(1) {
    @Override
    double at(double x) {
      return Math.signum(x);
    }

    @Override
    double slope(double x, double y) {
      return 0;
    }
  },
  /** The greatest whole number that is not above x. */
  FLOOR(1) {
    @Override
    double at(double x) {
      return Math.floor(x);
    }

    @Override
    double slope(double x, double y) {
      return 0;
    }
  },
  /** The hyperbolic tangent. */
  TANH(12) {
    @Override
    double at(double x) {
      return tanh(x);
    }

    @Override
    double slope(double x, double y) {
      return 1 - y * y;
    }
  },
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID(12) {
    @Override
    double at(double x) {
      return 1 / (1 + Math.exp(-x));
    }

    @Override
    double slope(double x, double y) {
      return y * (1 - y);
    }
  },
  /** {@code log(1 / (1 + e^-x))}. */
  LOG_SIGMOID(40) {
    @Override
    double at(double x) {
      return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }

    @Override
    double slope(double x, double y) {
      return 1 / (1 + Math.exp(x));
    }
  },
  /** {@code max(x, 0)}. */
  RELU(1) {
    @Override
    double at(double x) {
      return Math.max(x, 0);
    }

    @Override
    double slope(double x, double y) {
      return y > 0 ? 1 : 0;
    }
  },
  /** {@code log(1 + x)}. */
  LOG1P(25) {
    @Override
    double at(double x) {
      return Math.log1p(x);
    }

    @Override
    double slope(double x, double y) {
      return 1 / (1 + x);
    }
  },
  /** {@code e^x - 1}. */
  EXPM1(25) {
    @Override
    double at(double x) {
      return Math.expm1(x);
    }

    @Override
    double slope(double x, double y) {
      return y + 1;
    }
  },
  /** {@code 1 / x}. */
  RECIPROCAL(3) {
    @Override
    double at(double x) {
      return 1 / x;
    }

    @Override
    double slope(double x, double y) {
      return -y * y;
    }
  },
  /** {@code 1 / √x}. */
  RECIPROCAL_SQRT(6) {
    @Override
    double at(double x) {
      return 1 / Math.sqrt(x);
    }

    @Override
    double slope(double x, double y) {
      return -0.5 * y / x;
    }
  },
  /** The sine. */
  SIN(15) {
    @Override
    double at(double x) {
      return Math.sin(x);
    }

    @Override
    double slope(double x, double y) {
      return Math.cos(x);
    }
  },
  /** The cosine. */
  COS(15) {
    @Override
    double at(double x) {
      return Math.cos(x);
    }

    @Override
    double slope(double x, double y) {
      return -Math.sin(x);
    }
  },
  /** The logarithm of the gamma function. */
  LOG_GAMMA(250) {
    @Override
    double at(double x) {
      return Gamma.logGamma(x);
    }

    @Override
    double slope(double x, double y) {
      return Polygamma.digamma(x);
    }
  },
  /** The derivative of {@link #LOG_GAMMA}. */
  DIGAMMA(250) {
    @Override
    double at(double x) {
      return Polygamma.digamma(x);
    }

    @Override
    double slope(double x, double y) {
      return Polygamma.trigamma(x);
    }
  },
  /** The error function. */
  ERF(250) {
    @Override
    double at(double x) {
      return Erf.erf(x);
    }

    @Override
    double slope(double x, double y) {
      return TWO_OVER_ROOT_PI * Math.exp(-x * x);
    }
  },
  /** 1 less the error function. */
  ERFC(250) {
    @Override
    double at(double x) {
      return Erf.erfc(x);
    }

    @Override
    double slope(double x, double y) {
      return -TWO_OVER_ROOT_PI * Math.exp(-x * x);
    }
  },
  /** The logarithm of the standard normal distribution function. */
  LOG_NORMAL_CDF(150) {
    @Override
    double at(double x) {
      return StandardNormal.logCdf(x);
    }

    @Override
    double slope(double x, double y) {
      return x <= 0 ? 1 / StandardNormal.mills(-x) : Math.exp(StandardNormal.logProb(x) - y);
    }
  };

  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  // Moshier (1989), Methods and programs for mathematical functions: tanh of Cephes.
  private static final double[] TANH_NUM = {
    -9.64399179425052238628e-1, -9.92877231001918586564e1, -1.61468768441708447952e3
  };
  private static final double[] TANH_DEN = {
    1.12811678491632931402e2, 2.23548839060100448583e3, 4.84406305325125486048e3
  };

  // That of the JDK takes several times as long.
  private static double tanh(double x) {
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

  private final int nanos;

  Unary(int nanos) {
    this.nanos = nanos;
  }

  /** About how long one takes, with its derivative. */
  int nanos() {
    return nanos;
  }

  abstract double at(double x);

  /** The derivative where the function is y. */
  abstract double slope(double x, double y);
}
