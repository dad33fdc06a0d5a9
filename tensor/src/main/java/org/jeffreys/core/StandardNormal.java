package org.jeffreys.core;

/**
 * The standard normal distribution N(0, 1): distribution function and quantile to double precision.
 *
 * @source Cody (1969), Rational Chebyshev approximations for the error function, Math. Comp. 23
 * @source Wichura (1988), Algorithm AS 241, Applied Statistics 37
 */
public final class StandardNormal {
  private static final double LOG_SQRT_2_PI = 0.91893853320467274178;
  private static final double INV_SQRT_2_PI = 0.39894228040143267794;
  private static final double SQRT_32 = 5.656854249492380195;

  private static final double[] CENTRE_NUM = {
    0.065682337918207449113,
    2.2352520354606839287,
    161.02823106855587881,
    1067.6894854603709582,
    18154.981253343561249
  };
  private static final double[] CENTRE_DEN = {
    1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956
  };
  private static final double[] MIDDLE_NUM = {
    1.0765576773720192317e-8,
    .39894151208813466764,
    8.8831497943883759412,
    93.506656132177855979,
    597.27027639480026226,
    2494.5375852903726711,
    6848.1904505362823326,
    11602.651437647350124,
    9842.7148383839780218
  };
  private static final double[] MIDDLE_DEN = {
    1,
    22.266688044328115691,
    235.38790178262499861,
    1519.377599407554805,
    6485.558298266760755,
    18615.571640885098091,
    34900.952721145977266,
    38912.003286093271411,
    19685.429676859990727
  };
  private static final double[] TAIL_NUM = {
    .02307344176494017303,
    .21589853405795699,
    .1274011611602473639,
    .022235277870649807,
    .001421619193227893466,
    2.9112874951168792e-5
  };
  private static final double[] TAIL_DEN = {
    1,
    1.28426009614491121,
    .468238212480865118,
    .0659881378689285515,
    .00378239633202758244,
    7.29751555083966205e-5
  };

  private static final double[] QUANTILE_CENTRE_NUM = {
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080
  };
  private static final double[] QUANTILE_CENTRE_DEN = {
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1
  };
  private static final double[] QUANTILE_MIDDLE_NUM = {
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258,
    3.64784832476320460504,
    5.76949722146069140550,
    4.63033784615654529590,
    1.42343711074968357734
  };
  private static final double[] QUANTILE_MIDDLE_DEN = {
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940,
    2.05319162663775882187,
    1
  };
  private static final double[] QUANTILE_TAIL_NUM = {
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580,
    5.46378491116411436990,
    6.65790464350110377720
  };
  private static final double[] QUANTILE_TAIL_DEN = {
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1
  };

  private StandardNormal() {}

  /** log φ(z), the log density. */
  public static double logProb(double z) {
    return -0.5 * z * z - LOG_SQRT_2_PI;
  }

  /** Φ(z), accurate relatively also in the lower tail, down to the least double near z = -38. */
  public static double cdf(double z) {
    double size = Math.abs(z);
    if (size <= 0.67448975) {
      double square = size > 1.11e-16 ? z * z : 0;
      return 0.5 + z * polynomial(CENTRE_NUM, square) / polynomial(CENTRE_DEN, square);
    }
    double tail;
    if (size <= SQRT_32) {
      tail = expHalfSquare(size) * polynomial(MIDDLE_NUM, size) / polynomial(MIDDLE_DEN, size);
    } else if (size < 50) {
      double s = 1 / (size * size);
      double correction = s * polynomialTail(s);
      tail = expHalfSquare(size) * (INV_SQRT_2_PI - correction) / size;
    } else {
      tail = Double.isNaN(z) ? Double.NaN : 0;
    }
    return z > 0 ? 1 - tail : tail;
  }

  /** φ(z), the density. */
  public static double density(double z) {
    return Math.exp(logProb(z));
  }

  /** log Φ(z), finite for every finite z whose square is. */
  public static double logCdf(double z) {
    return z <= 0 ? logProb(z) + Math.log(mills(-z)) : Math.log1p(-density(z) * mills(z));
  }

  /**
   * Mills' ratio Φ(-z) / φ(z), for z &gt;= 0.
   *
   * @source Abramowitz and Stegun (1964), 26.2.11 (series) and 26.2.14 (continued fraction)
   */
  public static double mills(double z) {
    if (z < 2) {
      double term = z;
      double sum = z;
      for (int odd = 3; term > 1e-18 * sum; odd += 2) {
        term *= z * z / odd;
        sum += term;
      }
      return 0.5 / density(z) - sum;
    }
    double tail = z;
    for (int n = 20 + (int) (250 / (z * z)); n >= 1; n--) {
      tail = z + n / tail;
    }
    return 1 / tail;
  }

  /**
   * Φ⁻¹(p).
   *
   * @param p a probability in (0, 1)
   */
  public static double quantile(double p) {
    Check.openUnit(p, "p");
    double q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      double r = 0.180625 - q * q;
      return q * polynomial(QUANTILE_CENTRE_NUM, r) / polynomial(QUANTILE_CENTRE_DEN, r);
    }
    double r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
    double size =
        r <= 5
            ? polynomial(QUANTILE_MIDDLE_NUM, r - 1.6) / polynomial(QUANTILE_MIDDLE_DEN, r - 1.6)
            : polynomial(QUANTILE_TAIL_NUM, r - 5) / polynomial(QUANTILE_TAIL_DEN, r - 5);
    return q < 0 ? -size : size;
  }

  /** exp(-z²/2), the square split so that its rounding does not enter the exponential. */
  private static double expHalfSquare(double size) {
    double head = Math.rint(size * 16) / 16;
    double rest = (size - head) * (size + head);
    return Math.exp(-0.5 * head * head - 0.5 * rest);
  }

  private static double polynomialTail(double s) {
    return polynomial(TAIL_NUM, s) / polynomial(TAIL_DEN, s);
  }

  private static double polynomial(double[] coefficients, double x) {
    double value = coefficients[0];
    for (int k = 1; k < coefficients.length; k++) {
      value = value * x + coefficients[k];
    }
    return value;
  }
}
