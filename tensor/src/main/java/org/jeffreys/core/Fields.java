package org.jeffreys.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A description read back: the typed fields of a map of strings, numbers, truths, lists and maps,
 * as a reader of JSON gives it. Each getter throws an {@link IllegalArgumentException} that names
 * the field if that is missing or something else.
 */
public final class Fields {
  private static final int LONGEST = 80;

  private final String owner;
  private final Map<?, ?> values;

  private Fields(String owner, Map<?, ?> values) {
    this.owner = owner;
    this.values = values;
  }

  /** The fields of what messages call {@code owner}. */
  public static Fields of(String owner, Map<?, ?> values) {
    return new Fields(owner, values);
  }

  /** A description in a given order, of alternating names and values. */
  public static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return Collections.unmodifiableMap(fields);
  }

  /** Checks that there are these fields and no others. */
  public void requireExactly(String... names) {
    Check.require(
        values.keySet().equals(Set.of(names)), owner, "fields " + List.of(names), values.keySet());
  }

  /** The failure where the field of that name is none of the known types. */
  public IllegalArgumentException unknownType(List<String> types) {
    return wrong("type", "one of " + types);
  }

  /** Whether there is a field of this name. */
  public boolean has(String name) {
    return values.get(name) != null;
  }

  /** A whole number in the range of {@code int}. */
  public int integer(String name) {
    long value = whole(name);
    if (value != (int) value) {
      throw wrong(name, "an integer");
    }
    return (int) value;
  }

  /** A whole number. */
  public long whole(String name) {
    if (values.get(name) instanceof Number number && number.doubleValue() == number.longValue()) {
      return number.longValue();
    }
    throw wrong(name, "an integer");
  }

  /** A number. */
  public double number(String name) {
    if (values.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(name, "a number");
  }

  /** True or false. */
  public boolean truth(String name) {
    if (values.get(name) instanceof Boolean value) {
      return value;
    }
    throw wrong(name, "true or false");
  }

  /** A text. */
  public String text(String name) {
    if (values.get(name) instanceof String value) {
      return value;
    }
    throw wrong(name, "a text");
  }

  /** A list of texts. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object each : list(name)) {
      if (!(each instanceof String text)) {
        throw wrong(name, "a list of texts");
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  /** A list of numbers. */
  public Doubles numbers(String name) {
    List<?> list = list(name);
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(list.get(i) instanceof Number number)) {
        throw wrong(name, "a list of numbers");
      }
      numbers[i] = number.doubleValue();
    }
    return Doubles.of(numbers);
  }

  /** Numbers by their names. */
  public Map<String, Double> numbersByName(String name) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (!(values.get(name) instanceof Map<?, ?> map)) {
      throw wrong(name, "numbers by name");
    }
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String text && value instanceof Number number)) {
            throw wrong(name, "numbers by name");
          }
          numbers.put(text, number.doubleValue());
        });
    return Collections.unmodifiableMap(numbers);
  }

  /** A description within this one. */
  public Fields child(String name) {
    if (values.get(name) instanceof Map<?, ?> map) {
      return new Fields(owner + "." + name, map);
    }
    throw wrong(name, "a description");
  }

  /** A list of descriptions. */
  public List<Fields> children(String name) {
    List<Fields> children = new ArrayList<>();
    for (Object each : list(name)) {
      if (!(each instanceof Map<?, ?> map)) {
        throw wrong(name, "a list of descriptions");
      }
      children.add(new Fields(owner + "." + name + "[" + children.size() + "]", map));
    }
    return List.copyOf(children);
  }

  /** These fields as a map of their names; none may be empty. */
  public Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (value == null) {
            throw wrong(String.valueOf(name), "a value");
          }
          map.put(String.valueOf(name), value);
        });
    return Collections.unmodifiableMap(map);
  }

  private List<?> list(String name) {
    if (values.get(name) instanceof List<?> list) {
      return list;
    }
    throw wrong(name, "a list");
  }

  private IllegalArgumentException wrong(String name, String expected) {
    @Nullable Object got = values.get(name);
    return Check.failure(owner + "." + name, expected, shortened(String.valueOf(got)));
  }

  /** One line that a message can hold. */
  private static String shortened(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
