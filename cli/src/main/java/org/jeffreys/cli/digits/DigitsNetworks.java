package org.jeffreys.cli.digits;

import java.util.List;
import java.util.function.Supplier;
import org.jeffreys.core.Check;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.MaxPool2d;
import org.jeffreys.nn.Sequential;
import org.jeffreys.tensor.Shape;

/** The registry of methods of the command: what is random in the article's network. */
final class DigitsNetworks {
  private static final List<Entry> ALL =
      List.of(
          new Entry(
              "mc-dropout",
              "Bernoulli dropout, as in the article",
              () -> network(new Dropout(0.25), new Linear(5408, 128), new Dropout(0.5))));

  /**
   * A method.
   *
   * @param name as on the command line
   * @param summary a few words
   * @param network makes its network
   */
  record Entry(String name, String summary, Supplier<Sequential> network) {}

  private DigitsNetworks() {}

  static List<Entry> all() {
    return ALL;
  }

  static Entry named(String name) {
    return ALL.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Check.failure(
                    "--method",
                    "one of " + ALL.stream().map(Entry::name).toList(),
                    "'" + name + "'"));
  }

  /**
   * Pooling before the rectifier, which is the same function as after it and a quarter of the work.
   */
  private static Sequential network(Layer beforeDense, Layer dense, Layer afterDense) {
    return Sequential.of(
        Shape.of(28, 28, 1),
        new Conv2d(1, 32, 3),
        new MaxPool2d(2),
        Activation.RELU,
        beforeDense,
        new Flatten(),
        dense,
        Activation.RELU,
        afterDense,
        new Linear(128, 10));
  }
}
