package org.jeffreys.target;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;

/**
 * A kind of thing that can be written as plain data: a name, as {@code type}, and fields.
 *
 * @param <T> its class
 */
interface Described<T> {
  /** The key of the name. */
  String TYPE = "type";

  /** In descriptions. */
  String name();

  /** Its class. */
  Class<T> type();

  /** The fields of one. */
  Function<T, Map<String, Object>> toFields();

  /** The one that fields are of. */
  Function<Fields, T> ofFields();

  private Map<String, Object> describe(Object thing) {
    Map<String, Object> described = new LinkedHashMap<>(Fields.ordered(TYPE, name()));
    described.putAll(toFields().apply(type().cast(thing)));
    return Collections.unmodifiableMap(described);
  }

  /**
   * A thing as plain data.
   *
   * @throws IllegalArgumentException if it is not in the registry
   */
  static Map<String, Object> describe(
      List<? extends Described<?>> registry, String kind, Object thing) {
    for (Described<?> entry : registry) {
      if (entry.type() == thing.getClass()) {
        return entry.describe(thing);
      }
    }
    throw unknown(registry, kind, thing.getClass().getSimpleName());
  }

  /**
   * The thing that a description is of.
   *
   * @throws IllegalArgumentException if a name, a field or a value is not what it should be
   */
  static <T> T of(
      List<? extends Described<? extends T>> registry, String kind, Map<String, ?> described) {
    Object name = described.get(TYPE);
    for (Described<? extends T> entry : registry) {
      if (entry.name().equals(name)) {
        T thing = entry.ofFields().apply(Fields.of(entry.name(), described));
        Map<String, Object> expected = entry.describe(thing);
        Check.require(
            described.keySet().equals(expected.keySet()),
            entry.name(),
            "fields " + List.copyOf(expected.keySet()),
            described.keySet());
        return thing;
      }
    }
    throw unknown(registry, kind, "'" + name + "'");
  }

  private static IllegalArgumentException unknown(
      List<? extends Described<?>> registry, String kind, Object got) {
    return Check.failure(kind, "one of " + registry.stream().map(Described::name).toList(), got);
  }
}
