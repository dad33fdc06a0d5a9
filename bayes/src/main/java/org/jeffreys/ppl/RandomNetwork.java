package org.jeffreys.ppl;

import org.jeffreys.core.Check;
import org.jeffreys.distribution.Supports;
import org.jeffreys.nn.Network;
import org.jeffreys.target.BoundPrior;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Prior;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A network in a program: a random variable, all of its parameters as one site, or a function to be
 * learnt. It is made once, outside of the program, and holds memory until closed.
 *
 * <pre>{@code
 * try (RandomNetwork network = RandomNetwork.of(Sequential.dense(Activation.TANH, 1, 10, 1), prior)) {
 *   Program program = m -> {
 *     Tensor outputs = network.sample(m, "net", inputs);
 *     try (Plate data = m.plate("data", n)) {
 *       m.observe("y", Normal.of(outputs.squeeze(2), 0.1), y);
 *     }
 *   };
 * }
 * }</pre>
 */
public final class RandomNetwork implements AutoCloseable {
  private final Network network;
  private final BoundPrior prior;

  private RandomNetwork(Network network, BoundPrior prior) {
    this.network = network;
    this.prior = prior;
  }

  /**
   * A network whose parameters have a prior.
   *
   * @throws IllegalArgumentException if its layers are random, or keep running statistics
   */
  public static RandomNetwork of(Network network, Prior prior) {
    Check.require(!network.isRandom(), "network", "layers without noise", "random layers");
    Check.require(
        network.buffers().dimension() == 0,
        "network",
        "layers without running statistics",
        network.buffers().dimension() + " of them");
    // A likelihood without parameters: those of a program's observations are sites of its own.
    GaussianLikelihood none = GaussianLikelihood.fixed(1);
    return new RandomNetwork(network, prior.bind(network.layout(), none, DType.FLOAT64));
  }

  /** The number of parameters. */
  public int dimension() {
    return network.layout().dimension();
  }

  /**
   * The outputs of a network whose parameters are a random variable, outside of all plates.
   *
   * @param name of the site, whose values are [draws, 1 for each plate…, dimension]
   * @param inputs @shape [batch, input…] or [draws or 1, batch, input…], float64
   * @return @shape [draws, batch, output…]
   */
  public Tensor sample(Context m, String name, Tensor inputs) {
    return outputs(m.sample(name, new NetworkPrior(prior, dimension())), inputs);
  }

  /**
   * The outputs of a network whose parameters are learnt, as those of an amortised guide are.
   *
   * @param name of the parameter
   * @param seed of its first value, a draw from the prior
   * @param inputs as of {@link #sample}
   * @return @shape [draws or 1, batch, output…]
   */
  public Tensor learn(Context m, String name, long seed, Tensor inputs) {
    try (Rng rng = Rng.of(seed, name)) {
      Tensor start = prior.start(1, rng).squeeze(0);
      return outputs(m.param(name, start, Supports.REAL), inputs);
    }
  }

  private Tensor outputs(Tensor parameters, Tensor inputs) {
    Tensor flat = parameters.reshape(-1, dimension());
    boolean isShared = inputs.rank() == network.inputShape().rank() + 1;
    Tensor batch = isShared ? inputs.unsqueeze(0) : inputs;
    Shape expected = network.inputShape();
    Check.require(
        batch.rank() == expected.rank() + 2,
        "inputs",
        "shape [batch, input…] with inputs of " + expected,
        inputs);
    return network.forward(network.layout().views(flat, 0), batch);
  }

  @Override
  public void close() {
    prior.close();
  }
}
