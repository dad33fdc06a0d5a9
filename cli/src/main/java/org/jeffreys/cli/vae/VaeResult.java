package org.jeffreys.cli.vae;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jeffreys.app.vae.VaeEpoch;
import org.jeffreys.core.Doubles;
import org.jeffreys.uncertainty.Detection;

/**
 * What came out. Bounds are in nats an image.
 *
 * @param epochs how training went
 * @param elbo of each test image; given its class in a conditional model
 * @param score of each test image, by which foreign ones are told: the elbo, or the bound on log
 *     p(x) over all classes
 * @param foreignScore the same of each foreign image
 * @param numWeighted the first test images, whose importance-weighted bound is known
 * @param importanceBound its mean over them
 * @param accuracy of naming the class of the greatest bound; NaN without classes
 * @param map where test images lie in the latent
 * @param evaluationSeconds of all bounds
 */
record VaeResult(
    List<VaeEpoch> epochs,
    Doubles elbo,
    Doubles score,
    Doubles foreignScore,
    int numWeighted,
    double importanceBound,
    double accuracy,
    LatentMap map,
    double evaluationSeconds) {
  static final int NUM_DRAWS = 10;
  static final int NUM_WEIGHTS = 100;

  VaeResult {
    epochs = List.copyOf(epochs);
  }

  /** The wall time of all epochs. */
  double trainSeconds() {
    return epochs.stream().mapToDouble(VaeEpoch::seconds).sum();
  }

  /** The Monte Carlo standard error of the mean elbo, over images. */
  double elboError() {
    double mean = elbo.mean();
    double squares = elbo.stream().map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (elbo.size() - 1.0) / elbo.size());
  }

  /** The mean elbo of the images that are weighted, too. */
  double elboOfWeighted() {
    return elbo.stream().limit(numWeighted).average().orElse(Double.NaN);
  }

  /** How well low scores tell foreign images. */
  Detection detection() {
    double[] scores =
        DoubleStream.concat(score.stream(), foreignScore.stream()).map(value -> -value).toArray();
    boolean[] foreign = new boolean[scores.length];
    Arrays.fill(foreign, score.size(), scores.length, true);
    return Detection.of(scores, foreign);
  }
}
