package org.jeffreys.tape;

/** Functions of two numbers, with their derivatives. */
public enum Pair {
  /** {@code x + y}. */
  ADD(1) {
    @Override
    double at(double x, double y) {
      return x + y;
    }

    @Override
    double first(double x, double y, double z) {
      return 1;
    }

    @Override
    double second(double x, double y, double z) {
      return 1;
    }
  },
  /** {@code x - y}. */
  SUBTRACT(1) {
    @Override
    double at(double x, double y) {
      return x - y;
    }

    @Override
    double first(double x, double y, double z) {
      return 1;
    }

    @Override
    double second(double x, double y, double z) {
      return -1;
    }
  },
  /** {@code x y}. */
  MULTIPLY(1) {
    @Override
    double at(double x, double y) {
      return x * y;
    }

    @Override
    double first(double x, double y, double z) {
      return y;
    }

    @Override
    double second(double x, double y, double z) {
      return x;
    }
  },
  /** {@code x / y}. */
  DIVIDE(4) {
    @Override
    double at(double x, double y) {
      return x / y;
    }

    @Override
    double first(double x, double y, double z) {
      return 1 / y;
    }

    @Override
    double second(double x, double y, double z) {
      return -z / y;
    }
  },
  /** {@code x^y}, whose derivative by y is where x is above 0. */
  POWER(40) {
    @Override
    double at(double x, double y) {
      return Math.pow(x, y);
    }

    @Override
    double first(double x, double y, double z) {
      return y == 0 ? 0 : y * Math.pow(x, y - 1);
    }

    @Override
    double second(double x, double y, double z) {
      return x == 0 && y >= 0 ? 0 : z * Math.log(x);
    }
  },
  /** The greater one. */
  MAXIMUM(1) {
    @Override
    double at(double x, double y) {
      return Math.max(x, y);
    }

    @Override
    double first(double x, double y, double z) {
      return x > y ? 1 : x == y ? 0.5 : 0;
    }

    @Override
    double second(double x, double y, double z) {
      return y > x ? 1 : x == y ? 0.5 : 0;
    }
  },
  /** The lesser one. */
  MINIMUM(1) {
    @Override
    double at(double x, double y) {
      return Math.min(x, y);
    }

    @Override
    double first(double x, double y, double z) {
      return x < y ? 1 : x == y ? 0.5 : 0;
    }

    @Override
    double second(double x, double y, double z) {
      return y < x ? 1 : x == y ? 0.5 : 0;
    }
  },
  /** x, raised to y where it is below; the derivative by x at y is 1. */
  CLAMP_MIN(1) {
    @Override
    double at(double x, double y) {
      return Math.max(x, y);
    }

    @Override
    double first(double x, double y, double z) {
      return x >= y ? 1 : 0;
    }

    @Override
    double second(double x, double y, double z) {
      return x >= y ? 0 : 1;
    }
  },
  /** x, lowered to y where it is above; the derivative by x at y is 1. */
  CLAMP_MAX(1) {
    @Override
    double at(double x, double y) {
      return Math.min(x, y);
    }

    @Override
    double first(double x, double y, double z) {
      return x <= y ? 1 : 0;
    }

    @Override
    double second(double x, double y, double z) {
      return x <= y ? 0 : 1;
    }
  },
  /** {@code log(e^x + e^y)}. */
  LOG_ADD_EXP(50) {
    @Override
    double at(double x, double y) {
      return x == y && Double.isInfinite(x)
          ? x
          : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
    }

    @Override
    double first(double x, double y, double z) {
      return 1 / (1 + Math.exp(y - x));
    }

    @Override
    double second(double x, double y, double z) {
      return 1 / (1 + Math.exp(x - y));
    }
  },
  /** {@code x log y}, 0 where x is 0. */
  X_LOG_Y(25) {
    @Override
    double at(double x, double y) {
      return Double.isNaN(y) ? y : x == 0 ? 0 : x * Math.log(y);
    }

    @Override
    double first(double x, double y, double z) {
      return x == 0 && y <= 0 ? 0 : Math.log(y);
    }

    @Override
    double second(double x, double y, double z) {
      return x / y;
    }
  },
  /** 1 where {@code x > y}, else 0. */
  GREATER(1) {
    @Override
    double at(double x, double y) {
      return x > y ? 1 : 0;
    }

    @Override
    double first(double x, double y, double z) {
      return 0;
    }

    @Override
    double second(double x, double y, double z) {
      return 0;
    }
  },
  /** 1 where {@code x < y}, else 0. */
  LESS(1) {
    @Override
    double at(double x, double y) {
      return x < y ? 1 : 0;
    }

    @Override
    double first(double x, double y, double z) {
      return 0;
    }

    @Override
    double second(double x, double y, double z) {
      return 0;
    }
  },
  /** 1 where both are equal, else 0. */
  EQUAL(1) {
    @Override
    double at(double x, double y) {
      return x == y ? 1 : 0;
    }

    @Override
    double first(double x, double y, double z) {
      return 0;
    }

    @Override
    double second(double x, double y, double z) {
      return 0;
    }
  };

  private final int nanos;

  Pair(int nanos) {
    this.nanos = nanos;
  }

  /** About how long one takes, with its derivatives. */
  int nanos() {
    return nanos;
  }

  abstract double at(double x, double y);

  /** The derivative by x where the function is z. */
  abstract double first(double x, double y, double z);

  /** The derivative by y where the function is z. */
  abstract double second(double x, double y, double z);
}
