package org.jeffreys.privacy;

import org.jeffreys.privacy.SampledGaussianLoss.Integrals;

/**
 * Puts the privacy loss of one step on a grid from above or from below, with an error of second
 * order in the spacing h.
 *
 * <p>From above: the mass at loss L in [g, g + h] is split between g and g + h so that both P and Q
 * keep their mass ("connect the dots"). The result dominates the pair (P, Q), so every composition
 * of it costs at least as much.
 *
 * <p>From below: outcomes x are lumped into intervals chosen one after another so that P/Q of an
 * interval is e^g exactly. Lumping is post-processing, so every composition of the result costs at
 * most as much.
 *
 * <p>Either result serves both directions, P against Q and Q against P.
 *
 * @source Doroshenko, Ghazi, Kamath, Kumar and Manurangsi (2022), PoPETs 4, section 4 (from above);
 *     Dwork and Roth (2014), proposition 2.1 (post-processing, from below)
 */
final class LossDiscretiser {

  /**
   * A discrete pair.
   *
   * @param removal the law under P of log P/Q
   * @param addition the law under Q of log Q/P
   * @param infinite the mass of infinite loss left out of each law, at most
   * @param shift by how much losses on the grid may differ from those of the pair, at most
   */
  record Pair(LossLaw removal, LossLaw addition, double infinite, double shift) {}

  private final SampledGaussianLoss step;
  private final double spacing;
  private final double offset;
  private final int first;
  private final double[] removal;
  private final double[] addition;

  private LossDiscretiser(SampledGaussianLoss step, double spacing, double offset) {
    this.step = step;
    this.spacing = spacing;
    this.offset = offset;
    first = (int) Math.floor((step.loss(step.low) - offset) / spacing) - 1;
    int last = (int) Math.ceil((step.loss(step.high) - offset) / spacing) + 1;
    removal = new double[last - first + 1];
    addition = new double[last - first + 1];
  }

  static Pair above(SampledGaussianLoss step, double spacing) {
    var grid = new LossDiscretiser(step, spacing, 0);
    grid.split();
    return grid.pair(step.tail, 0);
  }

  static Pair below(SampledGaussianLoss step, double spacing) {
    // The first interval holds the bulk where q is small: a grid that has its loss as a point tells
    // it from what follows, however coarse the grid is.
    double from = step.inverse(step.loss(step.low) + spacing / 2);
    var bulk = new Integrals();
    integrate(step, step.low, from, 0, bulk);
    boolean empty = !(bulk.p > 0 && bulk.q > 0);
    double offset = empty ? 0 : Math.log1p(bulk.pExcess / bulk.q);
    var grid = new LossDiscretiser(step, spacing, offset);
    if (!empty) {
      grid.removal[-grid.first] += bulk.p;
      grid.addition[-grid.first] += bulk.q;
    }
    return grid.pair(0, grid.lump(from));
  }

  private Pair pair(double infinite, double shift) {
    return new Pair(
        new LossLaw(spacing, offset, first, removal),
        new LossLaw(spacing, offset, first, addition).negated(),
        infinite,
        shift);
  }

  private void split() {
    // (1 - e^{-h}) and (e^h - 1), the span of a cell as seen by P and by Q.
    double pSpan = -Math.expm1(-spacing);
    double qSpan = Math.expm1(spacing);
    double from = step.low;
    var sums = new Integrals();
    for (int i = 0; i + 1 < removal.length && from < step.high; i++) {
      double to = Math.min(step.high, step.inverse(spacing * (first + i + 1)));
      if (to <= from) {
        continue;
      }
      sums.clear();
      integrate(step, from, to, offset + spacing * (first + i), sums);
      double upper = Math.min(Math.max(sums.pExcess / pSpan, 0), sums.p);
      removal[i + 1] += upper;
      removal[i] += sums.p - upper;
      upper = Math.min(Math.max(sums.qExcess / qSpan, 0), sums.q);
      addition[i + 1] += upper;
      addition[i] += sums.q - upper;
      from = to;
    }
  }

  private static void integrate(
      SampledGaussianLoss step, double from, double to, double gridLoss, Integrals sums) {
    int panels = (int) Math.ceil((to - from) / step.panel);
    double width = (to - from) / panels;
    for (int i = 0; i < panels; i++) {
      double end = i + 1 == panels ? to : from + (i + 1) * width;
      step.integrate(from + i * width, end, gridLoss, sums);
    }
  }

  /**
   * Fills the laws; returns the greatest difference between an interval's loss and its grid point.
   */
  private double lump(double start) {
    double shift = 0;
    double from = start;
    var sums = new Integrals();
    while (from < step.high) {
      double loss = step.loss(from);
      // A quarter of a cell ahead at least, so that intervals do not shrink to nothing.
      int i = (int) Math.ceil((loss - offset) / spacing + 0.25) - first;
      if (i >= removal.length) {
        break;
      }
      double gridLoss = offset + spacing * (first + i);
      double to = end(from, step.inverse(2 * gridLoss - loss), gridLoss, sums);
      if (to >= step.high && sums.pExcess < 0) {
        break;
      }
      if (sums.p > 0) {
        removal[i] += sums.p;
        addition[i] += sums.q;
        shift = Math.max(shift, Math.abs(sums.pExcess) / sums.p);
      }
      // Leaving out a sliver keeps the bound and makes way.
      from = to > from ? to : from + 1e-3 * step.panel;
    }
    return shift;
  }

  /** The x at which P - e^g Q, summed from {@code from} on, returns to zero; sums up to there. */
  private double end(double from, double guess, double gridLoss, Integrals sums) {
    sums.clear();
    var trial = new Integrals();
    double x = from;
    while (x < step.high) {
      double ahead = x < guess ? guess : x + Math.max(guess - from, 1e-3 * step.panel);
      double to = Math.min(Math.min(x + step.panel, ahead), step.high);
      trial.set(sums);
      step.integrate(x, to, gridLoss, trial);
      if (trial.pExcess >= 0 && step.loss(to) > gridLoss) {
        return root(x, to, gridLoss, sums, trial);
      }
      sums.set(trial);
      x = to;
    }
    return step.high;
  }

  /** Newton's method from the right end, kept inside the bracket; {@code sums} then end there. */
  private double root(double from, double to, double gridLoss, Integrals sums, Integrals trial) {
    double low = from;
    double high = to;
    double x = to;
    for (int i = 0;
        i < 60 && Math.abs(trial.pExcess) > 1e-14 * trial.p * Math.min(1, spacing);
        i++) {
      double next = x - trial.pExcess / step.excessDensity(x, gridLoss);
      if (!(next > low && next < high)) {
        next = 0.5 * (low + high);
      }
      if (next == x || high - low <= 2 * Math.ulp(high)) {
        break;
      }
      x = next;
      trial.set(sums);
      step.integrate(from, x, gridLoss, trial);
      if (trial.pExcess < 0) {
        low = x;
      } else {
        high = x;
      }
    }
    sums.set(trial);
    return x;
  }
}
