package org.jeffreys.cli.digits;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jeffreys.core.Check;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.ConcreteDropout;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.DropConnect;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.GaussianDropout;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.MaxPool2d;
import org.jeffreys.nn.Sequential;
import org.jeffreys.nn.VariationalDropout;
import org.jeffreys.tensor.Shape;

/** The registry of methods of the command: what is random in the article's network. */
final class DigitsNetworks {
  private static final List<Entry> ALL =
      List.of(
          new Entry(
              "mc-dropout",
              "Bernoulli dropout, as in the article",
              () ->
                  network(
                      new Dropout(0.25),
                      new Flatten(),
                      new Linear(5408, 128),
                      Activation.RELU,
                      new Dropout(0.5),
                      new Linear(128, 10))),
          new Entry(
              "gaussian-dropout",
              "Gaussian dropout of the same means and variances",
              () ->
                  network(
                      new GaussianDropout(0.25),
                      new Flatten(),
                      new Linear(5408, 128),
                      Activation.RELU,
                      new GaussianDropout(0.5),
                      new Linear(128, 10))),
          new Entry(
              "dropconnect",
              "dropout before the dense layer, DropConnect behind it",
              () ->
                  network(
                      new Dropout(0.25),
                      new Flatten(),
                      new Linear(5408, 128),
                      Activation.RELU,
                      new DropConnect(128, 10, 0.5))),
          new Entry(
              "concrete-dropout",
              "dropout whose rates are learned",
              () ->
                  network(
                      new Flatten(),
                      new ConcreteDropout(new Linear(5408, 128), 1),
                      Activation.RELU,
                      new ConcreteDropout(new Linear(128, 10), 1))),
          new Entry(
              "variational-dropout",
              "weights with normal noise whose strength is learned",
              () ->
                  network(
                      new Flatten(),
                      new VariationalDropout(5408, 128),
                      Activation.RELU,
                      new VariationalDropout(128, 10))));

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
  private static Sequential network(Layer... head) {
    List<Layer> layers =
        new ArrayList<>(List.of(new Conv2d(1, 32, 3), new MaxPool2d(2), Activation.RELU));
    layers.addAll(List.of(head));
    return Sequential.of(Shape.of(28, 28, 1), layers);
  }
}
