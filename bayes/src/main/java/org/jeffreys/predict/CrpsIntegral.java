package org.jeffreys.predict;

import org.hipparchus.util.FastMath;

/**
 * The integral of {@code (F - step)²} over intervals, and its derivative in the weight of each
 * draw: Gauss-Kronrod rules of 15 points, halved until they agree with those of 7, in a coordinate
 * that makes tails short.
 *
 * <pre>{@code
 * x = centre + spread sinh(t)
 * }</pre>
 *
 * @source Piessens et al. (1983), QUADPACK, QK15 (nodes and weights)
 */
final class CrpsIntegral {
  private static final double[] NODES = {
    0,
    0.207784955007898467600689403773245,
    0.405845151377397166906606412076961,
    0.586087235467691130294144691258180,
    0.741531185599394439863864773280788,
    0.864864423359769072789712788640926,
    0.949107912342758524526189684047851,
    0.991455371120812639206854697526329
  };
  private static final double[] WEIGHTS = {
    0.209482141084727828012999174891714,
    0.204432940075298892414161999234649,
    0.190350578064785409913256402421014,
    0.169004726639267902826583426598550,
    0.140653259715525918745189590510238,
    0.104790010322250183839876322541518,
    0.063092092629978553290700663189204,
    0.022935322010529224963732008058970
  };

  /** At every other node. */
  private static final double[] GAUSS_WEIGHTS = {
    0.417959183673469387755102040816327,
    0.381830050505118944950369775488975,
    0.279705391489276667901467771423780,
    0.129484966168869693270611432679082
  };

  private static final int SIZE = 2 * NODES.length - 1;

  /** Of the difference of the two rules, in spreads; the better rule's error is far less. */
  private static final double TOLERANCE = 1e-9;

  private static final double PANEL = 1;

  /** How often a panel is halved, and how many there are before none is. */
  private static final int MOST_HALVINGS = 20;

  private static final int MOST_PANELS = 1000;

  /** The distribution function of a draw. */
  interface Cdf {
    double of(int draw, double x);
  }

  private final WeightedDraws draws;
  private final Cdf cdf;
  private final double centre;
  private final double spread;
  private final double[] influence;
  private final double[][] atNodes;
  private double value;
  private int numPanels;

  CrpsIntegral(Mixture mixture, Cdf cdf) {
    this.draws = mixture.draws();
    this.cdf = cdf;
    this.centre = mixture.mean();
    this.spread = mixture.standardDeviation();
    this.influence = new double[draws.size()];
    this.atNodes = new double[SIZE][draws.size()];
  }

  double value() {
    return value;
  }

  double[] influence() {
    return influence;
  }

  /** Adds the integral from {@code lower} to {@code upper}; the step is 0, or 1 where it is up. */
  void add(double lower, double upper, boolean isUp) {
    if (!(lower < upper)) {
      return;
    }
    double first = FastMath.asinh((lower - centre) / spread);
    double last = FastMath.asinh((upper - centre) / spread);
    int count = (int) Math.ceil((last - first) / PANEL);
    for (int i = 0; i < count; i++) {
      double from = first + (last - first) * i / count;
      addPanel(from, first + (last - first) * (i + 1) / count, isUp ? 1 : 0, 0);
    }
  }

  private void addPanel(double from, double to, double step, int numHalvings) {
    double half = (to - from) / 2;
    double middle = from + half;
    double[] factors = new double[SIZE];
    double kronrod = 0;
    double gauss = 0;
    for (int n = 0; n < SIZE; n++) {
      int k = (n + 1) / 2;
      double t = middle + (n % 2 == 0 ? half : -half) * NODES[k];
      double excess = evaluate(atNodes[n], centre + spread * Math.sinh(t)) - step;
      double width = half * spread * Math.cosh(t);
      kronrod += WEIGHTS[k] * width * excess * excess;
      gauss += k % 2 == 0 ? GAUSS_WEIGHTS[k / 2] * width * excess * excess : 0;
      factors[n] = 2 * WEIGHTS[k] * width * excess;
    }
    numPanels++;
    boolean isNear = Math.abs(kronrod - gauss) <= TOLERANCE * spread;
    if (isNear || numHalvings == MOST_HALVINGS || numPanels > MOST_PANELS) {
      value += kronrod;
      addInfluence(factors, step);
      return;
    }
    addPanel(from, middle, step, numHalvings + 1);
    addPanel(middle, to, step, numHalvings + 1);
  }

  private double evaluate(double[] byDraw, double x) {
    for (int draw = 0; draw < byDraw.length; draw++) {
      byDraw[draw] = cdf.of(draw, x);
    }
    return draws.value(byDraw);
  }

  private void addInfluence(double[] factors, double step) {
    for (int n = 0; n < SIZE; n++) {
      for (int draw = 0; draw < influence.length; draw++) {
        influence[draw] += factors[n] * (atNodes[n][draw] - step);
      }
    }
  }
}
