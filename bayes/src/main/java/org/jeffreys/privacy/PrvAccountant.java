package org.jeffreys.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.privacy.LossDiscretiser.Pair;

/**
 * Privacy-loss random variables: the law of the loss, composed by FFT, between two certified
 * bounds.
 *
 * <p>The worst cases of removing and of adding an example are composed separately and the greater
 * epsilon of the two counts, at both ends.
 *
 * <p><b>Grid.</b> Losses lie on multiples of h = sqrt(r Σ T_t s_t²)/ΣT_t, s_t the spread of the
 * loss of a step and r = 6e-4 at first. h is halved until the gap is within the tolerance, at most
 * three times and while the window has fewer than 2^21 points.
 *
 * <p><b>Error.</b> Where Gopi et al. round losses to the nearest point and pay for it with a bound
 * of first order in h that holds with probability, each step is here replaced by a discrete pair
 * that dominates it (upper) or is a post-processing of it (lower), so that the ends hold surely and
 * the gap is of second order in h. Quadrature, cut tails, the window's wrap-around and the rounding
 * of the FFT are bounded and charged to the end they could harm. Sums of doubles are not interval
 * arithmetic: the charge for them is an estimate on the safe side.
 *
 * <p>Steps with q = 1 are one exact Gaussian mechanism. Where σ is under 0.01, steps are more than
 * 1e9, delta is under 1e-240, or the grid cannot resolve the losses, the bounds remain true but are
 * wide: the upper one is that of {@link RdpAccountant}, the lower one that of a single
 * likelihood-ratio test.
 *
 * @param tolerance the wanted gap, relative to an epsilon above 1, absolute below, &gt; 0
 * @source Gopi, Lee and Wutschitz (2021), NeurIPS (composition by FFT); Doroshenko et al. (2022),
 *     PoPETs 4 (grid); Zhu, Dong and Wang (2022), AISTATS (both directions)
 */
public record PrvAccountant(double tolerance) implements Accountant {
  private static final double RELATIVE_SPREAD = 6e-4;
  private static final int REFINEMENTS = 3;
  private static final int MAX_CELLS = 1 << 17;
  private static final double LEAST_SIGMA = 0.01;
  private static final double MAX_SPACING = 100;
  private static final double MAX_STEPS = 1e9;
  private static final double LEAST_DELTA = 1e-240;

  public PrvAccountant {
    Check.positive(tolerance, "tolerance");
  }

  /** The accountant with tolerance 0.005. */
  public static PrvAccountant standard() {
    return new PrvAccountant(0.005);
  }

  @Override
  public String name() {
    return "prv";
  }

  /** The upper end of {@link #bounds}. */
  @Override
  public double epsilon(double delta, List<SampledGaussian> mechanisms) {
    return bounds(delta, mechanisms).upper();
  }

  /** As {@link #bounds(double, List)}, for one mechanism. */
  public EpsilonBounds bounds(double delta, SampledGaussian mechanism) {
    return bounds(delta, List.of(mechanism));
  }

  /**
   * Both ends of the tight epsilon.
   *
   * @param delta in (0, 1)
   * @param mechanisms what is released, in any order; empty costs 0
   * @throws IllegalArgumentException if delta is not in (0, 1)
   */
  public EpsilonBounds bounds(double delta, List<SampledGaussian> mechanisms) {
    Check.openUnit(delta, "delta");
    var releasing = SampledGaussian.releasing(mechanisms);
    var merged = merge(releasing);
    if (merged.isEmpty()) {
      return EpsilonBounds.ZERO;
    }
    if (SampledGaussian.anyNoiseless(merged)) {
      return new EpsilonBounds(CrudeBounds.lower(delta, merged), Double.POSITIVE_INFINITY);
    }
    if (merged.get(merged.size() - 1).samplingRate() == 1 && merged.size() == 1) {
      double exact = new GaussianMechanism(merged.get(0).noiseMultiplier()).epsilon(delta);
      return new EpsilonBounds(exact, exact);
    }
    var crude = CrudeBounds.of(delta, merged);
    double steps = merged.stream().mapToDouble(SampledGaussian::steps).sum();
    boolean gridHelps =
        steps <= MAX_STEPS
            && delta >= LEAST_DELTA
            && merged.stream().allMatch(each -> each.noiseMultiplier() >= LEAST_SIGMA);
    return gridHelps && crude.upper() > 0 ? refine(delta, merged, crude) : crude;
  }

  /** Equal steps together; those with q = 1 as one Gaussian mechanism, last. */
  private static List<SampledGaussian> merge(List<SampledGaussian> mechanisms) {
    var order =
        Comparator.comparingDouble(SampledGaussian::samplingRate)
            .thenComparingDouble(SampledGaussian::noiseMultiplier);
    var groups = new TreeMap<SampledGaussian, Long>(order);
    double precision = 0;
    for (var each : mechanisms) {
      if (each.samplingRate() == 1) {
        precision += each.steps() / each.noiseMultiplier() / each.noiseMultiplier();
      } else {
        groups.merge(each.withSteps(1), each.steps(), Math::addExact);
      }
    }
    var merged = new ArrayList<SampledGaussian>();
    groups.forEach((each, steps) -> merged.add(each.withSteps(steps)));
    if (precision > 0) {
      merged.add(SampledGaussian.unsubsampled(1 / Math.sqrt(precision), 1));
    }
    return merged;
  }

  private boolean tight(EpsilonBounds bounds) {
    return bounds.gap() <= tolerance * Math.max(1, bounds.upper());
  }

  private EpsilonBounds refine(
      double delta, List<SampledGaussian> mechanisms, EpsilonBounds crude) {
    double steps = mechanisms.stream().mapToDouble(SampledGaussian::steps).sum();
    double deviations = Math.sqrt(2 * Math.log(1e8 * steps / delta));
    var losses =
        mechanisms.stream()
            .map(m -> new SampledGaussianLoss(m.noiseMultiplier(), m.samplingRate(), deviations))
            .toList();
    double variance = 0;
    double range = 0;
    for (int i = 0; i < losses.size(); i++) {
      variance += mechanisms.get(i).steps() * Math.pow(losses.get(i).deviation(), 2);
      var loss = losses.get(i);
      range = Math.max(range, loss.loss(loss.high) - loss.loss(loss.low));
    }
    double spacing = Math.max(Math.sqrt(RELATIVE_SPREAD * variance / steps), 2 * range / MAX_CELLS);
    var best = crude;
    boolean fitted = false;
    for (int i = 0; i <= REFINEMENTS || !fitted; i++) {
      if (!(spacing < MAX_SPACING) || range / spacing > MAX_CELLS || tight(best)) {
        break;
      }
      var found = new Grid(delta, mechanisms, losses, spacing).bounds();
      best = best.intersect(found);
      boolean fits = found.upper() < Double.POSITIVE_INFINITY;
      if ((fitted && !fits) || (fits && i > REFINEMENTS)) {
        break;
      }
      fitted |= fits;
      spacing *= fits ? 0.5 : 2;
    }
    return best;
  }

  /** Bounds from one spacing. */
  private record Grid(
      double delta,
      List<SampledGaussian> mechanisms,
      List<SampledGaussianLoss> losses,
      double spacing) {

    EpsilonBounds bounds() {
      double upper = end(losses.stream().map(l -> LossDiscretiser.above(l, spacing)).toList(), 1);
      double lower = end(losses.stream().map(l -> LossDiscretiser.below(l, spacing)).toList(), -1);
      if (lower > upper) {
        throw new NumericalException(
            "prv: lower bound "
                + lower
                + " is above upper bound "
                + upper
                + " at spacing "
                + spacing);
      }
      return new EpsilonBounds(
          Double.isNaN(lower) ? 0 : lower, Double.isNaN(upper) ? Double.POSITIVE_INFINITY : upper);
    }

    private double end(List<Pair> pairs, int direction) {
      var removal = new ArrayList<TailComposition.Term>();
      var addition = new ArrayList<TailComposition.Term>();
      double infinite = 0;
      double shift = 0;
      double steps = 0;
      for (int i = 0; i < pairs.size(); i++) {
        long times = mechanisms.get(i).steps();
        removal.add(new TailComposition.Term(pairs.get(i).removal(), times));
        addition.add(new TailComposition.Term(pairs.get(i).addition(), times));
        infinite += times * pairs.get(i).infinite();
        shift += times * (pairs.get(i).shift() + 1e-15);
        steps += times;
      }
      // The relative error of a mass by quadrature, over all steps.
      double charged = delta * (1 - direction * (1e-9 + 1e-13 * steps));
      double epsilon =
          Math.max(
              new TailComposition(removal, charged).epsilon(direction, infinite),
              new TailComposition(addition, charged).epsilon(direction, infinite));
      return Math.max(0, epsilon == 0 ? 0 : epsilon + direction * shift);
    }
  }
}
