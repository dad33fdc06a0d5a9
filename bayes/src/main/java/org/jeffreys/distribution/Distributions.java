package org.jeffreys.distribution;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jeffreys.tensor.Tensor;

/** The registry of distributions. */
public final class Distributions {
  private static final List<Entry> ALL =
      List.of(
          entry("half-cauchy", HalfCauchy.class, "|x| of a Cauchy x", HalfCauchy::new, 1.3),
          entry("normal", Normal.class, "The bell curve", Normal::new, 0.3, 1.7));

  private Distributions() {}

  /**
   * A distribution.
   *
   * @param name in tables
   * @param type its class, a record
   * @param summary one line
   * @param maker the distribution of parameters; fixes what is not a tensor
   * @param example what makes such parameters, in float64
   */
  public record Entry(
      String name,
      Class<? extends Distribution> type,
      String summary,
      Maker maker,
      Example example) {
    /** The distribution of the example. */
    public Distribution made() {
      return maker.of(example.parameters());
    }

    /** The names of the components. */
    public List<String> parameterNames() {
      return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }
  }

  /** Makes a distribution of parameters, in the order of its components. */
  public interface Maker {
    /** The distribution. */
    Distribution of(List<Tensor> parameters);
  }

  /** Makes parameters without batch axes. */
  public interface Example {
    /** The parameters, in the order of the components. */
    List<Tensor> parameters();
  }

  /** All distributions, in the order of the tables. */
  public static List<Entry> all() {
    return ALL;
  }

  private interface One {
    Distribution of(Tensor first);
  }

  private interface Two {
    Distribution of(Tensor first, Tensor second);
  }

  private interface Three {
    Distribution of(Tensor first, Tensor second, Tensor third);
  }

  private static Entry entry(
      String name, Class<? extends Distribution> type, String summary, One of, double first) {
    return new Entry(name, type, summary, p -> of.of(p.get(0)), numbers(first));
  }

  private static Entry entry(
      String name,
      Class<? extends Distribution> type,
      String summary,
      Two of,
      double first,
      double second) {
    return new Entry(name, type, summary, p -> of.of(p.get(0), p.get(1)), numbers(first, second));
  }

  private static Entry entry(
      String name,
      Class<? extends Distribution> type,
      String summary,
      Three of,
      double first,
      double second,
      double third) {
    return new Entry(
        name,
        type,
        summary,
        p -> of.of(p.get(0), p.get(1), p.get(2)),
        numbers(first, second, third));
  }

  private static Example numbers(double... values) {
    return () -> Arrays.stream(values).mapToObj(Parameters::number).toList();
  }
}
