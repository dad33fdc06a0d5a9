package org.jeffreys.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Shape;

/**
 * Which array of a file is which of ours: by a map of names, or by order and kind.
 *
 * @param file what messages call the file
 * @param arrays ours
 * @param found the shapes of the file's, by name
 */
record TorchNames(String file, List<TorchArray> arrays, Map<String, Shape> found) {
  /** Counts batches, and is no weight. */
  static final String COUNTER = "num_batches_tracked";

  private static final int MOST_TOLD = 60;
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  /** Leaves out what is no weight. */
  TorchNames {
    Map<String, Shape> weights = new TreeMap<>(NATURAL);
    found.forEach(
        (name, shape) -> {
          if (!suffix(name).equals(COUNTER)) {
            weights.put(name, shape);
          }
        });
    found = weights;
  }

  /** 2 before 10. */
  private static final Comparator<String> NATURAL =
      Comparator.comparing(TorchNames::padded).thenComparing(Comparator.naturalOrder());

  private static String padded(String name) {
    return DIGITS
        .matcher(name)
        .replaceAll(
            digits ->
                Matcher.quoteReplacement(
                    "0".repeat(20 - Math.min(20, digits.group().length())) + digits.group()));
  }

  private static String suffix(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String module(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  /**
   * The file's name of each of our arrays, as a caller names them.
   *
   * @param names ours by the file's
   */
  Map<TorchArray, String> named(Map<String, String> names) {
    Map<String, String> theirs = new HashMap<>();
    names.forEach((their, our) -> theirs.put(our, their));
    Map<TorchArray, String> chosen = new LinkedHashMap<>();
    for (TorchArray array : arrays) {
      String their = theirs.get(array.name());
      Shape there = their == null ? null : found.get(their);
      if (their == null || there == null || !array.shape().equals(there)) {
        throw unlike();
      }
      chosen.put(array, their);
    }
    boolean fits =
        names.size() == arrays.size()
            && theirs.size() == names.size()
            && names.keySet().equals(found.keySet());
    if (!fits) {
      throw unlike();
    }
    return chosen;
  }

  /** As above by order and kind: layers of the same arrays and shapes follow each other. */
  Map<TorchArray, String> ordered() {
    Map<String, List<String>> modules = new LinkedHashMap<>();
    byModule()
        .forEach(
            (module, shapes) ->
                modules.computeIfAbsent(shapes.toString(), key -> new ArrayList<>()).add(module));
    modules.values().forEach(this::requireOrder);
    Map<Integer, Map<String, Shape>> ours = new LinkedHashMap<>();
    for (TorchArray array : arrays) {
      ours.computeIfAbsent(array.module(), key -> new TreeMap<>())
          .put(array.suffix(), array.shape());
    }
    Map<Integer, String> chosen = new HashMap<>();
    ours.forEach(
        (module, shapes) -> {
          List<String> same = modules.getOrDefault(shapes.toString(), List.of());
          if (same.isEmpty()) {
            throw unlike();
          }
          chosen.put(module, same.remove(0));
        });
    if (modules.values().stream().anyMatch(left -> !left.isEmpty())) {
      throw unlike();
    }
    Map<TorchArray, String> names = new LinkedHashMap<>();
    for (TorchArray array : arrays) {
      String module = Check.present(chosen.get(array.module()), "module");
      names.put(array, module.isEmpty() ? array.suffix() : module + "." + array.suffix());
    }
    return names;
  }

  private Map<String, Map<String, Shape>> byModule() {
    Map<String, Map<String, Shape>> modules = new TreeMap<>(NATURAL);
    found.forEach(
        (name, shape) ->
            modules.computeIfAbsent(module(name), key -> new TreeMap<>()).put(suffix(name), shape));
    return modules;
  }

  /** Layers that could stand for each other have to differ in numbers only. */
  private void requireOrder(List<String> modules) {
    long stems =
        modules.stream().map(name -> DIGITS.matcher(name).replaceAll("#")).distinct().count();
    Check.require(
        stems <= 1,
        file,
        "layers of the same shapes in an order that their names tell",
        modules,
        "give the map of names");
  }

  private IllegalArgumentException unlike() {
    String expected =
        told(arrays.stream().map(each -> TorchArray.told(each.theirs(), each.shape())).toList());
    String got =
        told(
            found.entrySet().stream()
                .map(each -> TorchArray.told(each.getKey(), each.getValue()))
                .toList());
    return Check.failure(file, "arrays " + expected, got);
  }

  private static String told(List<String> arrays) {
    String rest = arrays.size() > MOST_TOLD ? " and " + (arrays.size() - MOST_TOLD) + " more" : "";
    return arrays.stream().limit(MOST_TOLD).collect(Collectors.joining(", ", "[", "]")) + rest;
  }
}
