package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The data of a program, as JSON has them: numbers, and lists of lists of numbers, by name.
 *
 * @param values by name
 */
public record ProgramData(Map<String, Object> values) {
  /** Copies the map. */
  public ProgramData {
    values = Map.copyOf(values);
  }

  /** No data. */
  public static ProgramData none() {
    return new ProgramData(Map.of());
  }

  private Object value(String name) {
    Object value = values.get(name);
    Check.require(
        value != null,
        "data",
        "a value " + name,
        values.isEmpty()
            ? "none at all"
            : "those of " + values.keySet().stream().sorted().toList());
    return Check.present(value, name);
  }

  /** A number. */
  public double number(String name) {
    if (value(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw Check.failure("data, " + name, "a number", value(name).getClass().getSimpleName());
  }

  /** A count. */
  public int count(String name) {
    double number = number(name);
    Check.require(
        number >= 0 && number <= Integer.MAX_VALUE && number == Math.rint(number),
        "data, " + name,
        "a count",
        number);
    return (int) number;
  }

  /** A number, or lists of them of any depth, as a tensor of float64. */
  public Tensor tensor(String name) {
    List<Double> flat = new ArrayList<>();
    List<Long> shape = new ArrayList<>();
    flatten(name, value(name), 0, shape, flat);
    double[] numbers = flat.stream().mapToDouble(Double::doubleValue).toArray();
    long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
    return sizes.length == 0 ? Tensor.full(DType.FLOAT64, numbers[0]) : Tensor.of(numbers, sizes);
  }

  /**
   * A tensor of a given shape.
   *
   * @throws IllegalArgumentException if it has another one
   */
  public Tensor tensor(String name, long... shape) {
    Tensor tensor = tensor(name);
    Shape expected = Shape.of(shape);
    Shape got = Shape.of(tensor.shape());
    Check.require(expected.equals(got), "data, " + name, "shape " + expected, got);
    return tensor;
  }

  private static void flatten(
      String name, Object value, int depth, List<Long> shape, List<Double> flat) {
    if (value instanceof Number number) {
      Check.require(
          depth == shape.size(), "data, " + name, "lists of one depth", "a number beside a list");
      flat.add(number.doubleValue());
      return;
    }
    if (!(value instanceof List<?> list)) {
      throw Check.failure("data, " + name, "numbers", String.valueOf(value));
    }
    if (depth == shape.size() && flat.isEmpty()) {
      shape.add((long) list.size());
    }
    Check.require(
        depth < shape.size() && shape.get(depth) == list.size(),
        "data, " + name,
        "lists of one length",
        "one of " + list.size());
    for (Object element : list) {
      flatten(name, element, depth + 1, shape, flat);
    }
  }
}
