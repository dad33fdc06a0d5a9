package org.jeffreys.cli.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sets of classes as text, the most probable first: {@code setosa|versicolor}. */
final class ClassSets {
  private static final String BETWEEN = "|";

  private ClassSets() {}

  /** The place of the greatest probability, the first of several. */
  static int greatest(double[] probs) {
    int greatest = 0;
    for (int k = 1; k < probs.length; k++) {
      greatest = probs[k] > probs[greatest] ? k : greatest;
    }
    return greatest;
  }

  /** The classes of at least a probability, and the most probable one. */
  static String ofLeast(double[] probs, double least, List<String> names) {
    return order(probs).stream()
        .filter(k -> probs[k] >= least || k == greatest(probs))
        .map(names::get)
        .collect(Collectors.joining(BETWEEN));
  }

  /** The most probable classes that have a probability together. */
  static String ofMass(double[] probs, double mass, List<String> names) {
    List<String> chosen = new ArrayList<>();
    double sum = 0;
    for (int k : order(probs)) {
      if (sum < mass) {
        chosen.add(names.get(k));
      }
      sum += probs[k];
    }
    return String.join(BETWEEN, chosen);
  }

  private static List<Integer> order(double[] probs) {
    return IntStream.range(0, probs.length)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -probs[k]))
        .toList();
  }
}
