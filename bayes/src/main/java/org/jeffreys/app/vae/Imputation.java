package org.jeffreys.app.vae;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.Tensor;

/**
 * Images whose missing pixels are filled in. Known pixels are as they were, with deviation 0.
 *
 * @param mean how probably each pixel is white, given those that are known; @shape [n, pixels]
 * @param deviation the standard deviation of p(x | z) over p(z | known): what the known pixels
 *     leave open; @shape [n, pixels]
 * @param draws p(x | z) of the last draw of each chain: fillings that are whole in themselves;
 * @shape [n, draws, pixels]
 * @param jumps the share of the guide's proposals that were accepted after warm-up
 * @param moves the share of Hamiltonian paths that were accepted after warm-up
 * @param rHat of the log likelihood of the known pixels, of each image over its chains: near 1
 *     where they agree; NaN for fewer than four steps
 */
public record Imputation(
    Tensor mean, Tensor deviation, Tensor draws, double jumps, double moves, Doubles rHat) {
  /**
   * Settings.
   *
   * @param numDraws chains an image, each from a start of its own
   * @param numWarmup steps that move chains to where they belong: half of them accept every
   *     proposal, half find how long the paths may be
   * @param numSteps steps after them, over which means are taken
   */
  public record Config(int numDraws, int numWarmup, int numSteps) {
    /** Checks the counts. */
    public Config {
      Check.atLeast(numDraws, 1, "numDraws");
      Check.atLeast(numWarmup, 0, "numWarmup");
      Check.atLeast(numSteps, 1, "numSteps");
    }

    /** 100 chains, 50 steps of warm-up and 150 after them. */
    public static Config standard() {
      return new Config(100, 50, 150);
    }
  }

  static Imputation joined(List<Imputation> parts) {
    return new Imputation(
        Tensor.cat(0, parts.stream().map(Imputation::mean).toArray(Tensor[]::new)),
        Tensor.cat(0, parts.stream().map(Imputation::deviation).toArray(Tensor[]::new)),
        Tensor.cat(0, parts.stream().map(Imputation::draws).toArray(Tensor[]::new)),
        overImages(parts, Imputation::jumps),
        overImages(parts, Imputation::moves),
        Doubles.of(parts.stream().flatMapToDouble(part -> part.rHat.stream())));
  }

  private static double overImages(List<Imputation> parts, ToDoubleFunction<Imputation> share) {
    double images = parts.stream().mapToLong(part -> part.mean.size(0)).sum();
    return parts.stream().mapToDouble(part -> share.applyAsDouble(part) * part.mean.size(0)).sum()
        / images;
  }
}
