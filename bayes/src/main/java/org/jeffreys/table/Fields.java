package org.jeffreys.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a description in plain data. Numbers may be of any type, as a reader of JSON gives
 * them. Each getter throws an IllegalArgumentException that names the field.
 */
final class Fields {
  private final String owner;
  private final Map<String, ?> values;

  Fields(String owner, Map<String, ?> values) {
    this.owner = owner;
    this.values = values;
  }

  /** A description, from names and values in turn. */
  static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put((String) pairs[i], pairs[i + 1]);
    }
    return Collections.unmodifiableMap(fields);
  }

  /** Checks that there are these fields and no others. */
  void requireExactly(String... names) {
    Check.require(
        values.keySet().equals(Set.of(names)), owner, "fields " + List.of(names), values.keySet());
  }

  IllegalArgumentException unknownType(List<String> types) {
    return wrong("type", "one of " + types);
  }

  String text(String name) {
    if (values.get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "a text");
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

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object each : list(name)) {
      if (!(each instanceof String text)) {
        throw wrong(name, "a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  Doubles numbers(String name) {
    return Doubles.of(
        list(name).stream()
            .mapToDouble(
                each -> {
                  if (each instanceof Number number) {
                    return number.doubleValue();
                  }
                  throw wrong(name, "a list of numbers");
                }));
  }

  Map<String, Object> map(String name) {
    return map(name, values.get(name));
  }

  List<Map<String, Object>> maps(String name) {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (Object each : list(name)) {
      maps.add(map(name, each));
    }
    return maps;
  }

  private Map<String, Object> map(String name, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(name, "a description");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    map.forEach((key, each) -> fields.put(String.valueOf(key), each));
    return fields;
  }

  private List<?> list(String name) {
    if (values.get(name) instanceof List<?> list) {
      return list;
    }
    throw wrong(name, "a list");
  }

  private IllegalArgumentException wrong(String name, String expected) {
    return Check.failure(
        owner + "." + name, expected, Messages.plain(String.valueOf(values.get(name))));
  }
}
