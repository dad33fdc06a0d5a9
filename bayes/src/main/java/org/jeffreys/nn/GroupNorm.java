package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Group normalisation: each example by itself, so that it serves private training. The channels,
 * which are the last axis, are parted into groups; one group is layer normalisation.
 *
 * <pre>{@code
 * y = (x - m) / √(v + epsilon) · scale + shift      m, v over a group's channels and all pixels
 * }</pre>
 *
 * @param channels the length of the last axis, at least 1
 * @param groups a divisor of {@code channels}
 * @param epsilon added to the variance, greater than 0
 * @source Wu and He (2018), ECCV, arXiv:1803.08494, eq. 1 to 6
 */
public record GroupNorm(int channels, int groups, double epsilon) implements PerExampleRule {
  private static final int SCALE = 0;
  private static final int SHIFT = 1;

  /** Checks the settings. */
  public GroupNorm {
    Check.atLeast(channels, 1, "channels");
    Check.require(
        groups >= 1 && channels % groups == 0, "groups", "a divisor of " + channels, groups);
    Check.positive(epsilon, "epsilon");
  }

  /** The paper's epsilon, 1e-5. */
  public GroupNorm(int channels, int groups) {
    this(channels, groups, 1e-5);
  }

  @Override
  public List<ParameterSpec> parameters() {
    return Normalisation.parameters(channels);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Normalisation.outputShape(input, channels, this);
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    Tensor normal = normal(input);
    return Normalisation.affine(parameters, normal.reshape(input.shape()));
  }

  /**
   * @shape [draws, batch, pixels, groups, channels of a group]
   */
  private Tensor grouped(Tensor x) {
    return x.reshape(x.size(0), x.size(1), -1, groups, channels / groups);
  }

  private Tensor normal(Tensor input) {
    Tensor x = grouped(input);
    Tensor centred = x.sub(mean(x));
    return centred.mul(mean(centred.square()).add(epsilon).pow(-0.5));
  }

  private static Tensor mean(Tensor x) {
    return x.sumKeep(2, 4).div((double) (x.size(2) * x.size(4)));
  }

  /** {@code (g - mean g - n mean(g n)) / √(v + epsilon)} with g = δ scale, n the normal input. */
  @Override
  public Tensor backward(Visit visit, Tensor delta) {
    Tensor scale = Normalisation.aligned(visit.parameters().get(SCALE), delta);
    Tensor g = grouped(delta.mul(scale));
    Tensor x = grouped(visit.input());
    Tensor centred = x.sub(mean(x));
    Tensor inverse = mean(centred.square()).add(epsilon).pow(-0.5);
    Tensor n = centred.mul(inverse);
    Tensor found = g.sub(mean(g)).sub(n.mul(mean(g.mul(n)))).mul(inverse);
    return found.reshape(delta.shape());
  }

  @Override
  public void gradient(Visit visit, Tensor delta, Parameters gradient) {
    Tensor normal = normal(visit.input()).reshape(visit.input().shape());
    gradient.get(SCALE).copyFrom(Normalisation.sum(delta.mul(normal)));
    gradient.get(SHIFT).copyFrom(Normalisation.sum(delta));
  }

  @Override
  public Tensor squaredNorm(Visit visit, Tensor delta) {
    Tensor normal = normal(visit.input()).reshape(visit.input().shape());
    Tensor ofScale = Normalisation.sumOfPixels(delta.mul(normal));
    Tensor ofShift = Normalisation.sumOfPixels(delta);
    return ofScale.square().sum(-1).add(ofShift.square().sum(-1));
  }
}
