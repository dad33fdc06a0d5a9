package org.jeffreys.examples;

import java.nio.file.Path;
import java.util.List;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Trained;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.inference.laplace.Laplace;
import org.jeffreys.inference.laplace.Structure;
import org.jeffreys.inference.swag.Swag;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.store.ImportedWeights;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** The tutorial's program: a network trained in PyTorch, made Bayesian. */
public final class PyTorchWeights {
  private static final Sequential NETWORK = Sequential.dense(Activation.TANH, 1, 20, 1);

  private PyTorchWeights() {}

  /** What the network itself says, without uncertainty: what PyTorch says too. */
  public static float[] outputs(Path file, float[] places) {
    // [read
    try (var scope = Scope.open();
        var weights = ImportedWeights.read(file, NETWORK, DType.FLOAT32)) {
      weights.notes().forEach(System.out::println);
      var views = NETWORK.layout().views(weights.parameters(), 0);
      var inputs = Tensor.of(places, 1, places.length, 1);
      return NETWORK.forward(views, inputs).toFloats();
    }
    // read]
  }

  /** By a normal distribution of the last layer's weights, around those of the file. */
  public static RegressionPrediction laplace(
      Path file, double[][] x, double[][] y, double[][] places) {
    // [laplace
    try (var weights = ImportedWeights.read(file, NETWORK, DType.FLOAT32);
        var data = Dataset.of(DType.FLOAT32, x, y);
        var target =
            new SupervisedTarget(
                NETWORK,
                GaussianLikelihood.learned(0.3),
                NormalPrior.fanIn(Math.sqrt(2), 1),
                data);
        var posterior =
            Laplace.standard(Structure.LAST_LAYER, target, 1)
                .fitAt(target, weights.parameters(), weights.buffers(), Run.of(0))) {
      return posterior.predict(places).regression();
    }
    // laplace]
  }

  /** By the path of SGD that starts at the weights of the file. */
  public static RegressionPrediction swag(
      Path file, double[][] x, double[][] y, double[][] places) {
    try (var weights = ImportedWeights.read(file, NETWORK, DType.FLOAT32);
        var data = Dataset.of(DType.FLOAT32, x, y);
        var target =
            new SupervisedTarget(
                NETWORK, GaussianLikelihood.fixed(0.1), NormalPrior.fanIn(Math.sqrt(2), 1), data)) {
      // [swag
      try (var posterior =
          Swag.standard(target, 1).fitAt(target, weights.parameters(), Run.of(0))) {
        return posterior.predict(places).regression();
      }
      // swag]
    }
  }

  /** By the dropout that it was trained with. */
  public static RegressionPrediction dropout(Path file, double[][] places) {
    // [dropout
    var network =
        Sequential.of(
            Shape.of(1), new Linear(1, 20), Activation.TANH, new Dropout(0.1), new Linear(20, 1));
    var model = new NetworkModel(network, GaussianLikelihood.fixed(0.1), DType.FLOAT32);
    var weights = ImportedWeights.read(file, network, DType.FLOAT32);
    var trained = new Trained(weights.parameters(), weights.buffers(), List.of(), 0);
    try (var posterior = new NoisePosterior(model, trained, NoisePosterior.Config.of(100), 0)) {
      return posterior.predict(places).regression();
    }
    // dropout]
  }
}
