package org.jeffreys.target;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.nn.Network;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A network with its likelihood, over one flat vector: all that predicting needs beside draws of
 * that vector.
 *
 * <p>The vector holds the network's arrays and then the likelihood's, which are named {@code
 * likelihood.name}.
 */
public final class NetworkModel {
  /** The weight of a batch in running statistics. */
  private static final double MOMENTUM = 0.1;

  private final Network network;
  private final Likelihood likelihood;
  private final DType dtype;
  private final ParameterLayout layout;
  private final ParameterLayout likelihoodLayout;

  /** A model whose parameters and inputs are of type {@code dtype}. */
  public NetworkModel(Network network, Likelihood likelihood, DType dtype) {
    this.network = network;
    this.likelihood = likelihood;
    this.dtype = dtype;
    List<ParameterSpec> specs = new ArrayList<>();
    network.layout().slots().forEach(slot -> specs.add(slot.spec()));
    likelihood.parameters().forEach(spec -> specs.add(spec.within("likelihood")));
    this.layout = ParameterLayout.of(specs);
    this.likelihoodLayout = ParameterLayout.of(likelihood.parameters());
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** The likelihood. */
  public Likelihood likelihood() {
    return likelihood;
  }

  /** The type of parameters and inputs. */
  public DType dtype() {
    return dtype;
  }

  /** Where each array lies in the flat vector, the likelihood's after the network's. */
  public ParameterLayout layout() {
    return layout;
  }

  /** The length of the flat vector. */
  public int dimension() {
    return layout.dimension();
  }

  /** Views of the network's arrays in a flat tensor. */
  public Parameters networkViews(Tensor flat) {
    return network.layout().views(flat, 0);
  }

  /** Views of the likelihood's arrays in a flat tensor. */
  public Parameters likelihoodViews(Tensor flat) {
    return likelihoodLayout.views(flat, network.layout().dimension());
  }

  /**
   * The flat vector of given weights of the network, with the likelihood's parameters at the centre
   * of their prior.
   *
   * @param weights @shape [1, dimension of the network], of the model's type; a vector of the whole
   *     dimension stays as it is
   */
  public Tensor completed(Tensor weights) {
    int ofNetwork = network.layout().dimension();
    boolean fits =
        weights.dtype() == dtype
            && weights.rank() == 2
            && weights.size(0) == 1
            && (weights.size(1) == ofNetwork || weights.size(1) == dimension());
    Check.require(fits, "weights", dtype + " [1, " + ofNetwork + "]", weights);
    if (weights.size(1) == dimension()) {
      return weights;
    }
    double[] centre = likelihoodLayout.fill(spec -> likelihood.priorOf(spec).loc());
    return Tensor.cat(1, weights, Tensor.of(dtype, centre, 1, centre.length));
  }

  /**
   * Running statistics before the first batch.
   *
   * @return @shape [draws, buffer dimension]; null where the network has none
   */
  public @Nullable Tensor initialBuffers(long draws) {
    int dimension = network.buffers().dimension();
    if (dimension == 0) {
      return null;
    }
    double[] initial = network.buffers().fill(ParameterSpec::initial);
    return Tensor.of(dtype, initial, 1, dimension).expand(draws, dimension).copy();
  }

  /** The statistics of a pass that only reads them. */
  public Pass.@Nullable Statistics statistics(@Nullable Tensor buffers) {
    return statistics(buffers, null);
  }

  /** The statistics of a pass that normalises by what it sees and writes new ones. */
  Pass.@Nullable Statistics statistics(@Nullable Tensor running, @Nullable Tensor next) {
    if (running == null) {
      return null;
    }
    Parameters written = next == null ? null : network.buffers().views(next, 0);
    return new Pass.Statistics(network.buffers().views(running, 0), written, MOMENTUM);
  }

  /**
   * Pauses autograd where all layers bring their own rules, so that nobody needs it.
   *
   * @return what ends the pause when closed; null where autograd is needed
   */
  public Gradients.@Nullable Paused pauseAutograd() {
    return network.hasOwnRules() ? Gradients.pause() : null;
  }
}
