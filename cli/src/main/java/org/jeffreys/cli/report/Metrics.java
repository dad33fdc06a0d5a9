package org.jeffreys.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * What a run measured, for {@code metrics.json}: names with numbers, text, truth values or further
 * names, in the order they were put.
 *
 * <p>Numbers are written with as many digits as reading the same value back takes. JSON knows no
 * NaN and no infinity: {@code null} stands for a number that is not finite, because it is undefined
 * (no data) or the computation diverged. A name that is missing was not measured.
 */
public final class Metrics {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ObjectNode node;

  private Metrics(ObjectNode node) {
    this.node = node;
  }

  /** Metrics without any yet. */
  public static Metrics empty() {
    return new Metrics(JSON.objectNode());
  }

  /** Puts a number; null in the file if it is not finite. */
  public Metrics put(String name, double value) {
    return set(name, number(value));
  }

  /** Puts a number with the digits a float needs; null in the file if it is not finite. */
  public Metrics put(String name, float value) {
    return set(name, Float.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode());
  }

  /** Puts a whole number. */
  public Metrics put(String name, long value) {
    return set(name, JSON.numberNode(value));
  }

  /** Puts a text. */
  public Metrics put(String name, String value) {
    return set(name, JSON.textNode(value));
  }

  /** Puts a truth value. */
  public Metrics put(String name, boolean value) {
    return set(name, JSON.booleanNode(value));
  }

  /** Puts a list of numbers, null for those that are not finite. */
  public Metrics put(String name, Doubles values) {
    ArrayNode array = JSON.arrayNode(values.size());
    values.stream().forEach(value -> array.add(number(value)));
    return set(name, array);
  }

  /** Puts metrics under a name and returns them, to be filled. */
  public Metrics section(String name) {
    ObjectNode section = JSON.objectNode();
    set(name, section);
    return new Metrics(section);
  }

  /** The metrics as indented JSON with a line end. */
  public String json() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("metrics: expected them to be JSON, got " + node, e);
    }
  }

  private Metrics set(String name, JsonNode value) {
    Check.require(!node.has(name), "name", "a name not put before", name);
    node.set(name, value);
    return this;
  }

  private static JsonNode number(double value) {
    return Double.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode();
  }
}
