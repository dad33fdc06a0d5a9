package org.jeffreys.target;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/** The fields of a description; each getter throws an IllegalArgumentException by its name. */
public final class Fields {
  private final String owner;
  private final Map<String, ?> values;

  Fields(String owner, Map<String, ?> values) {
    this.owner = owner;
    this.values = values;
  }

  /** Names and values in order. */
  static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put((String) pairs[i], pairs[i + 1]);
    }
    return fields;
  }

  int integer(String name) {
    Object value = values.get(name);
    if (value instanceof Number number && number.doubleValue() == number.intValue()) {
      return number.intValue();
    }
    throw wrong(name, "an integer");
  }

  double number(String name) {
    if (values.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(name, "a number");
  }

  boolean truth(String name) {
    if (values.get(name) instanceof Boolean value) {
      return value;
    }
    throw wrong(name, "true or false");
  }

  Doubles numbers(String name) {
    if (values.get(name) instanceof List<?> list
        && list.stream().allMatch(Number.class::isInstance)) {
      return Doubles.of(list.stream().mapToDouble(each -> ((Number) each).doubleValue()));
    }
    throw wrong(name, "a list of numbers");
  }

  Map<String, Double> numbersByName(String name) {
    if (!(values.get(name) instanceof Map<?, ?> map)) {
      throw wrong(name, "numbers by name");
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String text && value instanceof Number number)) {
            throw wrong(name, "numbers by name");
          }
          numbers.put(text, number.doubleValue());
        });
    return Collections.unmodifiableMap(numbers);
  }

  private IllegalArgumentException wrong(String name, String expected) {
    return Check.failure(owner + "." + name, expected, String.valueOf(values.get(name)));
  }
}
