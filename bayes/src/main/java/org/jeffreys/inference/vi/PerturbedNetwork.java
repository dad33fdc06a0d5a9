package org.jeffreys.inference.vi;

import org.jeffreys.data.Batch;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.Approximation;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * The gradient by a network whose layers are given the means of weights, and either their variances
 * or one draw of their perturbations, and which has noise of its own for each example. The
 * likelihood's parameters are drawn once for the batch.
 *
 * <p>Each layer with d parameters has 2 d here, in its place: d means, then d others.
 */
final class PerturbedNetwork implements LikelihoodGradient {
  private final SupervisedTarget target;
  private final int[] sizes;
  private final long network;
  private final boolean byVariance;
  private final int numSamples;

  /**
   * An estimator.
   *
   * @param perturbed the target's network, each layer with parameters replaced
   * @param byVariance whether the other parameters are variances; else perturbations
   */
  PerturbedNetwork(
      SupervisedTarget target, Sequential perturbed, boolean byVariance, int numSamples) {
    this.target =
        new SupervisedTarget(perturbed, target.likelihood(), new FlatPrior(), target.data());
    this.sizes =
        perturbed.layers().stream().mapToInt(PerturbedNetwork::size).filter(d -> d > 0).toArray();
    this.network = target.network().layout().dimension();
    this.byVariance = byVariance;
    this.numSamples = numSamples;
  }

  /** Half the number of a layer's parameters. */
  private static int size(Layer layer) {
    return layer.parameters().stream().mapToInt(s -> (int) s.shape().numElements()).sum() / 2;
  }

  @Override
  public void estimateInto(
      Approximation guide, Batch batch, double factor, Tensor gradient, Rng rng) {
    long chains = guide.numChains();
    long dimension = guide.dimension();
    Tensor noise =
        byVariance
            ? ofLikelihood(rng, chains, dimension)
            : rng.normal(target.dtype(), chains, numSamples, dimension);
    Tensor perturbation = noise.mul(guide.factor().unsqueeze(1));
    Tensor other = byVariance ? guide.factor().square().unsqueeze(1) : perturbation;
    Tensor position = position(guide.location(), other, perturbation);
    Tensor draws = position.reshape(chains * numSamples, -1);
    Tensor ofDraws =
        target.likelihoodGradient(draws, batch, factor / numSamples, rng).reshape(position.shape());
    Tensor inMeans = gradient.narrow(1, 0, dimension);
    Tensor inOthers = gradient.narrow(1, dimension, dimension);
    takeApart(ofDraws, inMeans, inOthers, perturbation);
    // Variances are e^2ρ, perturbations e^ρ ε.
    if (byVariance) {
      inOthers
          .narrow(1, 0, network)
          .mulInPlace(other.squeeze(1).narrow(1, 0, network))
          .mulInPlace(2);
    }
  }

  /** Noise of the likelihood's parameters alone; the others' is drawn where it acts. */
  private Tensor ofLikelihood(Rng rng, long chains, long dimension) {
    Tensor noise = Tensor.zeros(target.dtype(), chains, numSamples, dimension);
    long count = dimension - network;
    if (count > 0) {
      noise
          .narrow(2, network, count)
          .copyFrom(rng.normal(target.dtype(), chains, numSamples, count));
    }
    return noise;
  }

  /** What the perturbed network is given. @shape [chains, samples, 2 network + likelihood] */
  private Tensor position(Tensor location, Tensor other, Tensor perturbation) {
    long likelihood = location.size(1) - network;
    Tensor all =
        Tensor.empty(location.dtype(), location.size(0), numSamples, 2 * network + likelihood);
    Tensor means = location.unsqueeze(1);
    long from = 0;
    for (int size : sizes) {
      all.narrow(2, 2 * from, size).copyFrom(means.narrow(2, from, size));
      all.narrow(2, 2 * from + size, size).copyFrom(other.narrow(2, from, size));
      from += size;
    }
    if (likelihood > 0) {
      Tensor drawn =
          means.narrow(2, network, likelihood).add(perturbation.narrow(2, network, likelihood));
      all.narrow(2, 2 * network, likelihood).copyFrom(drawn);
    }
    return all;
  }

  /**
   * Sums a gradient over samples, in the layers' order.
   *
   * @param inOthers is written in units of log scales where perturbations are parameters, and in
   *     units of variances else
   */
  private void takeApart(Tensor ofDraws, Tensor inMeans, Tensor inOthers, Tensor perturbation) {
    long from = 0;
    for (int size : sizes) {
      inMeans.narrow(1, from, size).copyFrom(ofDraws.narrow(2, 2 * from, size).sum(1));
      Tensor other = ofDraws.narrow(2, 2 * from + size, size);
      Tensor scaled = byVariance ? other : other.mul(perturbation.narrow(2, from, size));
      inOthers.narrow(1, from, size).copyFrom(scaled.sum(1));
      from += size;
    }
    long likelihood = inMeans.size(1) - network;
    if (likelihood > 0) {
      Tensor own = ofDraws.narrow(2, 2 * network, likelihood);
      inMeans.narrow(1, network, likelihood).copyFrom(own.sum(1));
      Tensor scaled = own.mul(perturbation.narrow(2, network, likelihood));
      inOthers.narrow(1, network, likelihood).copyFrom(scaled.sum(1));
    }
  }

  @Override
  public void close() {
    target.close();
  }
}
