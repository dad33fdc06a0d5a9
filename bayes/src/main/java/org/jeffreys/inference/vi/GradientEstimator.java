package org.jeffreys.inference.vi;

import org.jeffreys.core.Check;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Network;
import org.jeffreys.nn.ReverseRule;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.Guide;
import org.jeffreys.target.MeanField;
import org.jeffreys.target.SupervisedTarget;

/** How noise enters the estimates of the gradient. All are unbiased; they differ in variance. */
public enum GradientEstimator {
  /** One set of weights for the whole batch: any guide, any network. */
  WEIGHT_SAMPLING {
    @Override
    LikelihoodGradient of(String method, SupervisedTarget target, Guide guide, int numSamples) {
      return new WeightSampling(target, guide.numNoise(target.dimension()), numSamples);
    }
  },
  /**
   * Noise of its own for each example and unit, where it acts: of dense layers and the mean field
   * only. The likelihood's parameters are drawn once for the batch.
   *
   * @source Kingma, Salimans and Welling (2015), arXiv:1506.02557, eq. 6
   */
  LOCAL_REPARAMETERISATION {
    @Override
    LikelihoodGradient of(String method, SupervisedTarget target, Guide guide, int numSamples) {
      requireMeanField(method, guide);
      Sequential network = network(method, target.network(), this);
      return new PerturbedNetwork(target, network, true, numSamples);
    }

    @Override
    Layer rewritten(Layer layer) {
      return layer instanceof Linear linear ? new LocalLinear(linear) : layer;
    }

    @Override
    String layers() {
      return "Linear layers and layers without parameters";
    }

    @Override
    String fixFor(Layer layer) {
      // Pixels share a kernel: noise of their own would be another model.
      return layer instanceof Conv2d ? "; use vi-flipout" : super.fixFor(layer);
    }
  },
  /**
   * One draw of the noise for the batch, with random signs of its own for each example: of dense
   * layers and convolutions, and the mean field only.
   *
   * @source Wen et al. (2018), arXiv:1803.04386, eq. 4
   */
  FLIPOUT {
    @Override
    LikelihoodGradient of(String method, SupervisedTarget target, Guide guide, int numSamples) {
      requireMeanField(method, guide);
      Sequential network = network(method, target.network(), this);
      return new PerturbedNetwork(target, network, false, numSamples);
    }

    @Override
    Layer rewritten(Layer layer) {
      return layer instanceof Linear || layer instanceof Conv2d
          ? new Flipout((ReverseRule) layer)
          : layer;
    }

    @Override
    String layers() {
      return "Linear and Conv2d layers and layers without parameters";
    }
  };

  /**
   * The estimator for a target.
   *
   * @param method whose name refusals bear
   * @throws IllegalArgumentException if it cannot serve the guide or the network
   */
  abstract LikelihoodGradient of(
      String method, SupervisedTarget target, Guide guide, int numSamples);

  /** The layer that stands for another in estimates; itself where it needs no change. */
  Layer rewritten(Layer layer) {
    return layer;
  }

  /** What layers it serves, in words. */
  String layers() {
    return "any layers";
  }

  /** What to do about a layer it does not serve. */
  String fixFor(Layer layer) {
    return "; use vi-mean-field";
  }

  private static void requireMeanField(String method, Guide guide) {
    Check.require(
        guide instanceof MeanField,
        method,
        "a MeanField guide",
        guide,
        "use GradientEstimator.WEIGHT_SAMPLING");
  }

  private static Sequential network(String method, Network network, GradientEstimator by) {
    if (!(network instanceof Sequential sequential)) {
      throw Check.failure(method, "a Sequential network", network);
    }
    for (int i = 0; i < sequential.layers().size(); i++) {
      Layer layer = sequential.layers().get(i);
      if (!layer.parameters().isEmpty() && by.rewritten(layer).equals(layer)) {
        throw Check.failure(method, by.layers(), "layer " + i + ", " + layer + by.fixFor(layer));
      }
    }
    return Sequential.of(
        sequential.inputShape(), sequential.layers().stream().map(by::rewritten).toList());
  }
}
