package org.jeffreys.predict;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.uncertainty.UncertaintyMeasure;

/**
 * Several measures of uncertainty of the same rows.
 *
 * @param byMeasure one estimate a row for each measure, in the order asked for
 */
public record Measurements(Map<UncertaintyMeasure, Estimates> byMeasure) {

  /** Copies the map, in its order. */
  public Measurements {
    byMeasure = Collections.unmodifiableMap(new LinkedHashMap<>(byMeasure));
  }

  /** The measures, in order. */
  public List<UncertaintyMeasure> measures() {
    return List.copyOf(byMeasure.keySet());
  }

  /**
   * One estimate a row.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  public Estimates of(UncertaintyMeasure measure) {
    Estimates estimates = byMeasure.get(measure);
    if (estimates == null) {
      List<String> names = measures().stream().map(UncertaintyMeasure::name).toList();
      throw Check.failure("measure", "one of " + names, "'" + measure.name() + "'");
    }
    return estimates;
  }
}
