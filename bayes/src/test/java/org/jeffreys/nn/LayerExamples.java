package org.jeffreys.nn;

import java.util.List;
import java.util.Random;
import org.jeffreys.Tensors;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** Small layers of every kind, and what passes through them are given. */
final class LayerExamples {
  private LayerExamples() {}

  /** What a pass is given beside input and parameters. */
  enum Given {
    NOTHING,
    NOISE,
    SHARED_NOISE,
    RUNNING_STATISTICS,
    BATCH_STATISTICS
  }

  /** A layer with the shape of an example that it takes. */
  record Example(Layer layer, Shape input) {
    ParameterLayout layout() {
      return ParameterLayout.of(layer.parameters());
    }

    /** What its passes can be given. */
    List<Given> givens() {
      if (layer instanceof RandomLayer) {
        return List.of(Given.NOTHING, Given.NOISE, Given.SHARED_NOISE);
      }
      return layer instanceof BufferedLayer
          ? List.of(Given.RUNNING_STATISTICS, Given.BATCH_STATISTICS)
          : List.of(Given.NOTHING);
    }

    Pass pass(Given given, int draws, int batch, Random random) {
      return switch (given) {
        case NOTHING -> Pass.mean();
        case NOISE -> noise(draws, batch);
        case SHARED_NOISE -> noise(draws, 1);
        case RUNNING_STATISTICS -> statistics(draws, false, random);
        case BATCH_STATISTICS -> statistics(draws, true, random);
      };
    }

    private Pass noise(int draws, int examples) {
      try (Rng rng = Rng.streams(3, "noise", draws)) {
        RandomLayer random = (RandomLayer) layer;
        return Pass.of(List.of(random.drawNoise(DType.FLOAT64, draws, examples, input, rng)));
      }
    }

    private Pass statistics(int draws, boolean ofBatch, Random random) {
      ParameterLayout buffers = ParameterLayout.of(((BufferedLayer) layer).buffers());
      Tensor running = Tensors.uniform(random, draws, buffers.dimension()).mul(0.4).add(1);
      Parameters next = ofBatch ? buffers.views(running.copy(), 0) : null;
      return Pass.mean().withStatistics(new Pass.Statistics(buffers.views(running, 0), next, 0.3));
    }

    @Override
    public String toString() {
      return layer + " of " + input;
    }
  }

  static List<Example> all() {
    Shape image = Shape.of(5, 4, 3);
    Shape three = Shape.of(3);
    return List.of(
        new Example(new Linear(3, 3), three),
        new Example(new Linear(1, 7), Shape.of(1)),
        new Example(new Linear(5, 1), Shape.of(5)),
        new Example(new Conv2d(3, 2, 3), image),
        new Example(new Conv2d(3, 3, 2, 2, 1), image),
        new Example(new MaxPool2d(2), image),
        new Example(new MaxPool2d(3, 1), image),
        new Example(new AveragePool2d(2), image),
        new Example(new Flatten(), image),
        new Example(new BatchNorm(3), three),
        new Example(new BatchNorm(3), image),
        new Example(new GroupNorm(3, 1), image),
        new Example(new GroupNorm(3, 3), image),
        new Example(new Dropout(0.3), three),
        new Example(new Dropout(0.3), image),
        new Example(new GaussianDropout(0.3), three),
        new Example(new GaussianDropout(0.3), image),
        new Example(new DropConnect(3, 3, 0.3), three),
        new Example(new DropConnect(5, 2, 0.3), Shape.of(5)),
        new Example(new DropConnect(1, 1, 0.3), Shape.of(1)),
        new Example(new ConcreteDropout(new Linear(3, 3), 0.7, 0.2, 0.3), three),
        new Example(new ConcreteDropout(new Conv2d(3, 2, 2), 0.7, 0.2, 0.3), image),
        new Example(new VariationalDropout(3, 3), three),
        new Example(
            new VariationalDropout(5, 1, VariationalDropout.Sharing.INPUT, 0.2), Shape.of(5)),
        new Example(
            new VariationalDropout(1, 2, VariationalDropout.Sharing.LAYER, 0.2), Shape.of(1)),
        new Example(Activation.RELU, three),
        new Example(Activation.TANH, three),
        new Example(Activation.SIGMOID, three),
        new Example(Activation.SOFTPLUS, three),
        new Example(Activation.SILU, three));
  }
}
