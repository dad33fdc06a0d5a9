package org.jeffreys.app.vae;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;

/**
 * Images whose missing pixels are filled in. Known pixels are as they were, with deviation 0.
 *
 * @param mean how probably each pixel is white, given those that are known; @shape [n, pixels]
 * @param deviation the standard deviation of p(x | z) over p(z | known): what the known pixels
 *     leave open; @shape [n, pixels]
 * @param draws p(x | z) of the last draw of each chain: fillings that are whole in themselves;
 * @shape [n, draws, pixels]
 * @param acceptance the share of proposals that were accepted after warm-up
 */
public record Imputation(Tensor mean, Tensor deviation, Tensor draws, double acceptance) {
  /**
   * Settings.
   *
   * @param numDraws chains an image, each from a start of its own
   * @param numWarmup steps that accept every proposal, which moves chains to where they belong
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
    double rows = parts.stream().mapToLong(part -> part.mean().size(0)).sum();
    return new Imputation(
        Tensor.cat(0, parts.stream().map(Imputation::mean).toArray(Tensor[]::new)),
        Tensor.cat(0, parts.stream().map(Imputation::deviation).toArray(Tensor[]::new)),
        Tensor.cat(0, parts.stream().map(Imputation::draws).toArray(Tensor[]::new)),
        parts.stream().mapToDouble(part -> part.acceptance * part.mean.size(0)).sum() / rows);
  }
}
