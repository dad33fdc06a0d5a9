package org.jeffreys.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Kinds of records by name, and such records as plain data: the name as {@code type}, and the
 * fields. What a plural class holds.
 *
 * @param <T> what all of them are
 */
public final class Registry<T> {
  private static final String TYPE = "type";

  private final String kind;
  private final List<Entry<? extends T>> entries;

  private Registry(String kind, List<Entry<? extends T>> entries) {
    this.kind = kind;
    this.entries = List.copyOf(entries);
  }

  /**
   * A kind of record.
   *
   * @param <S> its class
   * @param name in descriptions
   * @param type its class
   * @param summary one line
   * @param toFields its components: numbers, texts, truths, lists and maps of such
   * @param ofFields the record that has them
   */
  public record Entry<S>(
      String name,
      Class<S> type,
      String summary,
      Function<S, Map<String, Object>> toFields,
      Function<Fields, S> ofFields) {

    private Map<String, Object> fieldsOf(Object value) {
      return toFields.apply(type.cast(value));
    }
  }

  /**
   * A registry.
   *
   * @param kind what messages call one of its values
   */
  public static <T> Registry<T> of(String kind, List<Entry<? extends T>> entries) {
    return new Registry<>(kind, entries);
  }

  /** All entries, in the order of the tables. */
  public List<Entry<? extends T>> all() {
    return entries;
  }

  /** The names, in order. */
  public List<String> names() {
    return entries.stream().<String>map(Entry::name).toList();
  }

  /**
   * A value as plain data.
   *
   * @throws IllegalArgumentException if its class is not in the registry
   */
  public Map<String, Object> describe(T value) {
    Class<?> type = value.getClass();
    for (Entry<? extends T> entry : entries) {
      if (entry.type() == type) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put(TYPE, entry.name());
        described.putAll(entry.fieldsOf(value));
        return Collections.unmodifiableMap(described);
      }
    }
    throw unknown(type.getSimpleName());
  }

  /**
   * The value that a description is of. Numbers may be of any type, as a reader of JSON gives them.
   *
   * @throws IllegalArgumentException if a name, a field or a value is not what it should be
   */
  public T of(Map<?, ?> described) {
    Object name = described.get(TYPE);
    for (Entry<? extends T> entry : entries) {
      if (entry.name().equals(name)) {
        T value = entry.ofFields().apply(Fields.of(entry.name(), described));
        Map<String, Object> expected = describe(value);
        Check.require(
            expected.keySet().equals(described.keySet()),
            entry.name(),
            "fields " + expected.keySet(),
            described.keySet());
        return value;
      }
    }
    throw unknown("'" + name + "'");
  }

  private IllegalArgumentException unknown(String got) {
    return Check.failure(kind, "one of " + names(), got);
  }
}
