package org.jeffreys.privacy;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * Rényi differential privacy: divergences of order α add up over steps and are turned into epsilon
 * at the best order.
 *
 * <pre>{@code
 * current:  ε = min_α  R(α) + log((α - 1)/α) - (log δ + log α)/(α - 1)
 * classic:  ε = min_α  R(α) - log δ/(α - 1)
 * }</pre>
 *
 * <p>R(α) is the sum over steps of the divergence of the Poisson-subsampled Gaussian. The orders
 * are those most tools use, 1.1 to 10.9 by 0.1 and 12 to 63, so epsilon has a floor near 0.1 at
 * delta 1e-5, whatever the noise.
 *
 * @param conversion how divergences become epsilon
 * @source Mironov (2017), CSF, proposition 3 (classic); Canonne, Kamath and Steinke (2020),
 *     NeurIPS, proposition 12, and Balle et al. (2020), AISTATS, theorem 21 (current)
 */
public record RdpAccountant(Conversion conversion) implements Accountant {

  /** From Rényi divergences to epsilon. */
  public enum Conversion {
    /** The tighter one of 2020, which today's tools use. */
    CURRENT,
    /** The one of 2017, found in older publications. */
    CLASSIC
  }

  private static final Doubles ORDERS =
      Doubles.of(
          DoubleStream.concat(
              IntStream.rangeClosed(11, 109).mapToDouble(tenths -> tenths / 10.0),
              IntStream.rangeClosed(12, 63).asDoubleStream()));

  /** The accountant with the current conversion. */
  public static RdpAccountant current() {
    return new RdpAccountant(Conversion.CURRENT);
  }

  /** The accountant with the conversion of 2017. */
  public static RdpAccountant classic() {
    return new RdpAccountant(Conversion.CLASSIC);
  }

  /** The orders α over which epsilon is minimised, ascending. */
  public static Doubles orders() {
    return ORDERS;
  }

  @Override
  public String name() {
    return switch (conversion) {
      case CURRENT -> "rdp";
      case CLASSIC -> "rdp-classic";
    };
  }

  @Override
  public double epsilon(double delta, List<SampledGaussian> mechanisms) {
    Check.openUnit(delta, "delta");
    var releasing = SampledGaussian.releasing(mechanisms);
    if (releasing.isEmpty()) {
      return 0;
    }
    return Math.max(0, ORDERS.map(order -> epsilonAt(order, delta, releasing)).min());
  }

  private double epsilonAt(double order, double delta, List<SampledGaussian> mechanisms) {
    double divergence = divergence(order, mechanisms);
    return switch (conversion) {
      case CURRENT ->
          divergence + Math.log1p(-1 / order) - (Math.log(delta) + Math.log(order)) / (order - 1);
      case CLASSIC -> divergence - Math.log(delta) / (order - 1);
    };
  }

  /**
   * The Rényi divergence of the composition, in nats.
   *
   * @param order α &gt; 1
   * @return R(α) &gt;= 0; infinite if a mechanism that releases data has no noise
   */
  public static double divergence(double order, List<SampledGaussian> mechanisms) {
    Check.require(
        order > 1 && order < Double.POSITIVE_INFINITY, "order", "a finite value > 1", order);
    double sum = 0;
    for (var each : SampledGaussian.releasing(mechanisms)) {
      double step = RenyiDivergence.ofStep(order, each.noiseMultiplier(), each.samplingRate());
      sum += each.steps() * step;
    }
    return sum;
  }
}
