package org.jeffreys.target;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jeffreys.core.Check;

/**
 * The registry of likelihoods, and likelihoods as plain data: a name and the components of the
 * record.
 *
 * <pre>{@code
 * Likelihoods.describe(new CategoricalLikelihood(10))      {type=categorical, numClasses=10}
 * }</pre>
 */
public final class Likelihoods {
  private static final String TYPE = "type";

  private static final List<Entry<?>> ALL =
      List.of(
          new Entry<>(
              "categorical",
              CategoricalLikelihood.class,
              "Classes by the softmax of the outputs",
              likelihood -> ordered("numClasses", likelihood.numClasses()),
              fields -> new CategoricalLikelihood(fields.integer("numClasses"))),
          new Entry<>(
              "gaussian",
              GaussianLikelihood.class,
              "Normal noise around the outputs",
              likelihood -> ordered("scale", likelihood.scale(), "learned", likelihood.learned()),
              fields -> new GaussianLikelihood(fields.number("scale"), fields.truth("learned"))),
          new Entry<>(
              "heteroscedastic-categorical",
              HeteroscedasticCategoricalLikelihood.class,
              "Classes by the softmax of logits with noise of an input-dependent scale",
              likelihood ->
                  ordered(
                      "numClasses",
                      likelihood.numClasses(),
                      "numNodes",
                      likelihood.nodes().count(),
                      "sharedScale",
                      likelihood.sharedScale()),
              fields ->
                  new HeteroscedasticCategoricalLikelihood(
                      NormalNodes.of(fields.integer("numNodes"), fields.integer("numClasses")),
                      fields.truth("sharedScale"))),
          new Entry<>(
              "heteroscedastic-gaussian",
              HeteroscedasticGaussianLikelihood.class,
              "Normal noise of an input-dependent scale",
              likelihood -> ordered("scale", likelihood.scale()),
              fields -> new HeteroscedasticGaussianLikelihood(fields.number("scale"))));

  /**
   * A likelihood of the registry.
   *
   * @param <L> its class
   * @param name in descriptions
   * @param type its class
   * @param summary one line
   */
  public record Entry<L extends Likelihood>(
      String name,
      Class<L> type,
      String summary,
      Function<L, Map<String, Object>> toFields,
      Function<Fields, L> ofFields) {

    private Map<String, Object> describe(Likelihood likelihood) {
      return toFields.apply(type.cast(likelihood));
    }
  }

  /** The fields of a description; each getter throws an IllegalArgumentException by its name. */
  public static final class Fields {
    private final String owner;
    private final Map<String, ?> values;

    private Fields(String owner, Map<String, ?> values) {
      this.owner = owner;
      this.values = values;
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

    private IllegalArgumentException wrong(String name, String expected) {
      return Check.failure(owner + "." + name, expected, String.valueOf(values.get(name)));
    }
  }

  private Likelihoods() {}

  /** All likelihoods. */
  public static List<Entry<?>> all() {
    return ALL;
  }

  /**
   * A likelihood as plain data: its name as {@code type}, and its components.
   *
   * @throws IllegalArgumentException if it is not in the registry
   */
  public static Map<String, Object> describe(Likelihood likelihood) {
    Entry<?> entry =
        ALL.stream()
            .filter(each -> each.type() == likelihood.getClass())
            .findFirst()
            .orElseThrow(() -> unknown(likelihood.getClass().getSimpleName()));
    Map<String, Object> described = ordered(TYPE, entry.name());
    described.putAll(entry.describe(likelihood));
    return Collections.unmodifiableMap(described);
  }

  /**
   * The likelihood that a description is of. Numbers may be of any type, as a reader of JSON gives
   * them.
   *
   * @throws IllegalArgumentException if a name, a field or a value is not what it should be
   */
  public static Likelihood of(Map<String, ?> described) {
    Object name = described.get(TYPE);
    Entry<?> entry =
        ALL.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown("'" + name + "'"));
    Likelihood likelihood = entry.ofFields().apply(new Fields(entry.name(), described));
    List<String> expected = List.copyOf(describe(likelihood).keySet());
    Check.require(
        described.keySet().equals(describe(likelihood).keySet()),
        entry.name(),
        "fields " + expected,
        described.keySet());
    return likelihood;
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put((String) pairs[i], pairs[i + 1]);
    }
    return fields;
  }

  private static IllegalArgumentException unknown(Object got) {
    return Check.failure("likelihood", "one of " + ALL.stream().map(Entry::name).toList(), got);
  }
}
