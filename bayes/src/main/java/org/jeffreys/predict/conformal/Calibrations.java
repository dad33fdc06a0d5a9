package org.jeffreys.predict.conformal;

import java.util.List;
import java.util.Map;
import org.jeffreys.core.Fields;
import org.jeffreys.core.Registry;
import org.jeffreys.uncertainty.Calibration;
import org.jeffreys.uncertainty.IsotonicCalibration;
import org.jeffreys.uncertainty.QuantileRecalibration;
import org.jeffreys.uncertainty.TemperatureScaling;
import org.jeffreys.uncertainty.VarianceScaling;

/**
 * The registry of calibrations and conformal predictors, and such as plain data: what a model file
 * holds of them.
 *
 * <pre>{@code
 * Calibrations.of(Calibrations.describe(calibration)).equals(calibration)
 * }</pre>
 */
public final class Calibrations {
  private static final Registry<Calibration> ALL =
      Registry.of(
          "calibration",
          List.of(
              entry(
                  "temperature",
                  TemperatureScaling.class,
                  "One temperature for all logits",
                  TemperatureScaling::of),
              entry(
                  "isotonic",
                  IsotonicCalibration.class,
                  "Class probabilities by non-decreasing functions",
                  IsotonicCalibration::of),
              entry(
                  "variance-scaling",
                  VarianceScaling.class,
                  "One factor on standard deviations, or one a group",
                  VarianceScaling::of),
              entry(
                  "quantile-recalibration",
                  QuantileRecalibration.class,
                  "Predictive distributions by a non-decreasing function",
                  QuantileRecalibration::of),
              entry(
                  "split-conformal",
                  SplitConformal.class,
                  "Intervals by the residuals of a calibration set",
                  SplitConformal::of),
              entry("cqr", Cqr.class, "Conformalised quantile regression", Cqr::of),
              entry(
                  "cv-plus",
                  CvPlus.class,
                  "Intervals by out-of-fold residuals, for small tables",
                  CvPlus::of),
              entry(
                  "conformal-sets",
                  ConformalSets.class,
                  "Sets of classes by the scores of a calibration set",
                  ConformalSets::of),
              entry(
                  "mondrian-intervals",
                  MondrianIntervals.class,
                  "Conformal intervals for each group by itself",
                  MondrianIntervals::of),
              entry(
                  "mondrian-sets",
                  MondrianSets.class,
                  "Conformal sets of classes for each group by itself",
                  MondrianSets::of),
              entry(
                  "class-conditional-sets",
                  ClassConditionalSets.class,
                  "Conformal sets with a threshold for each class",
                  ClassConditionalSets::of),
              entry(
                  "adaptive-conformal",
                  AdaptiveConformal.class,
                  "Online intervals by adaptive conformal inference (ACI)",
                  AdaptiveConformal::of),
              entry(
                  "quantile-tracking",
                  QuantileTracking.class,
                  "Online intervals without a step size (conformal PID's P)",
                  QuantileTracking::of)));

  private Calibrations() {}

  /** All calibrations, in the order of the tables. */
  public static List<Registry.Entry<? extends Calibration>> all() {
    return ALL.all();
  }

  /**
   * A calibration as plain data: its name as {@code type}, and its fields.
   *
   * @throws IllegalArgumentException if it is not in the registry
   */
  public static Map<String, Object> describe(Calibration calibration) {
    return ALL.describe(calibration);
  }

  /**
   * The calibration that a description is of. Numbers may be of any type, as a reader of JSON gives
   * them.
   *
   * @throws IllegalArgumentException if a name, a field or a value is not what it should be
   */
  public static Calibration of(Map<?, ?> described) {
    return ALL.of(described);
  }

  private static <C extends Calibration> Registry.Entry<C> entry(
      String name, Class<C> type, String summary, OfFields<C> ofFields) {
    return new Registry.Entry<>(name, type, summary, Calibration::fields, ofFields::of);
  }

  /** The calibration of its fields. */
  private interface OfFields<C> {
    C of(Fields fields);
  }
}
