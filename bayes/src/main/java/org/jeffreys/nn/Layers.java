package org.jeffreys.nn;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/**
 * The registry of layers, and layers as plain data: what a network's description in JSON is made
 * of.
 *
 * <pre>{@code
 * Layers.describe(new Linear(3, 2))      {type=linear, in=3, out=2}
 * }</pre>
 */
public final class Layers {
  private static final String TYPE = "type";

  private static final List<Entry> ALL =
      List.of(
          new Entry("linear", Linear.class, "Dense layer"),
          new Entry("conv2d", Conv2d.class, "Convolution over images"),
          new Entry("max-pool2d", MaxPool2d.class, "Greatest value of each window"),
          new Entry("average-pool2d", AveragePool2d.class, "Mean of each window"),
          new Entry("flatten", Flatten.class, "Images as vectors"),
          new Entry("batch-norm", BatchNorm.class, "Normalisation by the batch"),
          new Entry("group-norm", GroupNorm.class, "Normalisation of each example by itself"),
          new Entry("dropout", Dropout.class, "Inputs vanish at random"),
          new Entry("gaussian-dropout", GaussianDropout.class, "Inputs times normal noise"),
          new Entry("drop-connect", DropConnect.class, "Dense layer whose weights vanish"),
          new Entry("concrete-dropout", ConcreteDropout.class, "Dropout at a rate it learns"),
          new Entry(
              "variational-dropout",
              VariationalDropout.class,
              "Dense layer with normal weights of learned relative variance"),
          new Entry("relu", Activation.RELU, "max(x, 0)"),
          new Entry("tanh", Activation.TANH, "Hyperbolic tangent"),
          new Entry("sigmoid", Activation.SIGMOID, "1 / (1 + e^-x)"),
          new Entry("softplus", Activation.SOFTPLUS, "log(1 + e^x)"),
          new Entry("silu", Activation.SILU, "x times its sigmoid"));

  /**
   * A layer of the registry.
   *
   * @param name in descriptions
   * @param type a record of whole numbers, real numbers, enum constants and layers; or an enum
   * @param constant the layer itself, where the type is an enum; else null
   * @param summary one line
   */
  public record Entry(
      String name, Class<? extends Layer> type, @Nullable Layer constant, String summary) {
    private Entry(String name, Class<? extends Layer> type, String summary) {
      this(name, type, null, summary);
    }

    private Entry(String name, Activation constant, String summary) {
      this(name, constant.getDeclaringClass(), constant, summary);
    }

    private boolean isOf(Layer layer) {
      return constant == null ? type == layer.getClass() : constant.equals(layer);
    }

    private List<RecordComponent> fields() {
      return constant == null ? Arrays.asList(type.getRecordComponents()) : List.of();
    }
  }

  private Layers() {}

  /** All layers, in the order of the tables. */
  public static List<Entry> all() {
    return ALL;
  }

  /**
   * The entry of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Entry named(String name) {
    return ALL.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown("'" + name + "'"));
  }

  private static IllegalArgumentException unknown(Object got) {
    return Check.failure("layer", "one of " + ALL.stream().map(Entry::name).toList(), got);
  }

  /**
   * A layer as plain data: its name as {@code type}, and its settings as integers, doubles, strings
   * and maps like this one.
   *
   * @throws IllegalArgumentException if the layer is not in the registry
   */
  public static Map<String, Object> describe(Layer layer) {
    Entry entry =
        ALL.stream()
            .filter(each -> each.isOf(layer))
            .findFirst()
            .orElseThrow(() -> unknown(layer.getClass().getSimpleName()));
    Map<String, Object> described = new LinkedHashMap<>();
    described.put(TYPE, entry.name());
    for (RecordComponent field : entry.fields()) {
      described.put(field.getName(), plain(read(layer, field)));
    }
    return Collections.unmodifiableMap(described);
  }

  private static Object plain(Object value) {
    if (value instanceof Layer layer) {
      return describe(layer);
    }
    return value instanceof Enum<?> constant ? word(constant) : value;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Object read(Layer layer, RecordComponent field) {
    try {
      return Objects.requireNonNull(field.getAccessor().invoke(layer));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("layer: expected public fields, got " + layer, e);
    }
  }

  /**
   * The layer that a description is of. Numbers may be of any type, as a reader of JSON gives them.
   *
   * @throws IllegalArgumentException if a name, a field or a value is not what it should be
   */
  public static Layer of(Map<String, ?> described) {
    Object name = described.get(TYPE);
    Check.require(name instanceof String, "layer", "a field '" + TYPE + "'", described.keySet());
    Entry entry = named((String) Objects.requireNonNull(name));
    List<String> expected = entry.fields().stream().map(RecordComponent::getName).toList();
    List<String> found =
        described.keySet().stream().filter(key -> !key.equals(TYPE)).map(String::valueOf).toList();
    Check.require(
        found.size() == expected.size() && found.containsAll(expected),
        entry.name(),
        "fields " + expected,
        found);
    return entry.constant() == null ? make(entry, described) : entry.constant();
  }

  private static Layer make(Entry entry, Map<String, ?> described) {
    List<RecordComponent> fields = entry.fields();
    @Nullable Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      RecordComponent field = fields.get(i);
      Object value = described.get(field.getName());
      values[i] = value(field.getType(), entry.name() + "." + field.getName(), value);
    }
    Class<?>[] types = fields.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<? extends Layer> constructor = entry.type().getConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("layer: expected " + entry.name() + ", got a failure", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("layer: expected a public record, got " + entry.type(), e);
    }
  }

  private static Object value(Class<?> type, String name, @Nullable Object value) {
    if (type == int.class) {
      boolean whole = value instanceof Number n && n.doubleValue() == n.intValue();
      Check.require(whole, name, "an integer", String.valueOf(value));
      return ((Number) Objects.requireNonNull(value)).intValue();
    }
    if (type == double.class) {
      Check.require(value instanceof Number, name, "a number", String.valueOf(value));
      return ((Number) Objects.requireNonNull(value)).doubleValue();
    }
    return type == Layer.class ? layer(name, value) : constant(type, name, value);
  }

  private static Layer layer(String name, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw Check.failure(name, "a layer", String.valueOf(value));
    }
    Map<String, Object> described = new LinkedHashMap<>();
    map.forEach((key, each) -> described.put(String.valueOf(key), each));
    return of(described);
  }

  private static Object constant(Class<?> type, String name, @Nullable Object value) {
    List<Enum<?>> constants =
        Arrays.stream(Objects.requireNonNull(type.getEnumConstants()))
            .<Enum<?>>map(each -> (Enum<?>) each)
            .toList();
    return constants.stream()
        .filter(each -> word(each).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                Check.failure(
                    name,
                    "one of " + constants.stream().map(Layers::word).toList(),
                    "'" + value + "'"));
  }
}
