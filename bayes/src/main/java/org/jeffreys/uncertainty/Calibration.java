package org.jeffreys.uncertainty;

import java.util.Map;

/**
 * What is fitted after the model, to data that the model has not seen, so that its predictions come
 * true as often as they say. Data: immutable, and described by its fields.
 */
public interface Calibration {

  /**
   * What is guaranteed, under which conditions, and what is not: sentences for people, with the
   * numbers of this calibration.
   */
  String guarantee();

  /** Its components as plain data: numbers, texts, truths, lists and maps of such. */
  Map<String, Object> fields();
}
