package org.jeffreys.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/** Numbers of a chart as JSON, short enough for a page. */
final class ChartData {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final MathContext DIGITS = new MathContext(8);
  private static final double EXACT = 1L << 53;

  private ChartData() {}

  /** One row for each index, one column for each vector; all have the same length. */
  static ArrayNode rows(Doubles first, Doubles... others) {
    for (Doubles other : others) {
      Check.require(other.size() == first.size(), "y", first.size() + " values", other.size());
    }
    ArrayNode rows = JSON.arrayNode(first.size());
    for (int i = 0; i < first.size(); i++) {
      ArrayNode row = rows.addArray().add(number(first.get(i)));
      for (Doubles other : others) {
        row.add(number(other.get(i)));
      }
    }
    return rows;
  }

  /** The value to 8 significant digits, whole numbers in full, null where it is not finite. */
  static JsonNode number(double value) {
    if (!Double.isFinite(value)) {
      return JSON.nullNode();
    }
    if (value == Math.rint(value) && Math.abs(value) < EXACT) {
      return JSON.numberNode((long) value);
    }
    return JSON.numberNode(new BigDecimal(value).round(DIGITS).doubleValue());
  }
}
