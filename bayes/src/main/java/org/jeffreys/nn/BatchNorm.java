package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Batch normalisation: in training by the batch, in prediction by running statistics. Noise has
 * nothing to do with it: a pass with dropout on normalises by running statistics unless it is given
 * memory for new ones.
 *
 * <pre>{@code
 * y = (x - m) / √(v + epsilon) · scale + shift      m, v over the batch and all pixels of a channel
 * running' = (1 - momentum) running + momentum batch
 * }</pre>
 *
 * <p>The variance has divisor n in both, so that a pass of momentum 1 leaves the very statistics it
 * used: a draw of Monte Carlo batch normalisation. An example's gradient depends on the others of
 * its batch, so that there is no rule for clipping it: private training uses {@link GroupNorm}.
 *
 * @param channels the length of the last axis, at least 1
 * @param epsilon added to the variance, greater than 0
 * @source Ioffe and Szegedy (2015), ICML, algorithm 1; Teye et al. (2018), ICML, arXiv:1802.06455
 */
public record BatchNorm(int channels, double epsilon) implements BufferedLayer, ReverseRule {
  private static final int SCALE = 0;
  private static final int SHIFT = 1;

  /** Checks the settings. */
  public BatchNorm {
    Check.atLeast(channels, 1, "channels");
    Check.positive(epsilon, "epsilon");
  }

  /** With an epsilon of 1e-5. */
  public BatchNorm(int channels) {
    this(channels, 1e-5);
  }

  @Override
  public List<ParameterSpec> parameters() {
    return Normalisation.parameters(channels);
  }

  @Override
  public List<ParameterSpec> buffers() {
    Shape shape = Shape.of(channels);
    return List.of(
        new ParameterSpec("mean", shape, ParameterSpec.Role.RUNNING, 1, 1),
        new ParameterSpec("variance", shape, ParameterSpec.Role.RUNNING, 1, 1).startingAt(1));
  }

  @Override
  public Shape outputShape(Shape input) {
    return Normalisation.outputShape(input, channels, this);
  }

  /** The mean and the variance that a pass normalises by. @shape each [draws or 1, channels] */
  private record Moments(Tensor mean, Tensor variance) {}

  private static Moments ofBatch(Tensor x) {
    Tensor rows = x.reshape(x.size(0), -1, x.size(-1));
    Tensor mean = rows.mean(1);
    Tensor variance = rows.sub(mean.unsqueeze(1)).square().mean(1);
    return new Moments(mean, variance);
  }

  private static Moments moments(Tensor input, Pass pass) {
    Pass.Statistics statistics = pass.statistics();
    return statistics.next() == null
        ? new Moments(statistics.running().get(0), statistics.running().get(1))
        : ofBatch(input);
  }

  private static void update(Pass.Statistics statistics, Moments batch) {
    Parameters next = statistics.next();
    if (next != null) {
      mix(next.get(0), statistics.running().get(0), batch.mean(), statistics.momentum());
      mix(next.get(1), statistics.running().get(1), batch.variance(), statistics.momentum());
    }
  }

  private static void mix(Tensor next, Tensor running, Tensor batch, double momentum) {
    next.copyFrom(running.mul(1 - momentum).add(Gradients.stop(batch), momentum));
  }

  private Tensor inverse(Moments moments) {
    return moments.variance().add(epsilon).pow(-0.5);
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    Moments moments = moments(input, pass);
    update(pass.statistics(), moments);
    return Normalisation.affine(parameters, normal(input, moments));
  }

  private Tensor normal(Tensor input, Moments moments) {
    return input
        .sub(Normalisation.aligned(moments.mean(), input))
        .mul(Normalisation.aligned(inverse(moments), input));
  }

  /**
   * {@code g / √(v + epsilon)} with g = δ scale; where the batch gave the statistics {@code (g -
   * mean g - n mean(g n)) / √(v + epsilon)} with n the normal input.
   */
  @Override
  public Tensor backward(Visit visit, Tensor delta) {
    Moments moments = moments(visit.input(), visit.pass());
    Tensor g = delta.mul(Normalisation.aligned(visit.parameters().get(SCALE), delta));
    Tensor inverse = Normalisation.aligned(inverse(moments), delta);
    if (visit.pass().statistics().next() == null) {
      return g.mul(inverse);
    }
    Tensor n = normal(visit.input(), moments);
    return g.sub(mean(g)).sub(n.mul(mean(g.mul(n)))).mul(inverse);
  }

  private static Tensor mean(Tensor x) {
    Tensor sums = Normalisation.sum(x);
    double count = (double) x.numElements() / sums.numElements();
    return Normalisation.aligned(sums.div(count), x);
  }

  @Override
  public void gradient(Visit visit, Tensor delta, Parameters gradient) {
    Tensor normal = normal(visit.input(), moments(visit.input(), visit.pass()));
    gradient.get(SCALE).copyFrom(Normalisation.sum(delta.mul(normal)));
    gradient.get(SHIFT).copyFrom(Normalisation.sum(delta));
  }
}
