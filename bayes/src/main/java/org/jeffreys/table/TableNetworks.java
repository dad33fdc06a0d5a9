package org.jeffreys.table;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.BufferedLayer;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.RandomLayer;
import org.jeffreys.nn.Sequential;
import org.jeffreys.tensor.Shape;

/** Dense networks for tables, with the layer that a method needs. */
final class TableNetworks {
  /**
   * Small, since a network of 50 units loses much of its capacity to more.
   *
   * @source Gal and Ghahramani (2016), arXiv:1506.02142, section 5.3: 0.005 to 0.05 by grid search
   */
  private static final double DROPOUT_RATE = 0.02;

  private TableNetworks() {}

  static Sequential of(TableFit fit, int numInputs, int numOutputs) {
    Class<? extends Layer> needs = InferenceMethods.named(fit.method()).needs();
    List<Layer> layers = new ArrayList<>();
    int width = numInputs;
    for (int units : fit.hidden()) {
      layers.add(new Linear(width, units));
      if (needs == BufferedLayer.class) {
        layers.add(new BatchNorm(units));
      }
      layers.add(fit.activation());
      if (needs == RandomLayer.class) {
        layers.add(new Dropout(DROPOUT_RATE));
      }
      width = units;
    }
    layers.add(new Linear(width, numOutputs));
    return Sequential.of(Shape.of(numInputs), layers);
  }
}
