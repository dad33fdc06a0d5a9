package org.jeffreys.target;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;

/**
 * The scale that a prior has for each array of a network: one of weights, divided by √fanIn or not,
 * and one of biases and of what multiplies normalised values.
 *
 * @param weightScale of weights, before the division by √fanIn where that is asked for
 * @param biasScale of biases
 * @param byFanIn whether the scale of weights is divided by √fanIn, which keeps the scale of
 *     outputs independent of widths (Neal 1996, section 2.1)
 * @param exceptions scales of arrays by name, such as {@code 0.weight}, as they are
 */
public record ArrayScales(
    double weightScale, double biasScale, boolean byFanIn, Map<String, Double> exceptions) {
  /** Checks the scales. */
  public ArrayScales {
    Check.positive(weightScale, "weightScale");
    Check.positive(biasScale, "biasScale");
    exceptions.forEach((name, scale) -> Check.positive(scale, "scale of " + name));
    exceptions = Collections.unmodifiableMap(new LinkedHashMap<>(exceptions));
  }

  /** One scale for all weights and biases. */
  public static ArrayScales isotropic(double scale) {
    return new ArrayScales(scale, scale, false, Map.of());
  }

  /** Weights of scale {@code weightScale / √fanIn}, biases of scale {@code biasScale}. */
  public static ArrayScales fanIn(double weightScale, double biasScale) {
    return new ArrayScales(weightScale, biasScale, true, Map.of());
  }

  /** These with another scale for one array. */
  public ArrayScales with(String array, double scale) {
    Map<String, Double> more = new LinkedHashMap<>(exceptions);
    more.put(array, scale);
    return new ArrayScales(weightScale, biasScale, byFanIn, more);
  }

  /** The scale of an array. */
  public double of(ParameterSpec spec) {
    Double exception = exceptions.get(spec.name());
    if (exception != null) {
      return exception;
    }
    if (spec.role() != ParameterSpec.Role.WEIGHT) {
      return biasScale;
    }
    return byFanIn ? weightScale / Math.sqrt((double) spec.fanIn()) : weightScale;
  }

  /** Checks that all exceptions are arrays of a layout. */
  void requireIn(ParameterLayout layout) {
    for (String name : exceptions.keySet()) {
      Check.require(
          layout.slots().stream().anyMatch(slot -> slot.spec().name().equals(name)),
          "prior",
          "names of " + layout.slots().stream().map(slot -> slot.spec().name()).toList(),
          "'" + name + "'");
    }
  }
}
