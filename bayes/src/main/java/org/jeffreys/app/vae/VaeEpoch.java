package org.jeffreys.app.vae;

import java.util.Map;
import org.jeffreys.core.Check;

/**
 * How an epoch of training went.
 *
 * @param number counts from 1
 * @param elbo the mean over the images as training met them, in nats an image
 * @param divergence its part KL(q(z | x) || p(z))
 * @param seconds of wall time
 */
public record VaeEpoch(int number, double elbo, double divergence, double seconds) {
  void write(Map<String, Double> numbers) {
    String prefix = "epoch." + number + ".";
    numbers.put(prefix + "elbo", elbo);
    numbers.put(prefix + "divergence", divergence);
    numbers.put(prefix + "seconds", seconds);
  }

  static VaeEpoch read(Map<String, Double> numbers, int number) {
    String prefix = "epoch." + number + ".";
    return new VaeEpoch(
        number,
        Check.present(numbers.get(prefix + "elbo"), "elbo"),
        Check.present(numbers.get(prefix + "divergence"), "divergence"),
        Check.present(numbers.get(prefix + "seconds"), "seconds"));
  }
}
